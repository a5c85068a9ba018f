import type { IndexRow, IndexState, RebuildPage } from './writer.ts';

/** What the main thread asks of the thread that writes the index, in order. Every request is answered. */
export type ToIndexer =
  | { kind: 'open'; request: number; file: string }
  | { kind: 'apply'; request: number; rows: IndexRow[]; pos: number; at: number }
  | { kind: 'begin'; request: number; target: number; targetAt: number }
  | { kind: 'page'; request: number; page: RebuildPage }
  | { kind: 'reset'; request: number }
  | { kind: 'close'; request: number };

export type FromIndexer =
  | { request: number; ok: true; state: IndexState }
  | { request: number; ok: false; damaged: boolean; message: string };

/** SQLite's result codes for a file that is not what it should be. */
const CORRUPT = 11;
const NOT_A_DATABASE = 26;

/** Whether an error of SQLite says that the file is damaged. */
export function isDamage(error: unknown): boolean {
  const { errcode } = error as { errcode?: number };
  return errcode !== undefined && [CORRUPT, NOT_A_DATABASE].includes(errcode & 0xff);
}
