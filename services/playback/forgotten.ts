import { removalOf } from '../../mixins/projection/documents.ts';
import type { ReadModels } from '../../mixins/projection/models.ts';
import type { CollectionSpec, Database, Doc } from '../../mixins/store/types.ts';
import type { Queues } from './queues.ts';
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
/** Milliseconds after which nothing is under way any more that was asked for before they were forgotten. */
const UNDER_WAY = 60_000;
const AT_ONCE = 1000;

interface ForgottenOptions {
  db: Database;
  models: Pick<ReadModels, 'erase'>;
  queues: Pick<Queues, 'part'>;
}

/** Sees to it that nothing of a forgotten listener is kept beside the journal. */
export class Forgotten {
  readonly #options: ForgottenOptions;

  constructor(options: ForgottenOptions) {
    this.#options = options;
  }

  /** @param now milliseconds since 1970 */
  async add(user: string, now: number): Promise<void> {
    const { db } = this.#options;
    const put: Omit<ForgottenDoc, 'rev'> = { _id: user, at: now };
    await db.commit([{ collection: 'forgotten', put }]);
    await db.commit(await removalOf(db, 'snapshots', streamOf(user, '')));
  }

  /**
   * Takes away what has come after: what was under way when they were forgotten; and, where several nodes follow the
   * journal, what one that was slow has made anew before it died.
   * @param now milliseconds since 1970
   */
  async sweep(now: number): Promise<void> {
    const { db, models, queues } = this.#options;
    const documents = db.collection<ForgottenDoc>('forgotten');
    const since = { from: now - LOOKED_FOR, to: now - UNDER_WAY, limit: AT_ONCE };
    for (const { _id } of await documents.query('since', {}, since)) {
      await queues.part(_id, 'erase', 'erase-again');
      if (!db.exclusive) await models.erase(streamOf(_id, ''));
    }
  }
}
