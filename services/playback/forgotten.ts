import { removalOf } from '../../mixins/projection/documents.ts';
import type { ReadModels } from '../../mixins/projection/models.ts';
import type { CollectionSpec, Database, Doc } from '../../mixins/store/types.ts';
import { streamOf } from './stream.ts';

/** A listener who was forgotten; the `_id` is theirs. */
interface ForgottenDoc extends Doc {
  /** ms since 1970 */
  at: number;
}

export const FORGOTTEN_SPEC: CollectionSpec = {
  fields: { at: 'number' },
  queries: { since: { order: ['at'] } },
};

/** Milliseconds for which it is looked if something of them has come back. */
const LOOKED_FOR = 86_400_000;
const AT_ONCE = 1000;

/** Sees to it that nothing of a forgotten listener is kept beside the journal. */
export class Forgotten {
  readonly #db: Database;
  readonly #models: ReadModels;

  constructor(db: Database, models: ReadModels) {
    this.#db = db;
    this.#models = models;
  }

  /** @param now milliseconds since 1970 */
  async add(user: string, now: number): Promise<void> {
    const put: Omit<ForgottenDoc, 'rev'> = { _id: user, at: now };
    await this.#db.commit([{ collection: 'forgotten', put }]);
    await this.#db.commit(await removalOf(this.#db, 'snapshots', streamOf(user, '')));
  }

  /**
   * Takes away what has come back: where several nodes follow the journal, one that was slow may have made a document
   * anew and died before it read on.
   */
  async sweep(now: number): Promise<void> {
    if (this.#db.exclusive) return;
    const documents = this.#db.collection<ForgottenDoc>('forgotten');
    for (const { _id } of await documents.query('since', {}, { from: now - LOOKED_FOR, limit: AT_ONCE }))
      await this.#models.erase(streamOf(_id, ''));
  }
}
