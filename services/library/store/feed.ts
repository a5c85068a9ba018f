import { LRUCache } from 'lru-cache';
import { ulid } from 'ulid';
import type { Database, Operation } from '../../../mixins/store/types.ts';
import type { LibraryChange, LibraryCommit, TrackFacts } from '../facts.ts';
import type { CommitDoc } from './collections.ts';
import { repairRecords } from './repair.ts';

/** What one answer of the feed may hold, in bytes of JSON; one commit is never split. */
const ANSWER = 512 * 1024;

/** Commits whose epochs are at hand. */
const RECENT = 256;

/** The library's change feed: commits at positions 1, 2, 3, … that never change once they are written. */
export class Feed {
  readonly #db: Database;
  /** Of the commits that this process writes. */
  readonly #epoch = ulid();
  readonly #epochs = new LRUCache<number, string>({ max: RECENT });
  #position = 0;
  /** Whether the last commit may be stored in whole, in part, or not at all. */
  #unsure = true;

  private constructor(db: Database) {
    this.#db = db;
  }

  static async open(db: Database): Promise<Feed> {
    const feed = new Feed(db);
    await feed.settle();
    return feed;
  }

  /** After a commit that failed: looks what there is of it. To be called before records are compared with files. */
  async settle(): Promise<void> {
    if (!this.#unsure) return;
    const [last] = await this.#db
      .collection<CommitDoc>('commits')
      .query('byPos', {}, { descending: true, limit: 1 });
    this.#position = last?.pos ?? 0;
    await repairRecords(this.#db, this.#position);
    this.#unsure = false;
  }

  /** Of the newest commit; 0 when there is none. */
  get position(): number {
    return this.#position;
  }

  /**
   * Appends a commit together with the records it speaks of. Calls must not overlap.
   * @throws ALREADY_EXISTS when another process appends to this feed
   */
  async append(records: readonly Operation[], changes: LibraryChange[], bytes: number): Promise<number> {
    const pos = this.#position + 1;
    const commit = { _id: commitId(pos), pos, epoch: this.#epoch, bytes, changes };
    this.#unsure = true;
    // The commit comes last: where a store has no transactions, records without their commit are found and read again.
    await this.#db.commit([...records, { collection: 'commits', insert: commit }]);
    this.#unsure = false;
    this.#epochs.set(pos, this.#epoch);
    this.#position = pos;
    return pos;
  }

  /**
   * Whole commits after a position, at most about 512 KiB together but at least one if there is any. When there is no
   * commit at that position, or one of another epoch, the answer begins with the first commit.
   */
  async after(position: number, epoch?: string): Promise<LibraryCommit[]> {
    const commits: LibraryCommit[] = [];
    let total = 0;
    const start = (await this.#has(position, epoch)) ? position : 0;
    for (let pos = start + 1; pos <= this.#position; pos++) {
      const commit = await this.#get(pos);
      if (commit === null) break;
      total += commit.bytes;
      if (commits.length > 0 && total > ANSWER) break;
      const { changes } = commit;
      commits.push({ pos, ...(commit.epoch === undefined ? {} : { epoch: commit.epoch }), changes });
    }
    return commits;
  }

  /** The facts that a commit holds, by track. */
  async factsAt(pos: number): Promise<Map<string, TrackFacts>> {
    const commit = await this.#get(pos);
    return new Map(commit?.changes.map((change) => [change.track, change.facts]));
  }

  async #has(pos: number, epoch: string | undefined): Promise<boolean> {
    if (pos === 0) return true;
    if (!this.#epochs.has(pos)) await this.#get(pos);
    const known = this.#epochs.get(pos);
    return known !== undefined && (epoch === undefined || epoch === known);
  }

  async #get(pos: number): Promise<CommitDoc | null> {
    const commit = await this.#db.collection<CommitDoc>('commits').get(commitId(pos));
    // Older versions have written none.
    if (commit !== null) this.#epochs.set(pos, commit.epoch ?? '');
    return commit;
  }
}

function commitId(pos: number): string {
  return String(pos).padStart(12, '0');
}
