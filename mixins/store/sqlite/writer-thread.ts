import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { parentPort } from 'node:worker_threads';
import { damaged, isDamage, isFull, unusable } from './damage.ts';
import type { FromWriter, Statement, ToWriter, WriterError } from './protocol.ts';
import { migrate } from './schema.ts';

// The one thread that writes to the service databases. Requests that arrive while a commit is being written are
// taken together into the next one, so that an fsync is shared by all who wait for it.

const port = parentPort!;
type WriteRequest = Extract<ToWriter, { kind: 'write' }>;

interface Open {
  db: DatabaseSync;
  statements: Map<string, StatementSync>;
}

const open = new Map<string, Open>();
let queue: WriteRequest[] = [];

const SQLITE_CONSTRAINT = 19;
const SQLITE_IOERR = 10;
const STATEMENTS_KEPT = 500;
/** Bytes. A file up to this size is read through when it is opened (0.15 s); a larger one would hold up the start. */
const LARGEST_CHECKED = 64 * 1024 * 1024;

class Refused extends Error {
  readonly type: WriterError['type'];
  constructor(type: WriterError['type'], message: string) {
    super(message);
    this.type = type;
  }
}

port.on('message', (message: ToWriter) => {
  if (message.kind === 'write') {
    if (queue.length === 0) setImmediate(drain);
    queue.push(message);
    return;
  }
  // Order matters: what was asked before closing is written before.
  drain();
  answer(message, () => (message.kind === 'open' ? openFile(message) : closeFile(message.file)));
});

function drain(): void {
  const batch = queue;
  queue = [];
  const byFile = Map.groupBy(batch, (request) => request.file);
  for (const [file, requests] of byFile) writeAll(open.get(file), file, requests);
}

function writeAll(target: Open | undefined, file: string, requests: WriteRequest[]): void {
  const results: FromWriter[] = [];
  try {
    if (target === undefined) throw new Refused('UNAVAILABLE', `${file} is closed`);
    target.db.exec('BEGIN IMMEDIATE');
    for (const { request, statements } of requests) results.push(writeOne(target, request, statements));
    target.db.exec('COMMIT');
    for (const result of results) port.postMessage(result);
  } catch (error) {
    // Nothing of the group is stored: neither COMMIT nor, after a full disk, the transaction itself has survived.
    if (target?.db.isTransaction) target.db.exec('ROLLBACK');
    const failure = toWriterError(error, file);
    for (const { request } of requests) port.postMessage({ request, ok: false, error: failure });
  }
}

/** One request, whole or not at all; a full disk or a broken file ends the group. */
function writeOne(target: Open, request: number, statements: Statement[]): FromWriter {
  const single = statements.length === 1;
  if (!single) target.db.exec('SAVEPOINT request');
  try {
    const changes = statements.map((statement) => run(target, statement));
    if (!single) target.db.exec('RELEASE request');
    return { request, ok: true, changes };
  } catch (error) {
    const failure = toWriterError(error, '');
    if (['DISK_FULL', 'UNAVAILABLE', 'START'].includes(failure.type)) throw error;
    if (!single) target.db.exec('ROLLBACK TO request; RELEASE request');
    return { request, ok: false, error: failure };
  }
}

function run(target: Open, { sql, params, guard }: Statement): number {
  const changes = Number(prepare(target, sql).run(...params).changes);
  if (changes === 0 && guard !== undefined) {
    const row = prepare(target, `SELECT 1 FROM "${guard.table}" WHERE id = ?`).get(guard.id);
    if (row === undefined) throw new Refused('NOT_FOUND', `There is no ${guard.id}.`);
    throw new Refused('CONFLICT', `${guard.id} has changed since it was read.`);
  }
  return changes;
}

function prepare(target: Open, sql: string): StatementSync {
  let statement = target.statements.get(sql);
  if (statement === undefined) {
    if (target.statements.size >= STATEMENTS_KEPT) target.statements.clear();
    statement = target.db.prepare(sql);
    target.statements.set(sql, statement);
  }
  return statement;
}

