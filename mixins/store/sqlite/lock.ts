import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartupError } from '../../../errors.ts';

const SQLITE_BUSY = 5;

/**
 * Makes this process the only owner of a service's database files in a data folder. The operating system frees the
 * lock when the process ends, however it ends; a file that is left behind means nothing.
 * @returns how to let it go
 * @throws {StartupError} when another process has it
 */
export function lockDatabase(folder: string, service: string): () => void {
  const locks = join(folder, 'locks');
  mkdirSync(locks, { recursive: true });
  const owner = join(locks, `${service}.pid`);
  const lock = new DatabaseSync(join(locks, `${service}.lock`), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw error;
    throw new StartupError(
      `The data folder ${folder} is in use by another Cantiga engine (process ${ownerOf(owner)} holds '${service}'). ` +
        'Stop that one first, or set CANTIGA_DATA to a folder of its own.',
    );
  }
  writeFileSync(owner, String(process.pid));
  return () => lock.close();
}

function ownerOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return 'unknown';
  }
}
