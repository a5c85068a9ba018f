import type { DatabaseSync } from 'node:sqlite';

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
  | { kind: 'open'; request: number; file: string; version: number; format: Format }
  /** `work` is what the file's format takes: for tables, the statements of one transaction. */
  | { kind: 'write'; request: number; file: string; work: unknown }
  | { kind: 'close'; request: number; file: string };

/** Answers that are ready at the same time travel together. */
export type FromWriter = readonly Answer[];

/** `changes` are the rows changed by each statement. */
export type Answer =
  | { request: number; ok: true; changes: number[] }
  | { request: number; ok: false; error: WriterError };

/** `type` is one of the engine's error types, or `START` for a file that must not be used. */
export interface WriterError {
  type: 'ALREADY_EXISTS' | 'CONFLICT' | 'NOT_FOUND' | 'DISK_FULL' | 'UNAVAILABLE' | 'START';
  message: string;
}

/** What a file holds: the tables of a store, or what the module of this URL makes of it by its {@link OwnFormat}. */
export type Format = { tables: TableSchema[] } | { module: string };

export interface TableSchema {
  table: string;
  columns: { name: string; type: 'TEXT' | 'NUMERIC' }[];
  indexes: { name: string; columns: string[]; unique: boolean }[];
}

/** How a file is written, in the thread that writes. Such a module exports one as `format`. */
export interface OwnFormat {
  /** Makes or migrates what is in the file. Part of the transaction in which the file is opened. */
  migrate(db: DatabaseSync): void;
  writer(db: DatabaseSync): FormatWriter;
}

/** Writes to one open file. */
export interface FormatWriter {
  /** One request, whole or not at all, inside of the transaction of its group. @throws Refused, or what SQLite throws */
  write(work: unknown): number[];
  /** A group of requests is stored and answered. */
  committed?(): void;
  /** Nothing of the group is stored. */
  rolledBack?(): void;
  /** The file is about to be closed. */
  closing?(): void;
}
