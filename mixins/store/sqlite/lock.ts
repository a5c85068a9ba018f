import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartupError } from '../../../errors.ts';
import { isFull, unusable } from './damage.ts';
import { refuseUnfinished } from './unfinished.ts';

const SQLITE_BUSY = 5;

/**
 * Makes this process the only owner of a service's database files in a data folder. The operating system frees the
 * lock when the process ends, however it ends; a file that is left behind means nothing.
 * @returns how to let it go
 * @throws {StartupError} when another process has it, the folder cannot be used, or a backup is half restored to it
 */
export function lockDatabase(folder: string, service: string): () => void {
  const unlock = takeLock(folder, service);
  try {
    refuseUnfinished(folder);
    return unlock;
  } catch (error) {
    unlock();
    throw error;
  }
}

/** The same, whatever is in the folder. */
export function takeLock(folder: string, service: string): () => void {
  const locks = join(folder, 'locks');
  mkdirSync(locks, { recursive: true });
  const owner = join(locks, `${service}.pid`);
  const file = join(locks, `${service}.lock`);
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(file, { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
    writeFileSync(owner, String(process.pid));
  } catch (error) {
    lock?.close();
    if (isFull(error)) throw error;
    if ((error as { errcode?: number }).errcode !== SQLITE_BUSY)
      throw new StartupError(unusable(file, error));
    throw new StartupError(
      `The data folder ${folder} is in use by another Cantiga engine (process ${ownerOf(owner)} holds '${service}'). ` +
        'Stop that one first, or set CANTIGA_DATA to a folder of its own.',
    );
  }
  return () => lock.close();
}

function ownerOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return 'unknown';
  }
}
