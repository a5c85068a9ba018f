import { isError } from '../../errors.ts';
import type { Database } from '../../mixins/store/types.ts';
import type { LibraryCommit } from '../library/facts.ts';
import type { CommitDoc, TrackDoc } from './collections.ts';
import { applyChange, commitOf, lastChanges, type Tail, takeBatch } from './commit.ts';
import { Loop } from './loop.ts';
import { breathe } from './signal.ts';

export interface IngestOptions {
  db: Database;
  /** The library's feed after a position. */
  pull: (after: number) => Promise<LibraryCommit[]>;
  /** Called with every commit, and with those of its tracks that it wrote. Awaited before the next is made. */
  committed: (commit: CommitDoc, docs: TrackDoc[]) => Promise<void>;
  now: () => number;
  warn: (message: string) => void;
}

/** Tracks that are worked out before others get their turn on the event loop. */
const SLICE = 32;

/** Follows the library's feed into the catalog's store. Any number of nodes may, and each may stop anywhere. */
export class Ingest {
  readonly #options: IngestOptions;
  readonly #loop: Loop;
  #tail: Tail | undefined;

  constructor(options: IngestOptions) {
    this.#options = options;
    this.#loop = new Loop({
      name: 'The catalog cannot follow the library',
      round: () => this.#round(),
      warn: options.warn,
    });
  }

  start(): void {
    this.#loop.start();
  }

  /** The library has more, it is said. */
  wake(): void {
    this.#loop.wake();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  /** Takes in what one pull gives. Whether there was anything. */
  async #round(): Promise<boolean> {
    try {
      this.#tail ??= await lastCommit(this.#options.db);
      let feed = await this.#options.pull(this.#tail.source);
      if (feed.length === 0) return false;
      while (feed.length > 0 && !this.#loop.stopping) {
        const batch = takeBatch(feed);
        this.#tail = await this.#commit(this.#tail, batch);
        feed = feed.slice(batch.length);
      }
      return true;
    } catch (error) {
      // Whatever went wrong, what is stored is the truth.
      this.#tail = undefined;
      if (isRace(error)) return true;
      throw error;
    }
  }

  async #commit(tail: Tail, batch: LibraryCommit[]): Promise<Tail> {
    const { db, now, committed } = this.#options;
    const changes = lastChanges(batch);
    const docs: TrackDoc[] = [];
    for (let i = 0; i < changes.length; i += SLICE) {
      const slice = changes.slice(i, i + SLICE);
      const stored = await db.collection<TrackDoc>('tracks').getMany(slice.map(({ change }) => change.track));
      for (const [j, change] of slice.entries()) {
        const doc = applyChange(change, tail.pos + 1, stored[j] ?? null);
        if (doc !== null) docs.push(doc);
      }
      await breathe();
    }
    const { commit, operations } = commitOf(tail, batch, now(), docs);
    await db.commit(operations);
    // What an earlier attempt had stored already is not among `docs`; readers must fetch it.
    await committed({ ...commit, rev: 1 }, docs.length === commit.ids.length ? docs : []);
    return commit;
  }
}

/** The last commit of the feed, position 0 before the first. */
export async function lastCommit(db: Database): Promise<Tail & { at: number }> {
  const [last] = await db
    .collection<CommitDoc>('commits')
    .query('byPosition', {}, { descending: true, limit: 1 });
  return last ?? { pos: 0, source: 0, at: 0 };
}

/** Another node was faster. */
function isRace(error: unknown): boolean {
  return isError(error, 'ALREADY_EXISTS') || isError(error, 'CONFLICT') || isError(error, 'NOT_FOUND');
}
