import type { Database, Operation } from '../../../mixins/store/types.ts';
import type { LibraryChange } from '../facts.ts';
import type { FileRecord } from './collections.ts';
import type { Feed } from './feed.ts';

/** A commit holds at most so much: NATS carries messages up to 1 MB. */
const MOST_CHANGES = 200;
const MOST_BYTES = 400 * 1024;
/** Commits that may wait to be written before whoever brings more has to wait too. */
const MOST_WAITING = 3;

export type NewRecord = Omit<FileRecord, 'rev' | 'pos' | 'factsPos'> & { factsPos?: number };

interface Batch {
  records: NewRecord[];
  others: Operation[];
  changes: LibraryChange[];
  bytes: number;
}

/** Gathers changes into commits of the feed, and writes them one after the other. */
export class Committer {
  readonly #db: Database;
  readonly #feed: Feed;
  readonly #committed: (pos: number) => void;
  #batch: Batch = emptyBatch();
  #writing: Promise<void> = Promise.resolve();
  #waiting = 0;
  #failure: unknown;

  constructor(db: Database, feed: Feed, committed: (pos: number) => void) {
    this.#db = db;
    this.#feed = feed;
    this.#committed = committed;
  }

  /**
   * A changed track with its new record. Without `factsPos` the facts are taken to stand in this change.
   * @param bytes of the change as JSON
   */
  add(change: LibraryChange, record: NewRecord, bytes: number): void {
    if (this.#batch.bytes + bytes > MOST_BYTES) this.#flush();
    this.#batch.changes.push(change);
    this.#batch.records.push(record);
    this.#batch.bytes += bytes;
    if (this.#batch.changes.length >= MOST_CHANGES) this.#flush();
  }

  /** Something to be written with the next commit that is no change of a track. */
  also(operation: Operation): void {
    this.#batch.others.push(operation);
    if (this.#batch.others.length >= MOST_CHANGES * 2) this.#flush();
  }

  /** Resolves when there is room for more. @throws what a write before threw */
  async room(): Promise<void> {
    while (this.#waiting > MOST_WAITING && this.#failure === undefined) await this.#writing;
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Writes what is gathered. @throws what a write threw */
  async finish(): Promise<void> {
    this.#flush();
    await this.#writing;
    if (this.#failure !== undefined) throw this.#failure;
  }

  #flush(): void {
    const batch = this.#batch;
    if (batch.changes.length === 0 && batch.others.length === 0) return;
    this.#batch = emptyBatch();
    this.#waiting++;
    this.#writing = this.#writing.then(async () => {
      try {
        if (this.#failure === undefined) await this.#write(batch);
      } catch (error) {
        this.#failure = error;
      } finally {
        this.#waiting--;
      }
    });
  }

  async #write({ records, others, changes, bytes }: Batch): Promise<void> {
    if (changes.length === 0) return this.#db.commit(others);
    const pos = this.#feed.position + 1;
    const puts = records.map((record) => ({
      collection: 'files',
      put: { ...record, pos, factsPos: record.factsPos ?? pos },
    }));
    this.#committed(await this.#feed.append([...others, ...puts], changes, bytes));
  }
}

function emptyBatch(): Batch {
  return { records: [], others: [], changes: [], bytes: 0 };
}
