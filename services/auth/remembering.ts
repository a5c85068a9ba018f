import { LRUCache } from 'lru-cache';
import type { Collection, Database, Doc } from '../../mixins/store/types.ts';

/** Answers kept for each collection. */
const REMEMBERED = 10_000;

/**
 * The database, with the answers of `get` and `query` on some of its collections kept until anything is written there:
 * every request looks up an account and its credentials, and hardly any changes them. A database to which other
 * processes write is returned as it is.
 */
export function rememberReads(db: Database, collections: readonly string[]): Database {
  if (!db.exclusive) return db;
  const memories = new Map(collections.map((name) => [name, new Memory()]));
  return {
    exclusive: true,
    collection: <T extends Doc>(name: string) => {
      const memory = memories.get(name);
      return memory === undefined ? db.collection<T>(name) : remembering(db.collection<T>(name), memory);
    },
    async commit(operations) {
      try {
        await db.commit(operations);
      } finally {
        for (const { collection } of operations) memories.get(collection)?.forget();
      }
    },
    close: () => db.close(),
  };
}

function remembering<T extends Doc>(stored: Collection<T>, memory: Memory): Collection<T> {
  return {
    get: (id) => memory.recall(id, () => stored.get(id)),
    query: (name, equal = {}, options = {}) =>
      memory.recall(JSON.stringify([name, equal, options]), () => stored.query(name, equal, options)),
    getMany: (ids) => stored.getMany(ids),
    pick: (...asked) => stored.pick(...asked),
    count: (name, equal) => stored.count(name, equal),
    insert: (doc) => memory.forgetAfter(stored.insert(doc)),
    update: (doc) => memory.forgetAfter(stored.update(doc)),
    remove: (id, rev) => memory.forgetAfter(stored.remove(id, rev)),
  };
}

/** Answers of reads, and since when. */
class Memory {
  #answers = new LRUCache<string, { answer: unknown }>({ max: REMEMBERED });
  #writes = 0;

  async recall<T>(question: string, read: () => Promise<T>): Promise<T> {
    const known = this.#answers.get(question);
    if (known !== undefined) return known.answer as T;
    const writes = this.#writes;
    const answer = await read();
    // What was read while a write ended may be from before it.
    if (writes === this.#writes) this.#answers.set(question, { answer: frozen(answer) });
    return answer;
  }

  /** Also when the write fails: nobody may know then what is stored. */
  async forgetAfter<T>(write: Promise<T>): Promise<T> {
    try {
      return await write;
    } finally {
      this.forget();
    }
  }

  forget(): void {
    this.#writes++;
    this.#answers.clear();
  }
}

/** One answer is shared by all who ask. */
function frozen<T>(answer: T): T {
  if (Array.isArray(answer)) answer.forEach(Object.freeze);
  return Object.freeze(answer);
}
