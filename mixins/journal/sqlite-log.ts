import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StartupError } from '../../errors.ts';
import { damaged, isDamage, unusable } from '../store/sqlite/damage.ts';
import { lockDatabase } from '../store/sqlite/lock.ts';
import { openWritable, type WritableFile } from '../store/sqlite/writer.ts';
import { SqliteReader } from './sqlite-reader.ts';
import { type Append, type Compact, POSITIONS, type Tidy, toText } from './sqlite-text.ts';
import type { Commit, CommitLog, CommitReader, RecordedEvent } from './types.ts';

/** Of the file's format. Raise it when older code could not read what is written; older code then refuses. */
export const JOURNAL_VERSION = 3;

/**
 * The journal of a service as an SQLite file of its own, `<folder>/<service>-journal.db`. Appends that come while
 * others are being written, of whatever partitions, share the next fsync, in the thread that writes.
 * @throws {StartupError} when another process uses it, when it is damaged, of a newer version, or cannot be opened;
 *   DISK_FULL
 */
export async function openSqliteLog(folder: string, service: string): Promise<CommitLog> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const name = `${service}-journal`;
  const unlock = lockDatabase(folder, name);
  let writer: WritableFile<Append | Compact | Tidy> | undefined;
  try {
    const file = join(folder, `${name}.db`);
    const module = new URL('./sqlite-format.ts', import.meta.url).href;
    writer = await openWritable<Append | Compact | Tidy>(file, JOURNAL_VERSION, { module });
    return new SqliteLog(file, writer, unlock);
  } catch (error) {
    await writer?.close();
    unlock();
    throw error;
  }
}

/**
 * Reads a journal's file, also while an engine writes it.
 * @throws {StartupError} when it is damaged, of a newer version, or cannot be opened
 */
export function readSqliteLog(file: string): CommitReader {
  let reader: SqliteReader;
  try {
    reader = new SqliteReader(file);
  } catch (error) {
    throw new StartupError(isDamage(error) ? damaged(file) : unusable(file, error), { cause: error });
  }
  if (reader.version <= JOURNAL_VERSION) return reader;
  reader.close();
  throw new StartupError(`${file} was written by a newer version of Cantiga. Use that version to read it.`);
}

class SqliteLog extends SqliteReader implements CommitLog {
  readonly #writer: WritableFile<Append | Compact | Tidy>;
  readonly #unlock: () => void;

  constructor(file: string, writer: WritableFile<Append | Compact | Tidy>, unlock: () => void) {
    super(file);
    this.#writer = writer;
    this.#unlock = unlock;
  }

  async append(commit: Commit): Promise<void> {
    const { p, pos, at } = commit;
    await this.#writer.write({ id: p * POSITIONS + pos, at, doc: toText(commit) });
  }

  async compact(fact: RecordedEvent): Promise<void> {
    await this.#writer.write({ fact });
  }

  async tidy(): Promise<void> {
    for (let left = 1; left > 0; ) [left] = (await this.#writer.write({ tidy: true })) as [number];
  }

  override async close(): Promise<void> {
    await super.close();
    await this.#writer.close();
    this.#unlock();
  }
}
