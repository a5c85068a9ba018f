import { batch, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { ListOf } from '../../../services/gateway/rest/resources.ts';
import { comebacks } from './connection.ts';
import { get, type Query, withQuery } from './http.ts';
import { position } from './live.ts';
import { Recent } from './recent.ts';

/** Items of the first page, which should be here soon, and of all others, which should be few. */
const FIRST = 100;
const MORE = 500;
/** Lists that are kept for those who come back. */
const MOST_KEPT = 12;

/** A long list that is loaded page by page, as far as somebody looks. */
export class Pages<T> {
  readonly #path: string;
  readonly #query: Query;
  readonly #items = signal<readonly T[]>([]);
  readonly #isWhole = signal(false);
  readonly #error = signal<unknown>(undefined);
  #cursor: string | undefined;
  #wanted = FIRST;
  #work: Promise<void> | undefined;
  #position: number | undefined;
  #isLoaded = false;

  /** As many as are known so far, in order. */
  readonly items: ReadonlySignal<readonly T[]> = this.#items;
  /** Whether these are all. */
  readonly isWhole: ReadonlySignal<boolean> = this.#isWhole;
  /** Why no more could be loaded. */
  readonly error: ReadonlySignal<unknown> = this.#error;

  constructor(path: string, query: Query) {
    this.#path = path;
    this.#query = query;
  }

  /** Asks for the first `count` items. */
  need(count: number): void {
    this.#wanted = Math.max(this.#wanted, count);
    if (this.#error.peek() === undefined) this.#start();
  }

  retry(): void {
    this.#error.value = undefined;
    this.#start();
  }

  /** Loads what is shown anew, when it is here: for lists that change for other reasons than the library. */
  refresh(): void {
    if (this.#isLoaded) this.#renew();
  }

  /** Keeps the list up to date until the function that this returns is called. */
  use(): () => void {
    return effect(() => {
      const now = position.value;
      const failed = comebacks.value > 0 && this.#error.peek() !== undefined;
      untracked(() => {
        if (failed) this.retry();
        else if (!this.#isLoaded) this.need(FIRST);
        // At random, everything would change under the eyes of who looks.
        else if (this.#position !== now && this.#query.order !== 'random') this.#renew();
      });
    });
  }

  #start(): void {
    this.#run(async () => {
      while (!this.#isWhole.peek() && this.#items.peek().length < this.#wanted) {
        const items = this.#items.peek();
        if (items.length === 0) this.#position = position.peek();
        const page = await this.#page(this.#cursor, items.length === 0 ? FIRST : MORE);
        this.#show([...items, ...page.items], page.next);
      }
    });
  }

  /** Loads what is shown anew, and shows it when all of it is here. */
  #renew(): void {
    this.#run(async () => {
      const now = position.peek();
      const length = this.#items.peek().length;
      let items: T[] = [];
      let next: string | null | undefined;
      do {
        const page = await this.#page(next, Math.min(MORE, Math.max(FIRST, length - items.length)));
        items = [...items, ...page.items];
        next = page.next;
      } while (next !== null && items.length < length);
      this.#position = now;
      this.#show(items, next);
    });
  }

  #show(items: readonly T[], next: string | null): void {
    this.#cursor = next ?? undefined;
    this.#isLoaded = true;
    batch(() => {
      this.#items.value = items;
      this.#isWhole.value = next === null;
      this.#error.value = undefined;
    });
  }

  #run(work: () => Promise<void>): void {
    if (this.#work !== undefined) return;
    this.#work = work()
      .catch((error: unknown) => {
        // A list that could not be brought up to date is still one to look at.
        if (!this.#isWhole.peek()) this.#error.value = error;
      })
      .finally(() => {
        this.#work = undefined;
        const isShort = !this.#isWhole.peek() && this.#items.peek().length < this.#wanted;
        if (isShort && this.#error.peek() === undefined) this.#start();
      });
  }

  #page(cursor: string | null | undefined, limit: number): Promise<ListOf<T>> {
    return get(withQuery(this.#path, { ...this.#query, limit, cursor: cursor ?? undefined }));
  }
}

const lists = new Recent<Pages<unknown>>(MOST_KEPT);

/** A list that is loaded and kept up to date while the component is there. */
export function usePages<T>(path: string, query: Query): Pages<T> {
  const key = withQuery(path, query);
  const pages = useMemo(() => lists.get(key, () => new Pages<unknown>(path, query)) as Pages<T>, [key]);
  useEffect(() => pages.use(), [pages]);
  return pages;
}

/** Forgets everything: it belongs to whoever was signed in. */
export function forgetPages(): void {
  lists.clear();
}
