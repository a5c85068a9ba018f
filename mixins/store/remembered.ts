import { LRUCache } from 'lru-cache';

/** Values kept in memory, of all owners together (about 200 bytes each). */
const MOST = 100_000;
/** Of one owner. */
const MOST_OF_ONE = 25_000;

/** All that is stored of one owner, by item. */
export type All<T> = ReadonlyMap<string, T>;

/**
 * What is stored of owners, such as listeners, about items; kept in memory from the first question until it is evicted,
 * and kept true by being told of every write. So it needs a store to which no other process writes.
 */
export class Remembered<T extends object> {
  readonly #kept = new LRUCache<string, Map<string, T> | 'too many'>({
    maxSize: MOST,
    maxEntrySize: MOST_OF_ONE,
    sizeCalculation: (all) => 1 + (all === 'too many' ? 0 : all.size),
  });
  readonly #reading = new Map<string, Promise<All<T> | undefined>>();
  readonly #pages: (owner: string) => AsyncIterable<readonly (readonly [item: string, value: T])[]>;

  /** @param pages all that is stored of an owner */
  constructor(pages: (owner: string) => AsyncIterable<readonly (readonly [item: string, value: T])[]>) {
    this.#pages = pages;
  }

  /** All of an owner; undefined when it is too much to be kept. */
  async of(owner: string): Promise<All<T> | undefined> {
    const kept = this.#kept.get(owner);
    if (kept !== undefined) return kept === 'too many' ? undefined : kept;
    const under = this.#reading.get(owner);
    if (under !== undefined) return under;
    const reading = this.#read(owner, () => this.#reading.get(owner) === reading);
    this.#reading.set(owner, reading);
    return reading;
  }

  /** To be told when a write has ended, before its caller is. Of one item, in the order of the writes. */
  changed(owner: string, item: string, value: T | undefined): void {
    // A read that is under way may have missed it: whoever asks from now on starts another.
    this.#reading.delete(owner);
    const kept = this.#kept.peek(owner);
    if (kept === undefined || kept === 'too many') return;
    if (value === undefined) kept.delete(item);
    else kept.set(item, Object.freeze(value));
    // Measures it anew.
    this.#kept.set(owner, kept);
  }

  /** To be told when much has changed, or nobody knows what. */
  forget(owner: string): void {
    this.#reading.delete(owner);
    this.#kept.delete(owner);
  }

  /** The same of all owners. */
  forgetAll(): void {
    this.#reading.clear();
    this.#kept.clear();
  }

  async #read(owner: string, isTrue: () => boolean): Promise<All<T> | undefined> {
    try {
      const all = new Map<string, T>();
      for await (const page of this.#pages(owner)) {
        for (const [item, value] of page) all.set(item, Object.freeze(value));
        if (all.size >= MOST_OF_ONE) {
          if (isTrue()) this.#kept.set(owner, 'too many');
          return undefined;
        }
      }
      if (isTrue()) this.#kept.set(owner, all);
      return all;
    } finally {
      if (isTrue()) this.#reading.delete(owner);
    }
  }
}
