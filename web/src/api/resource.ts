import { effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { comebacks } from './connection.ts';
import { get } from './http.ts';
import { position } from './live.ts';
import { Recent } from './recent.ts';

/** Milliseconds after which what was loaded is looked at again when somebody wants it. */
const FRESH = 20_000;
const MOST_KEPT = 200;

/** What a GET answers, kept for the next who wants it, and brought up to date while it is shown. */
export class Resource<T> {
  readonly #path: string;
  readonly #data = signal<T | undefined>(undefined);
  readonly #error = signal<unknown>(undefined);
  #loading: Promise<void> | undefined;
  #loadedAt = 0;
  #position: number | undefined;

  /** Undefined until it is loaded. */
  readonly data: ReadonlySignal<T | undefined> = this.#data;
  /** Why it could not be loaded; undefined while there is hope, or older data. */
  readonly error: ReadonlySignal<unknown> = this.#error;

  constructor(path: string) {
    this.#path = path;
  }

  /** Keeps it up to date until the function that this returns is called. */
  use(): () => void {
    return effect(() => {
      // Read, so that changes of the library and the server's coming back are reasons to look.
      const now = position.value;
      const failed = comebacks.value > 0 && this.#error.peek() !== undefined;
      const isOld = this.#position !== now || Date.now() - this.#loadedAt > FRESH;
      if (failed || isOld) untracked(() => void this.load());
    });
  }

  /** Loads it anew, whatever its age. */
  load(): Promise<void> {
    this.#loading ??= this.#load().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  /** Changes what is known, as when it is known how the server will have changed it. */
  update(change: (data: T) => T): void {
    const data = this.#data.peek();
    if (data !== undefined) this.#data.value = change(data);
  }

  async #load(): Promise<void> {
    const at = position.peek();
    if (this.#data.peek() === undefined) this.#error.value = undefined;
    try {
      const data = await get<T>(this.#path);
      this.#loadedAt = Date.now();
      this.#position = at;
      // Who shows it has nothing to do when it is what it was.
      if (JSON.stringify(data) !== JSON.stringify(this.#data.peek())) this.#data.value = data;
      this.#error.value = undefined;
    } catch (error) {
      if (this.#data.peek() === undefined) this.#error.value = error;
    }
  }
}

const resources = new Recent<Resource<unknown>>(MOST_KEPT);

/** The resource of a path; the same one for all who ask. */
export function resourceAt<T>(path: string): Resource<T> {
  return resources.get(path, () => new Resource(path)) as Resource<T>;
}

/** A resource that is loaded and kept up to date while the component is there. */
export function useResource<T>(path: string): Resource<T> {
  const resource = useMemo(() => resourceAt<T>(path), [path]);
  useEffect(() => resource.use(), [resource]);
  return resource;
}

/** Forgets everything: it belongs to whoever was signed in. */
export function forgetResources(): void {
  resources.clear();
}
