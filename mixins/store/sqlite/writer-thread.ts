import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parentPort } from 'node:worker_threads';
import { damaged, isDamage, isFull, unusable } from './damage.ts';
import type {
  Answer,
  Format,
  FormatWriter,
  FromWriter,
  OwnFormat,
  ToWriter,
  WriterError,
} from './protocol.ts';
import { alreadyExists, Refused } from './refused.ts';
import { tablesFormat } from './tables.ts';

// The one thread that writes to the service databases. Requests that arrive while a commit is being written are
// taken together into the next one, so that an fsync is shared by all who wait for it.

const port = parentPort!;
type WriteRequest = Extract<ToWriter, { kind: 'write' }>;
type OpenRequest = Extract<ToWriter, { kind: 'open' }>;

interface Open {
  db: DatabaseSync;
  writer: FormatWriter;
}

const open = new Map<string, Open>();
let queue: WriteRequest[] = [];

const SQLITE_CONSTRAINT = 19;
const SQLITE_IOERR = 10;
const SQLITE_IOERR_FSYNC = 1034;
/** Bytes. A file up to this size is read through when it is opened (0.15 s); a larger one would hold up the start. */
const LARGEST_CHECKED = 64 * 1024 * 1024;

port.on('message', (messages: ToWriter[]) => {
  for (const message of messages) void take(message);
});

async function take(message: ToWriter): Promise<void> {
  if (message.kind === 'write') {
    if (queue.length === 0) setImmediate(drain);
    queue.push(message);
    return;
  }
  // Order matters: what was asked before closing is written before.
  drain();
  const { request, file } = message;
  try {
    if (message.kind === 'close') closeFile(file);
    else openFile(message, await formatOf(message.format));
    answer([{ request, ok: true, changes: [] }]);
  } catch (error) {
    answer([{ request, ok: false, error: toWriterError(error, file) }]);
  }
}

function answer(answers: FromWriter): void {
  port.postMessage(answers);
}

async function formatOf(format: Format): Promise<OwnFormat> {
  if ('tables' in format) return tablesFormat(format.tables);
  return ((await import(format.module)) as { format: OwnFormat }).format;
}

function drain(): void {
  const batch = queue;
  queue = [];
  const byFile = Map.groupBy(batch, (request) => request.file);
  for (const [file, requests] of byFile) writeAll(open.get(file), file, requests);
}

function writeAll(target: Open | undefined, file: string, requests: WriteRequest[]): void {
  try {
    if (target === undefined) throw new Refused('UNAVAILABLE', `${file} is closed`);
    target.db.exec('BEGIN IMMEDIATE');
    const answers = requests.map(({ request, work }) => writeOne(target.writer, request, work));
    target.db.exec('COMMIT');
    answer(answers);
  } catch (error) {
    // Nothing of the group is stored: neither COMMIT nor, after a full disk, the transaction itself has survived.
    if (target?.db.isTransaction) target.db.exec('ROLLBACK');
    const failure = toWriterError(error, file);
    answer(requests.map(({ request }) => ({ request, ok: false, error: failure })));
    target?.writer.rolledBack?.();
    return;
  }
  target.writer.committed?.();
}

/** One request, whole or not at all; a full disk or a broken file ends the group. */
function writeOne(writer: FormatWriter, request: number, work: unknown): Answer {
  try {
    return { request, ok: true, changes: writer.write(work) };
  } catch (error) {
    const failure = toWriterError(error, '');
    if (['DISK_FULL', 'UNAVAILABLE', 'START'].includes(failure.type)) throw error;
    return { request, ok: false, error: failure };
  }
}

function openFile({ file, version }: OpenRequest, format: OwnFormat): void {
  try {
    if (statSync(file, { throwIfNoEntry: false }) === undefined) create(file, version, format);
    refuseTruncated(file);
    const db = prepareFile(file, version, format);
    open.set(file, { db, writer: format.writer(db) });
  } catch (error) {
    if (error instanceof Refused || isDamage(error) || isFull(error)) throw error;
    throw new Refused('START', unusable(file, error));
  }
}

/** A new file gets its name when it is whole. An empty one of that name therefore has lost what it held. */
function create(file: string, version: number, format: OwnFormat): void {
  const draft = `${file}.new`;
  for (const left of [draft, `${file}-wal`, `${file}-shm`]) rmSync(left, { force: true });
  // Without a log: what of that does not fit on the disk is found out only after the rename.
  prepareFile(draft, version, format, 'MEMORY').close();
  renameSync(draft, file);
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

function prepareFile(
  file: string,
  version: number,
  format: OwnFormat,
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
    format.migrate(db);
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
  const closing = open.get(file);
  open.delete(file);
  closing?.writer.closing?.();
  closing?.db.close();
}

function toWriterError(error: unknown, file: string): WriterError {
  if (error instanceof Refused) return { type: error.type, message: error.message };
  if (isDamage(error)) return { type: 'START', message: damaged(file) };
  if (isFull(error)) return { type: 'DISK_FULL', message: 'The disk is full: nothing can be stored now.' };
  const { message, errcode } = error as Error & { errcode?: number };
  // What is written but perhaps not on the disk may be found there after a crash.
  if (errcode === SQLITE_IOERR_FSYNC) return { type: 'UNAVAILABLE', message };
  switch ((errcode ?? 0) & 0xff) {
    case SQLITE_CONSTRAINT:
      return toWriterError(alreadyExists(), file);
    case SQLITE_IOERR:
      return { type: 'DISK_FULL', message: `The disk does not take writes: ${message}` };
    default:
      return { type: 'UNAVAILABLE', message };
  }
}
