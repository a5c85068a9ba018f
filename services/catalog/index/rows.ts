import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Entries } from '../../actions.ts';
import type { Album, Artist, Track } from '../model.ts';

type Value = string | number | null;

interface Documents {
  artist: Artist;
  album: Album;
  track: Track;
}

/** Rows of one kind in an order: a query with their numbers as its only column, `page`. */
export interface Selection<K extends keyof Documents = keyof Documents> {
  kind: K;
  sql: string;
  values: Value[];
}

/** The rows of these numbers, in their order. */
export function selectionOf<K extends keyof Documents>(kind: K, numbers: readonly number[]): Selection<K> {
  return { kind, sql: 'SELECT value AS page FROM json_each(?)', values: [JSON.stringify(numbers)] };
}

/** Column of the number in the tables of a kind. */
const NUMBER = { artist: 'a', album: 'a', track: 'n' } as const;

/** Read access to an index file: statements prepared once, whole pages of documents as one value. */
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

  /** The items of a selection. */
  documents<K extends keyof Documents>({ kind, sql, values }: Selection<K>): Documents[K][] {
    return this.list(
      `SELECT doc AS v FROM (${sql}) CROSS JOIN ${kind} ON ${kind}.${NUMBER[kind]} = page`,
      ...values,
    );
  }

  /** The items of a selection as they are sent: their bytes are neither decoded nor parsed. */
  entries({ kind, sql, values }: Selection): Entries {
    const table = `${kind}_entry`;
    const row = this.one<{ ids: string | null; lengths: string; json: Uint8Array }>(
      `SELECT group_concat(id) AS ids, group_concat(length(json)) AS lengths,
        CAST(group_concat(json, ',') AS BLOB) AS json
        FROM (${sql}) CROSS JOIN ${table} ON ${table}.${NUMBER[kind]} = page`,
      ...values,
    )!;
    if (row.ids === null) return { ids: [], lengths: [], json: Buffer.alloc(0) };
    const { buffer, byteOffset, byteLength } = row.json;
    return {
      ids: row.ids.split(','),
      lengths: row.lengths.split(',').map(Number),
      json: Buffer.from(buffer, byteOffset, byteLength),
    };
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
