/** What goes between the services and the thread that writes. */
export type SqlValue = string | number | null;

export interface Statement {
  sql: string;
  params: SqlValue[];
  /**
   * When it changes no row: fail the whole request with CONFLICT if a row of that id is there, else with NOT_FOUND.
   */
  guard?: { table: string; id: string };
}

export type ToWriter =
  | { kind: 'open'; request: number; file: string; version: number; schema: TableSchema[] }
  | { kind: 'write'; request: number; file: string; statements: Statement[] }
  | { kind: 'close'; request: number; file: string };

export type FromWriter =
  | { request: number; ok: true; changes: number[] }
  | { request: number; ok: false; error: WriterError };

/** `type` is one of the engine's error types, or `START` for a file that must not be used. */
export interface WriterError {
  type: 'ALREADY_EXISTS' | 'CONFLICT' | 'NOT_FOUND' | 'DISK_FULL' | 'UNAVAILABLE' | 'START';
  message: string;
}

export interface TableSchema {
  table: string;
  columns: { name: string; type: 'TEXT' | 'NUMERIC' }[];
  indexes: { name: string; columns: string[]; unique: boolean }[];
}
