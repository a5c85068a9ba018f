import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { StartupError } from '../errors.ts';
import { damaged, isDamage, unusable } from '../mixins/store/sqlite/damage.ts';
import { databasesIn, flush } from './files.ts';
import { type BackedUp, copySecret, finishFolder, makeFolder } from './folder.ts';
import { type BackedUpFile, describe } from './manifest.ts';

/** Pages that are copied before it is said how far it is. */
const PAGES = 2000;

/** A database as it was at one moment, whatever is written to it since. */
interface Snapshot {
  name: string;
  db: DatabaseSync;
  pages: number;
}

/**
 * Copies the databases of a data folder, and the secret, into a new folder, also while an engine writes them. All of them are
 * seen as they were within a few milliseconds, in the order of {@link databasesIn}.
 * @param onProgress is told which part of it is done, from 0 to 1
 * @throws {StartupError} when there is nothing to back up, the folder is taken, or the disk is full: then nothing is left
 */
export async function backUp(
  data: string,
  folder: string,
  onProgress: (part: number) => void = () => {},
): Promise<BackedUp> {
  const names = await databasesIn(data);
  if (names.length === 0) throw new StartupError(`There is nothing to back up: ${data} holds no database.`);
  return makeFolder(folder, (draft) => fill(draft, data, names, onProgress));
}

async function fill(
  draft: string,
  data: string,
  names: readonly string[],
  onProgress: (part: number) => void,
): Promise<BackedUp> {
  const snapshots = openAll(data, names);
  try {
    const created = see(snapshots);
    const secret = await copySecret(data, draft);
    const total = snapshots.reduce((sum, { pages }) => sum + pages, 0);
    let done = 0;
    for (const { name, db, pages } of snapshots) {
      const progress = ({ remainingPages }: { remainingPages: number }) =>
        onProgress((done + pages - remainingPages) / total);
      await backup(db, join(draft, name), { rate: PAGES, progress });
      done += pages;
    }
    const files: BackedUpFile[] = [];
    for (const name of names) {
      alone(join(draft, name));
      await chmod(join(draft, name), 0o600);
      await flush(join(draft, name));
      files.push(await describe(draft, name));
    }
    const { sqlite } = process.versions;
    return await finishFolder(draft, { created, sqlite: sqlite!, files: [...files, ...secret] });
  } finally {
    for (const { db } of snapshots) db.close();
  }
}

function openAll(data: string, names: readonly string[]): Snapshot[] {
  const opened: Snapshot[] = [];
  for (const name of names) {
    const file = join(data, name);
    try {
      const db = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
      opened.push({ name, db, pages: 0 });
      db.prepare('SELECT count(*) FROM sqlite_schema').get();
    } catch (error) {
      for (const { db } of opened) db.close();
      throw new StartupError(isDamage(error) ? damaged(file) : unusable(file, error), { cause: error });
    }
  }
  return opened;
}

/** From here on each is seen as it is now: nothing in between but microseconds. @returns the time, RFC 3339 */
function see(snapshots: readonly Snapshot[]): string {
  for (const snapshot of snapshots) {
    snapshot.db.exec('BEGIN');
    const { page_count } = snapshot.db.prepare('PRAGMA page_count').get() as { page_count: number };
    snapshot.pages = page_count;
  }
  return new Date().toISOString();
}

/** Makes one file of a database that would keep others beside it, so that it can be read where nothing can be written. */
function alone(file: string): void {
  const db = new DatabaseSync(file);
  try {
    db.exec('PRAGMA journal_mode = DELETE');
  } finally {
    db.close();
  }
}