function openFile(message: Extract<ToWriter, { kind: 'open' }>): void {
  const { file } = message;
  try {
    if (statSync(file, { throwIfNoEntry: false }) === undefined) create(message);
    refuseTruncated(file);
    open.set(file, { db: prepareFile(message), statements: new Map() });
  } catch (error) {
    if (error instanceof Refused || isDamage(error) || isFull(error)) throw error;
    throw new Refused('START', unusable(file, error));
  }
}

/** A new file gets its name when it is whole. An empty one of that name therefore has lost what it held. */
function create(message: Extract<ToWriter, { kind: 'open' }>): void {
  const { file } = message;
  const draft = `${file}.new`;
  for (const left of [draft, `${file}-wal`, `${file}-shm`]) rmSync(left, { force: true });
  // Without a log: what of that does not fit on the disk is found out only after the rename.
  prepareFile({ ...message, file: draft }, 'MEMORY').close();
  renameSync(draft, file);
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

function prepareFile(
  { file, version, schema }: Extract<ToWriter, { kind: 'open' }>,
  journal: 'WAL' | 'MEMORY' = 'WAL',
): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: 5000 });
  try {
    db.exec(`PRAGMA journal_mode = ${journal}; PRAGMA synchronous = FULL; PRAGMA cache_size = -8000`);
    const found = (db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
    if (found > version) {
      throw new Refused(
        'START',
        `${file} was written by a newer version of Cantiga (format ${found}, this one knows ${version}). ` +
          'Start that version, or restore a backup from before.',
      );
    }
    if (statSync(file).size <= LARGEST_CHECKED) refuseBroken(db, file);
    db.exec('BEGIN IMMEDIATE');
    for (const table of schema) migrate(db, table);
    // A file that is as it should be is not written, so that it opens without an fsync.
    if (found !== version) db.exec(`PRAGMA user_version = ${version}`);
    db.exec('COMMIT');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function refuseBroken(db: DatabaseSync, file: string): void {
  const { quick_check } = db.prepare('PRAGMA quick_check(1)').get() as { quick_check: string };
  if (quick_check !== 'ok') throw new Refused('START', damaged(file));
}

/** A file that lost its tail opens without complaint and fails at some read much later: look at once. */
function refuseTruncated(file: string): void {
  if (statSync(file).size === 0) throw new Refused('START', damaged(file));
  if ((statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) return;
  // What a journal says was half written is taken back by whoever opens the file first, if that one may write.
  const db = new DatabaseSync(file, { readOnly: !existsSync(`${file}-journal`) });
  try {
    const { page_size } = db.prepare('PRAGMA page_size').get() as { page_size: number };
    const { page_count } = db.prepare('PRAGMA page_count').get() as { page_count: number };
    if (statSync(file).size < page_size * page_count) throw new Refused('START', damaged(file));
  } finally {
    db.close();
  }
}

function closeFile(file: string): void {
  open.get(file)?.db.close();
  open.delete(file);
}

function answer({ request, file }: ToWriter, work: () => void): void {
  try {
    work();
    port.postMessage({ request, ok: true, changes: [] } satisfies FromWriter);
  } catch (error) {
    port.postMessage({ request, ok: false, error: toWriterError(error, file) } satisfies FromWriter);
  }
}

function toWriterError(error: unknown, file: string): WriterError {
  if (error instanceof Refused) return { type: error.type, message: error.message };
  if (isDamage(error)) return { type: 'START', message: damaged(file) };
  if (isFull(error)) return { type: 'DISK_FULL', message: 'The disk is full: nothing can be stored now.' };
  const { message, errcode } = error as Error & { errcode?: number };
  switch ((errcode ?? 0) & 0xff) {
    case SQLITE_CONSTRAINT:
      return { type: 'ALREADY_EXISTS', message: 'There is one with that key already.' };
    case SQLITE_IOERR:
      return { type: 'DISK_FULL', message: `The disk does not take writes: ${message}` };
    default:
      return { type: 'UNAVAILABLE', message };
  }
}
