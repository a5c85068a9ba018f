import type { Connection } from 'mongoose';
import { CantigaError } from '../../errors.ts';
import { openConnection, readConnection, translate } from '../store/mongo/connection.ts';
import { commitId, PARTITIONS } from './partitions.ts';
import {
  type Commit,
  type CommitLog,
  type CommitReader,
  eventsIn,
  type RecordedEvent,
  type StoredEvent,
} from './types.ts';

const VERSION = 1;
const VERSIONS = { 'events.stream': 1, 'events.v': 1 } as const;
const COMMANDS = { 'events.stream': 1, 'events.cmd': 1 } as const;

interface StoredCommit extends Commit {
  _id: string;
}

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
  return new MongoLog(await readConnection(url, `${namespace}-${service}-journal`, VERSION));
}

class MongoLog implements CommitLog {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  get #commits() {
    return this.#connection.collection<StoredCommit>('commits');
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
      // Without gaps, so these are as many as are wanted. Sorted here: by itself the server could choose to walk the
      // whole collection in the order that is asked for.
      const wanted = (v: number) => v >= from && v < from + limit;
      const found = await this.#commits
        .find({ events: { $elemMatch: { stream, v: { $gte: from, $lt: from + limit } } } })
        .hint(VERSIONS)
        .toArray();
      return found
        .flatMap(eventsIn)
        .filter((event) => event.stream === stream && wanted(event.v))
        .sort((a, b) => a.v - b.v);
    });
  }

  command(stream: string, cmd: string): Promise<RecordedEvent | null> {
    return translate(async () => {
      const found = await this.#commits.findOne(
        { events: { $elemMatch: { stream, cmd } } },
        { hint: COMMANDS },
      );
      if (found === null) return null;
      return eventsIn(found).findLast((event) => event.stream === stream && event.cmd === cmd)!;
    });
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

function toCommit({ _id, ...commit }: StoredCommit): Commit {
  return commit;
}
