import { LRUCache } from 'lru-cache';
import type { Annotation } from '../actions.ts';

/** Annotations kept in memory, of all listeners together (about 200 bytes each). */
const MOST = 100_000;
/** Of one listener. */
const MOST_OF_ONE = 25_000;

/** All that one listener says, by item. */
export type Annotations = ReadonlyMap<string, Annotation>;

/**
 * What listeners say of items, kept in memory from the first question until it is evicted, and kept true by being told
 * of every write. So it needs a store to which no other process writes.
 */
export class Said {
  readonly #kept = new LRUCache<string, Map<string, Annotation> | 'too many'>({
    maxSize: MOST,
    maxEntrySize: MOST_OF_ONE,
    sizeCalculation: (all) => 1 + (all === 'too many' ? 0 : all.size),
  });
  readonly #reading = new Map<string, Promise<Annotations | undefined>>();
  readonly #pages: (user: string) => AsyncIterable<readonly [item: string, annotation: Annotation][]>;

  /** @param pages all that is stored of a listener */
  constructor(pages: (user: string) => AsyncIterable<readonly [item: string, annotation: Annotation][]>) {
    this.#pages = pages;
  }

  /** All that a listener says; undefined when it is too much to be kept. */
  async of(user: string): Promise<Annotations | undefined> {
    const kept = this.#kept.get(user);
    if (kept !== undefined) return kept === 'too many' ? undefined : kept;
    const under = this.#reading.get(user);
    if (under !== undefined) return under;
    const reading = this.#read(user, () => this.#reading.get(user) === reading);
    this.#reading.set(user, reading);
    return reading;
  }

  /** To be told when a write has ended, before its caller is. Of one item, in the order of the writes. */
  changed(user: string, item: string, annotation: Annotation | undefined): void {
    // A read that is under way may have missed it: whoever asks from now on starts another.
    this.#reading.delete(user);
    const kept = this.#kept.peek(user);
    if (kept === undefined || kept === 'too many') return;
    if (annotation === undefined) kept.delete(item);
    else kept.set(item, Object.freeze(annotation));
    // Measures it anew.
    this.#kept.set(user, kept);
  }

  /** To be told when much has changed, or nobody knows what. */
  forget(user: string): void {
    this.#reading.delete(user);
    this.#kept.delete(user);
  }

  async #read(user: string, isTrue: () => boolean): Promise<Annotations | undefined> {
    try {
      const all = new Map<string, Annotation>();
      for await (const page of this.#pages(user)) {
        for (const [item, annotation] of page) all.set(item, Object.freeze(annotation));
        if (all.size >= MOST_OF_ONE) {
          if (isTrue()) this.#kept.set(user, 'too many');
          return undefined;
        }
      }
      if (isTrue()) this.#kept.set(user, all);
      return all;
    } finally {
      if (isTrue()) this.#reading.delete(user);
    }
  }
}
