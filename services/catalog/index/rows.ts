import type { DatabaseSync, StatementSync } from 'node:sqlite';

type Value = string | number | null;

/** Read access to an index file: statements prepared once, whole pages of documents as one string. */
export class IndexFile {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  /** `db`: a read-only connection. */
  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  one<T>(sql: string, ...values: Value[]): T | undefined {
    return this.#prepare(sql).get(...values) as T | undefined;
  }

  all<T>(sql: string, ...values: Value[]): T[] {
    return this.#prepare(sql).all(...values) as T[];
  }

  /**
   * The documents (or numbers) of the only column of a query, in its order. One value crosses from SQLite instead of
   * one a row, and is parsed in one go: a third of the time.
   */
  list<T>(sql: string, ...values: Value[]): T[] {
    const row = this.one<{ list: string | null }>(
      `SELECT group_concat(v, ',') AS list FROM (${sql})`,
      ...values,
    );
    return JSON.parse(`[${row?.list ?? ''}]`) as T[];
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
