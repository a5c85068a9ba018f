import { forget, keepPlace, keepQueue, keepSettings, type Settings, type Store } from './keeping.ts';
import type { Queue } from './queue.ts';

export interface ToKeep {
  queue: Queue;
  position: number;
  settings: Settings;
}

/** Milliseconds between two writes of the position. */
const PLACE_EVERY = 5000;
/** Milliseconds that changes of the queue are gathered. */
const QUEUE_AFTER = 300;

/**
 * `localStorage`, or what stands for it where the browser keeps nothing.
 * Even touching it throws where it is disabled.
 */
export function pageStore(): Store {
  try {
    return globalThis.localStorage ?? NOTHING;
  } catch {
    return NOTHING;
  }
}

const NOTHING: Store = { getItem: () => null, setItem() {}, removeItem() {} };

/** Writes what is to be kept of the player: soon after a change, and before the page goes. */
export class Keeper {
  #store: Store;
  #now: () => ToKeep;
  #written: Partial<ToKeep>;
  #placeAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Of several tabs, only the one that plays keeps its queue. */
  isMine = false;

  constructor(store: Store, now: () => ToKeep) {
    this.#store = store;
    this.#now = now;
    this.#written = now();
    document.addEventListener('visibilitychange', this.#leave);
    globalThis.addEventListener('pagehide', this.#leave);
  }

  /** Something has changed, or time has passed. */
  look(): void {
    const { queue, settings } = this.#now();
    const { queue: oldQueue, settings: oldSettings } = this.#written;
    if (queue !== oldQueue || settings !== oldSettings) {
      this.#timer ??= setTimeout(() => this.#write(), QUEUE_AFTER);
    } else if (this.isMine && performance.now() - this.#placeAt > PLACE_EVERY) this.#write();
  }

  forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#written = this.#now();
    forget(this.#store);
  }

  close(): void {
    this.#leave();
    document.removeEventListener('visibilitychange', this.#leave);
    globalThis.removeEventListener('pagehide', this.#leave);
  }

  #leave = () => {
    if (this.isMine || this.#timer !== undefined) this.#write();
  };

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { queue, position, settings } = this.#now();
    if (settings !== this.#written.settings) keepSettings(this.#store, settings);
    if (this.isMine) {
      if (queue !== this.#written.queue) keepQueue(this.#store, queue);
      keepPlace(this.#store, queue, position);
      this.#placeAt = performance.now();
    }
    this.#written = { queue, position, settings };
  }
}
