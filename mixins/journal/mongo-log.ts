import type { Collection, Connection } from 'mongoose';
import { CantigaError } from '../../errors.ts';
import { openConnection, readConnection, translate } from '../store/mongo/connection.ts';
import { compacted, nothingToCompact } from './compaction.ts';
import { commitId, PARTITIONS } from './partitions.ts';
import {
  type Commit,
  type CommitLog,
  type CommitReader,
  eventsIn,
  type RecordedEvent,
  type StoredEvent,
} from './types.ts';

/** Of the database's format. Raise it when older code could not read what is written; older code then refuses. */
const VERSION = 2;
const VERSIONS = { 'events.stream': 1, 'events.v': 1 } as const;
const COMMANDS = { 'events.stream': 1, 'events.cmd': 1 } as const;

interface StoredCommit extends Commit {
  _id: string;
  /** How often it was rewritten. */
  rewritten?: number;
}

/** A stream that is being compacted; the `_id` is its name. */
interface Compaction {
  _id: string;
  fact: RecordedEvent;
}

/** In the same collection: how many were. */
interface Revision {
  _id: typeof REVISION;
  n: number;
}

/** No stream's name. */
const REVISION = '';

/**
 * The journal of a service on MongoDB: collection `commits` of a database of its own, `<namespace>-<service>-journal`.
 * A commit is one document, so that none needs a transaction; its `_id` is the fence against other writers.
 * @throws {StartupError} when the server cannot be reached or the database is of a newer version
 */
