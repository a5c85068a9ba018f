import { isError } from '../../errors.ts';
import type { Database } from '../../mixins/store/types.ts';
import type { LibraryCommit } from '../library/facts.ts';
import type { CommitDoc, TrackDoc } from './collections.ts';
import {
  applyChange,
  commitAt,
  commitOf,
  lastChanges,
  learningPaths,
  leftBehind,
  newEra,
  type Tail,
  takeBatch,
} from './commit.ts';
import { Loop } from './loop.ts';
import { breathe } from './signal.ts';

export interface IngestOptions {
  db: Database;
  /** The library's feed after a position; from the first when what is there is of another epoch. */
  pull: (after: number, epoch: string | undefined) => Promise<LibraryCommit[]>;
  /** Whether all that is in the music folders is in the library's feed. */
  complete: () => Promise<boolean>;
  /** Called with every commit, and with those of its tracks that it wrote. Awaited before the next is made. */
  committed: (commit: CommitDoc, docs: TrackDoc[]) => Promise<void>;
  now: () => number;
  warn: (message: string) => void;
}

/** Tracks looked through for leftovers at a time. */
const PAGE = 256;
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
      // Asked before the feed, which then tells at least as much.
      const complete = this.#tail.leftovers === true && (await this.#options.complete());
      let feed = await this.#options.pull(this.#tail.source, this.#tail.epoch);
      const follows = feed.length === 0 || feed[0]!.pos === this.#tail.source + 1;
      if (follows && this.#tail.paths !== true) {
        this.#tail = learningPaths(this.#tail);
        return true;
      }
      if (feed.length === 0) {
        if (complete) this.#tail = await this.#clearUp(this.#tail);
        return false;
      }
      if (!follows) this.#tail = this.#beginAnew(this.#tail);
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

  #beginAnew(tail: Tail): Tail {
    this.#options.warn(
      'The library has begun anew: its database was lost or restored from a backup. The catalog follows it from the beginning.',
    );
    return newEra(tail);
  }

  /** Marks the tracks as missing of which a library that has begun anew knows nothing. */
  async #clearUp(tail: Tail): Promise<Tail> {
    const { db, now } = this.#options;
    const tracks = db.collection<TrackDoc>('tracks');
    let last = tail;
    for (let from = 0; !this.#loop.stopping; ) {
      const page = await tracks.query('byNumber', {}, { from, limit: PAGE });
      const docs = page.map((stored) => leftBehind(stored, last)).filter((doc) => doc !== null);
      const done = page.length < PAGE;
      if (docs.length > 0 || done) {
        const next = { ...last, leftovers: !done };
        const ids = docs.map((doc) => doc._id);
        last = await this.#write(commitAt(next, now(), ids, docs), docs);
      }
      if (done) break;
      from = page.at(-1)!.n + 1;
      await breathe();
    }
    return last;
  }

  async #commit(tail: Tail, batch: LibraryCommit[]): Promise<Tail> {
    const { db, now } = this.#options;
    const changes = lastChanges(batch);
    const docs: TrackDoc[] = [];
    for (let i = 0; i < changes.length; i += SLICE) {
      const slice = changes.slice(i, i + SLICE);
      const stored = await db.collection<TrackDoc>('tracks').getMany(slice.map(({ change }) => change.track));
      for (const [j, change] of slice.entries()) {
        const doc = applyChange(change, tail, stored[j] ?? null);
        if (doc !== null) docs.push(doc);
      }
      await breathe();
    }
    return this.#write(commitOf(tail, batch, now(), docs), docs);
  }

  async #write({ commit, operations }: ReturnType<typeof commitAt>, docs: TrackDoc[]): Promise<Tail> {
    await this.#options.db.commit(operations);
    // What an earlier attempt had stored already is not among `docs`; readers must fetch it.
    await this.#options.committed({ ...commit, rev: 1 }, docs.length === commit.ids.length ? docs : []);
    return commit;
  }
}

/** The last commit of the feed, position 0 before the first. */
export async function lastCommit(db: Database): Promise<Tail & { at: number }> {
  const [last] = await db
    .collection<CommitDoc>('commits')
    .query('byPosition', {}, { descending: true, limit: 1 });
  return last ?? { pos: 0, source: 0, at: 0, paths: true };
}

/** Another node was faster. */
function isRace(error: unknown): boolean {
  return isError(error, 'ALREADY_EXISTS') || isError(error, 'CONFLICT') || isError(error, 'NOT_FOUND');
}
