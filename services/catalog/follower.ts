import type { Collection, Database } from '../../mixins/store/types.ts';
import type { CommitDoc, TrackDoc } from './collections.ts';
import { DamagedIndexError, type ReadIndex } from './index/read-index.ts';
import type { IndexRow, IndexState } from './index/writer.ts';
import { lastCommit } from './ingest.ts';
import { Loop } from './loop.ts';
import { Signal } from './signal.ts';

export interface FollowerOptions {
  db: Database;
  index: ReadIndex;
  state: IndexState;
  /** Called when the index has come to a position. */
  indexed: (pos: number) => void;
  warn: (message: string) => void;
}

/** Commits read from the store at once. */
const COMMITS = 8;
/** Commits of this node that are kept for the index, at most. */
const MAX_FRESH = 16;
/** Tracks a page while the index is rebuilt. */
const PAGE = 500;
/** Tracks on their way into the index, at most. */
const MAX_UNDERWAY = 2000;
/** Longest that the feed waits for the index, ms: an index that cannot be written must not stop the catalog. */
const PATIENCE = 1000;

/** Follows the catalog's own feed into this node's read index, and rebuilds the index from the store when need be. */
export class Follower {
  readonly #options: FollowerOptions;
  readonly #tracks: Collection<TrackDoc>;
  readonly #commits: Collection<CommitDoc>;
  readonly #loop: Loop;
  /** Commits of this node with their tracks, so that they need not be read back. */
  readonly #fresh = new Map<number, { commit: CommitDoc; docs: TrackDoc[] }>();
  #state: IndexState;
  /** The last position that was given to the index. */
  #sent: number;
  #underway = 0;
  #failure: Error | undefined;
  #checked = false;
  readonly #room = new Signal();
  readonly #arrived = new Signal();

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.#tracks = options.db.collection('tracks');
    this.#commits = options.db.collection('commits');
    this.#state = options.state;
    this.#sent = options.state.pos;
    this.#loop = new Loop({
      name: 'The index of the catalog cannot be brought up to date',
      round: () => this.#round(),
      warn: options.warn,
    });
  }

  start(): void {
    this.#loop.start();
  }

  /** There are new commits, it is said. */
  wake(): void {
    this.#loop.wake();
  }

  async stop(): Promise<void> {
    this.#room.wake();
    await this.#loop.stop();
  }

  /** A commit that this node made. Resolves when the next may come. `docs`: all its tracks, or none. */
  async offer(commit: CommitDoc, docs: TrackDoc[]): Promise<void> {
    for (const pos of this.#fresh.keys()) if (pos <= this.#sent) this.#fresh.delete(pos);
    // An index that is far behind reads from the store.
    const near = this.#state.cursor === null && commit.pos <= this.#sent + MAX_FRESH;
    if (near && docs.length > 0) this.#fresh.set(commit.pos, { commit, docs });
    this.#loop.wake();
    if (near && this.#waitingTracks() > MAX_UNDERWAY) await this.#room.wait(PATIENCE);
  }

  #waitingTracks(): number {
    return [...this.#fresh.values()].reduce((sum, { docs }) => sum + docs.length, this.#underway);
  }

  async #round(): Promise<boolean> {
    try {
      if (this.#failure) throw this.#failure;
      if (this.#options.index.damaged) throw new DamagedIndexError('The index is damaged');
      if (!this.#checked) await this.#check();
      if (this.#state.cursor !== null) return await this.#copy();
      return await this.#follow();
    } catch (error) {
      await this.#recover(error);
      throw error;
    }
  }

  /** The index is of use only if it is the image of a position that the store's feed has come through. */
  async #check(): Promise<void> {
    const tail = await lastCommit(this.#options.db);
    const { pos, at, cursor } = this.#state;
    if (cursor === null && !(pos === tail.pos && at === tail.at)) {
      const [commit] = await this.#commits.query('byPosition', {}, { from: pos, to: pos, limit: 1 });
      if (commit?.at !== at) this.#state = await this.#options.index.beginRebuild(tail.pos, tail.at);
    }
    this.#checked = true;
  }

  async #copy(): Promise<boolean> {
    const docs = await this.#tracks.query('byNumber', {}, { from: this.#state.cursor! + 1, limit: PAGE });
    const to = docs.length < PAGE ? null : docs.at(-1)!.n;
    this.#state = await this.#options.index.rebuild({ rows: toRows(docs), to });
    this.#sent = this.#state.pos;
    if (to === null) this.#options.indexed(this.#state.pos);
    return true;
  }

  async #follow(): Promise<boolean> {
    const fresh = this.#fresh.get(this.#sent + 1);
    if (fresh !== undefined) {
      await this.#send(fresh.commit, fresh.docs);
      this.#fresh.delete(fresh.commit.pos);
      return true;
    }
    const commits = await this.#commits.query('byPosition', {}, { from: this.#sent + 1, limit: COMMITS });
    for (const commit of commits) {
      if (commit.pos !== this.#sent + 1) break;
      const docs = await this.#tracks.getMany(commit.ids);
      await this.#send(
        commit,
        docs.filter((doc) => doc !== null),
      );
    }
    return commits.length > 0;
  }

  /** Hands a commit over without waiting for it, as long as not too much is on its way. */
  async #send(commit: CommitDoc, docs: TrackDoc[]): Promise<void> {
    const rows = toRows(docs);
    while (this.#underway + rows.length > MAX_UNDERWAY && this.#underway > 0 && !this.#failure) {
      await this.#arrived.wait(PATIENCE);
    }
    if (this.#failure) throw this.#failure;
    this.#underway += rows.length;
    this.#sent = commit.pos;
    this.#options.index
      .apply(rows, commit.pos, commit.at)
      .then(
        (state) => {
          const moved = state.pos > this.#state.pos;
          this.#state = state;
          if (moved) this.#options.indexed(state.pos);
        },
        (error: Error) => {
          this.#failure ??= error;
          this.#loop.wake();
        },
      )
      .finally(() => {
        this.#underway -= rows.length;
        this.#arrived.wake();
        this.#room.wake();
      });
  }

  /** Starts again from what the index says of itself; a damaged one is made anew. */
  async #recover(error: unknown): Promise<void> {
    this.#failure = undefined;
    this.#fresh.clear();
    while (this.#underway > 0) {
      await this.#arrived.wait(PATIENCE);
    }
    this.#failure = undefined;
    if (error instanceof DamagedIndexError) {
      this.#options.warn('The index of the catalog is damaged. It is made anew from the store.');
      this.#state = await this.#options.index.reset();
      this.#checked = false;
    }
    this.#sent = this.#state.pos;
  }
}

function toRows(docs: readonly TrackDoc[]): IndexRow[] {
  return docs.map(({ n, track, release }) => [n, track, release]);
}
