import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { isDamage } from './protocol.ts';
import { prepareSchema } from './schema.ts';

/**
 * Opens an index for writing. A file that is damaged or of another version is thrown away: everything in it can be
 * made again from the store.
 */
export function openForWriting(file: string): DatabaseSync {
  try {
    const db = open(file);
    if (prepareSchema(db)) return db;
    db.close();
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
  return recreate(file);
}

/** Throws an index away and makes an empty one. */
export function recreate(file: string): DatabaseSync {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(file + suffix, { force: true });
  const db = open(file);
  prepareSchema(db);
  return db;
}

/** Opens an index for reading. */
export function openForReading(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { readOnly: true, timeout: 1000 });
  db.exec('PRAGMA cache_size = -8000');
  return db;
}

function open(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: 5000 });
  try {
    // Losing the last commits of an index to a power cut is harmless, so nothing waits for the disk but checkpoints, and
    // those are few: copying the same pages back again and again costs more than all the rest.
    // Pages hold eight tracks or their entries: lists read half as many pages as of the usual size.
    db.exec(`PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8000;
      PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 32000000`);
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
}
