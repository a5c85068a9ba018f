import { join } from 'node:path';
import type { Config } from '../../config.ts';
import { openSqliteLog, readSqliteLog } from './sqlite-log.ts';
import type { CommitLog, CommitReader } from './types.ts';

/**
 * Opens the journal of one service: on MongoDB when one is configured, else as an SQLite file in the data folder.
 * @throws {StartupError} when it cannot be used; DISK_FULL
 */
export async function openJournal(
  config: Pick<Config, 'data' | 'mongoUrl' | 'namespace'>,
  service: string,
): Promise<CommitLog> {
  if (config.mongoUrl === undefined) return openSqliteLog(config.data, service);
  // Loaded only where it is used: the driver costs memory and start-up time.
  const { openMongoLog } = await import('./mongo-log.ts');
  return openMongoLog(config.mongoUrl, config.namespace, service);
}

/**
 * Opens the journal of one service to look at it, also while an engine writes it.
 * @throws {StartupError} when there is none or it cannot be used
 */
export async function readJournal(
  config: Pick<Config, 'data' | 'mongoUrl' | 'namespace'>,
  service: string,
): Promise<CommitReader> {
  if (config.mongoUrl === undefined) return readSqliteLog(join(config.data, `${service}-journal.db`));
  const { readMongoLog } = await import('./mongo-log.ts');
  return readMongoLog(config.mongoUrl, config.namespace, service);
}
