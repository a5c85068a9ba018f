import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { DocumentPage, Entries } from '../../actions.ts';
import { keyOf } from '../ids.ts';
import type { Album, Artist, Track } from '../model.ts';
import { keysOf, type Order } from './keyset.ts';

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
  /** By columns of the table of the kind, or of `orderIn`; undefined when a page of it cannot be followed by another. */
  order?: Order;
  /** The tables, joined, that have the columns of the order and the number or id of the kind. */
  orderIn?: string;
}

/** The rows of these numbers, in their order. */
export function selectionOf<K extends keyof Documents>(kind: K, numbers: readonly number[]): Selection<K> {
  return { kind, sql: 'SELECT value AS page FROM json_each(?)', values: [JSON.stringify(numbers)] };
}

/** Column of the number in the tables of a kind. */
const NUMBER = { artist: 'a', album: 'a', track: 'n' } as const;

/** Where the ids and documents of a kind are. Those of artists and albums are their numbers. */
const DOCUMENTS = {
  artist: { table: 'artist', id: "printf('ar-%013x', a)", json: 'doc' },
  album: { table: 'album', id: "printf('al-%013x', a)", json: 'doc' },
  track: { table: 'track', id: 'id', json: 'doc' },
} as const;

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
   * The rows of a query that is hardly ever asked twice, one at a time: others may be asked between two of them, and all
   * of them are of one state of the index. The query ends when nobody wants more of it.
   */
  *each<T>(sql: string, ...values: Value[]): Generator<T> {
    yield* this.#db.prepare(sql).iterate(...values) as Iterable<T>;
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

  /** The items of a selection as OpenSubsonic has them: their bytes are neither decoded nor parsed. */
  entries(selection: Selection): Entries {
    return this.#bytes(selection, { table: `${selection.kind}_entry`, id: 'id', json: 'json' });
  }

  /** The documents of a selection, likewise as bytes. */
  texts(selection: Selection): Entries {
    return this.#bytes(selection, DOCUMENTS[selection.kind]);
  }

  /**
   * A page of documents, and where it ends.
   * @param selection one row more than the page has, where there are more
   */
  page(selection: Selection, limit: number): DocumentPage {
    return this.#atOneMoment(() => {
      const all = this.texts(selection);
      if (all.ids.length <= limit) return { ...all, next: null };
      const { kind, order, orderIn = kind } = selection;
      const page = first(limit, all);
      const last = page.ids.at(-1)!;
      return { ...page, next: order ? this.#keysOf({ kind, orderIn }, last, order) : null };
    });
  }

  #bytes(
    { kind, sql, values }: Selection,
    { table, id, json }: { table: string; id: string; json: string },
  ): Entries {
    const row = this.one<{ ids: string | null; lengths: string; json: Uint8Array }>(
      `SELECT group_concat(${id}) AS ids, group_concat(octet_length(${json})) AS lengths,
        CAST(group_concat(${json}, ',') AS BLOB) AS json
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

  #keysOf({ kind, orderIn }: { kind: Selection['kind']; orderIn: string }, id: string, order: Order): string {
    const [column, value] = kind === 'track' ? ['id', id] : [NUMBER[kind], keyOf(id)!];
    const row = this.one<{ keys: string }>(
      `SELECT ${keysOf(order)} AS keys FROM ${orderIn} WHERE ${column} = ?`,
      value,
    );
    return row!.keys;
  }

  /** Several questions to one state of the index. */
  #atOneMoment<T>(ask: () => T): T {
    this.#db.exec('BEGIN');
    try {
      return ask();
    } finally {
      this.#db.exec('COMMIT');
    }
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

function first(count: number, { ids, lengths, json }: Entries): Entries {
  const kept = lengths.slice(0, count);
  const end = kept.reduce((sum, length) => sum + length + 1, -1);
  return { ids: ids.slice(0, count), lengths: kept, json: json.subarray(0, Math.max(end, 0)) };
}