export async function openMongoLog(url: string, namespace: string, service: string): Promise<CommitLog> {
  const connection = await openConnection(url, `${namespace}-${service}-journal`, VERSION);
  try {
    const log = new MongoLog(connection);
    await log.makeIndexes();
    return log;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/**
 * The same for reading only.
 * @throws {StartupError} as {@link openMongoLog}
 */
export async function readMongoLog(url: string, namespace: string, service: string): Promise<CommitReader> {
  return new MongoLog(await readConnection(url, `${namespace}-${service}-journal`, VERSION), false);
}

class MongoLog implements CommitLog {
  readonly #connection: Connection;

  readonly #mayWrite: boolean;

  constructor(connection: Connection, mayWrite = true) {
    this.#connection = connection;
    this.#mayWrite = mayWrite;
  }

  get #commits() {
    return this.#connection.collection<StoredCommit>('commits');
  }

  get #compactions() {
    return this.#connection.collection<Compaction>('compactions');
  }

  /** Unique among commits. Within one it is {@link append} that looks, since MongoDB does not. */
  async makeIndexes(): Promise<void> {
    await this.#commits.createIndex(VERSIONS, { unique: true });
    await this.#commits.createIndex(COMMANDS, { unique: true });
  }

  async append(commit: Commit): Promise<void> {
    refuseRepeated(commit.events);
    // As JSON has it, like every other journal: an `undefined` among values is none, a date a text.
    const stored = JSON.parse(JSON.stringify(commit)) as Commit;
    const { p, pos } = commit;
    await translate(() => this.#commits.insertOne({ _id: commitId(p, pos), ...stored }));
  }

  read(p: number, after: number, limit: number): Promise<Commit[]> {
    return translate(async () => {
      const found = await this.#commits
        .find({ _id: { $gt: commitId(p, after), $lt: endOf(p) } })
        .sort({ _id: 1 })
        .limit(limit)
        .toArray();
      const missing = found.findIndex(({ pos }, index) => pos !== after + 1 + index);
      return (missing === -1 ? found : found.slice(0, missing)).map(toCommit);
    });
  }

  last(p: number): Promise<Commit | null> {
    return translate(async () => {
      const [found] = await this.#commits
        .find({ _id: { $gt: commitId(p, 0), $lt: endOf(p) } })
        .sort({ _id: -1 })
        .limit(1)
        .toArray();
      return found === undefined ? null : toCommit(found);
    });
  }

  stream(stream: string, from: number, limit: number): Promise<RecordedEvent[]> {
    return translate(async () => {
      const next = await this.#versions(stream, { $gte: from, $lt: from + limit });
      // Without gaps these are as many as are wanted, or all; but before what was compacted there is one.
      if (next.length < limit) next.push(...(await this.#versions(stream, { $gte: from + limit })));
      return next.slice(0, limit);
    });
  }

  async #versions(stream: string, v: { $gte: number; $lt?: number }): Promise<RecordedEvent[]> {
    const { $gte, $lt = Number.POSITIVE_INFINITY } = v;
    const found = await this.#commits
      .find({ events: { $elemMatch: { stream, v } } })
      .hint(VERSIONS)
      .toArray();
    // Sorted here: by itself the server could choose to walk the whole collection in the order that is asked for.
    return found
      .flatMap((commit) => eventsIn(toCommit(commit)))
      .filter((event) => event.stream === stream && event.v >= $gte && event.v < $lt)
      .sort((a, b) => a.v - b.v);
  }

  command(stream: string, cmd: string): Promise<RecordedEvent | null> {
    return translate(async () => {
      const found = await this.#commits.findOne(
        { events: { $elemMatch: { stream, cmd } } },
        { hint: COMMANDS },
      );
      if (found === null) return null;
      return eventsIn(toCommit(found)).findLast((event) => event.stream === stream && event.cmd === cmd)!;
    });
  }

  revision(): Promise<number> {
    return translate(async () => {
      // First what is under way, so that what ends in between is counted.
      const underWay = await this.#compactions.find({ _id: { $ne: REVISION } }).toArray();
      if (underWay.length > 0 && !this.#mayWrite)
        throw new CantigaError('UNAVAILABLE', 'Old sessions are being compacted. Try again.');
      // Their writers may be gone. If they are not, this does what they do.
      for (const { fact } of underWay) await this.#rewriteAll(fact);
      const revisions = this.#compactions as unknown as Collection<Revision>;
      return (await revisions.findOne({ _id: REVISION }))?.n ?? 0;
    });
  }

  /**
   * Several documents and no transaction: what is to be done is written down first, then done in an order in which every
   * reader of the stream finds either its first events and the fact, which says all of it, or the fact alone.
   */
  compact(given: RecordedEvent): Promise<void> {
    return translate(async () => {
      const fact = JSON.parse(JSON.stringify(given)) as RecordedEvent;
      const { stream, v, p, pos } = fact;
      const there = await this.#commits.countDocuments({
        _id: commitId(p, pos),
        events: { $elemMatch: { stream, v } },
      });
      if (there === 0) throw nothingToCompact(fact);
      await this.#compactions.replaceOne({ _id: stream }, { fact }, { upsert: true });
      await this.#rewriteAll(fact);
    });
  }

  async #rewriteAll(fact: RecordedEvent): Promise<void> {
    const { stream, v, p, pos } = fact;
    await this.#rewrite(commitId(p, pos), fact);
    const others = await this.#commits
      .find({ events: { $elemMatch: { stream, v: { $lt: v } } } }, { projection: { _id: 1 } })
      .hint(VERSIONS)
      .toArray();
    // The last first.
    const ids = others.map(({ _id }) => _id).sort((a, b) => (a < b ? 1 : -1));
    for (const id of ids) await this.#rewrite(id, fact);
    const revisions = this.#compactions as unknown as Collection<Revision>;
    await revisions.updateOne({ _id: REVISION }, { $inc: { n: 1 } }, { upsert: true });
    // Another one may be further by now.
    await this.#compactions.deleteOne({ _id: stream, 'fact.v': v });
  }

  /** Until nobody else was there in between. */
  async #rewrite(_id: string, fact: RecordedEvent): Promise<void> {
    for (;;) {
      const stored = (await this.#commits.findOne({ _id }))!;
      const { rewritten } = stored;
      const { events } = compacted(stored, fact);
      const { matchedCount } = await this.#commits.updateOne(
        { _id, rewritten: rewritten ?? { $exists: false } },
        { $set: { events, rewritten: (rewritten ?? 0) + 1 } },
      );
      if (matchedCount === 1) return;
    }
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }
}

/** Greater than every id of that partition, and no greater than any of the next. */
function endOf(p: number): string {
  return p + 1 < PARTITIONS ? commitId(p + 1, 0) : 'q';
}

function refuseRepeated(events: readonly StoredEvent[]): void {
  const latest = new Map<string, number>();
  for (const { stream, v } of events) {
    if (v <= (latest.get(stream) ?? 0))
      throw new CantigaError('ALREADY_EXISTS', `Version ${v} of ${stream} is twice in a commit.`);
    latest.set(stream, v);
  }
}

function toCommit({ _id, rewritten, ...commit }: StoredCommit): Commit {
  return commit;
}
