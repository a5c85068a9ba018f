import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The secret of the engine, as a file of the data folder. */
export const SECRET = 'secret';

/** Made anew from what is backed up. */
const REBUILT = ['catalog-index.db'];
/** Files that SQLite has beside a database. */
export const BESIDE = ['-wal', '-shm', '-journal'];

/**
 * Databases in the order in which they are seen: who follows or refers to another one before it. So what is restored never
 * knows more than what it follows (a read model, of its journal; the catalog, of the library), and refers to nothing that
 * is not there (a playlist, to its owner).
 */
const LAST = ['catalog.db', 'library.db', 'auth.db'];

/** The databases of a data folder that are backed up, in that order. */
export async function databasesIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder).catch(nothing)).filter((name) => name.endsWith('.db'));
  return inOrder(names.filter((name) => !REBUILT.includes(name)));
}

export function inOrder(names: readonly string[]): string[] {
  // A journal is named as the database that follows it, with more behind it.
  const rank = (name: string) => LAST.indexOf(name);
  const stem = (name: string) => name.slice(0, -'.db'.length);
  return names.toSorted((a, b) => rank(a) - rank(b) || (stem(a) < stem(b) ? -1 : 1));
}

function nothing(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}

/** The SHA-256 of a file, in hexadecimal. */
export async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1_048_576 }))
    hash.update(chunk as Buffer);
  return hash.digest('hex');
}

export async function exists(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined)) !== undefined;
}

/** Has a file, or what a folder says of its files, survive a crash. */
export async function flush(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The files of a database in a folder, itself and those beside it, whether there or not. */
export function filesOf(folder: string, name: string): string[] {
  return [name, ...BESIDE.map((end) => name + end)].map((each) => join(folder, each));
}
