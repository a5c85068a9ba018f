/** A stored document. `_id` is made by us (natural or sortable), `rev` counts its updates from 1. */
export interface Doc {
  _id: string;
  rev: number;
}

export type NewDoc<T extends Doc> = Omit<T, 'rev'>;
export type FieldType = 'string' | 'number' | 'boolean';

/**
 * A query is declared with the collection; its index follows from it: the fields compared for equality, then those
 * that order the answer, then `_id`. Asking a query that was not declared is an error.
 */
export interface QuerySpec {
  equal?: readonly string[];
  order?: readonly string[];
}

export interface CollectionSpec {
  /** Top-level fields that queries use. Documents may lack them. */
  fields?: Readonly<Record<string, FieldType>>;
  queries?: Readonly<Record<string, QuerySpec>>;
  /** Groups of fields whose values, where all are present, no two documents share. */
  unique?: readonly (readonly string[])[];
}

export interface QueryOptions<T extends { _id: string }> {
  /** Inclusive lower and upper bound of the first `order` field. */
  from?: string | number;
  to?: string | number;
  descending?: boolean;
  /** The last document of the page before (keyset paging). */
  after?: T;
  /** At most 10,000; 100 when not given. */
  limit?: number;
}

export interface Collection<T extends Doc> {
  get(id: string): Promise<T | null>;
  /** In the order of the ids, null where there is none. */
  getMany(ids: readonly string[]): Promise<(T | null)[]>;
  /** @throws ALREADY_EXISTS when the `_id` or a unique group is taken. */
  insert(doc: NewDoc<T>): Promise<T>;
  /** Replaces the document whose `rev` was seen. @throws CONFLICT when it changed since, NOT_FOUND when it is gone. */
  update(doc: T): Promise<T>;
  /** Whether there was one. With `rev`: @throws CONFLICT when it changed since. */
  remove(id: string, rev?: number): Promise<boolean>;
  query(
    name: string,
    equal?: Readonly<Record<string, string | number | boolean>>,
    options?: QueryOptions<T>,
  ): Promise<T[]>;
  /**
   * As {@link query}, but only these declared fields and the `_id` of each document, absent where the document lacks
   * them. For looking at a great many documents: the rest of them is not read. To page, name the fields of the order.
   */
  pick<K extends keyof T & string>(
    fields: readonly K[],
    name: string,
    equal?: Readonly<Record<string, string | number | boolean>>,
    options?: QueryOptions<Pick<T, K | '_id'>>,
  ): Promise<Pick<T, K | '_id'>[]>;
  count(name: string, equal?: Readonly<Record<string, string | number | boolean>>): Promise<number>;
}

/** A step of {@link Database.commit}. `put` replaces or inserts whatever `rev` is stored. */
export type Operation =
  | { collection: string; insert: { _id: string } }
  | { collection: string; update: Doc }
  | { collection: string; put: { _id: string } }
  | { collection: string; remove: string };

/** The database of one service. */
export interface Database {
  /** Set where no other process can write, so that what was read here stays true until something is written here. */
  readonly exclusive?: true;
  collection<T extends Doc>(name: string): Collection<T>;
  /**
   * Several writes. On SQLite all or none; on MongoDB in this order, up to the first that fails. So write them in an
   * order in which a prefix does no harm, the document that makes the others count last.
   * @throws as {@link Collection}; DISK_FULL; UNAVAILABLE when the outcome is unknown
   */
  commit(operations: readonly Operation[]): Promise<void>;
  close(): Promise<void>;
}

/** A database that is looked at without being changed, also while others write to it. */
export type ReadableDatabase = Pick<Database, 'collection' | 'close'>;
