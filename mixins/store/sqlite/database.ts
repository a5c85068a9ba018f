import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartupError } from '../../../errors.ts';
import { planQuery, typesOf } from '../plan.ts';
import type {
  Collection,
  CollectionSpec,
  Database,
  Doc,
  NewDoc,
  Operation,
  QueryOptions,
  ReadableDatabase,
} from '../types.ts';
import { SqliteAdapter, type SqliteConnection } from './adapter.ts';
import { damaged, isDamage, unusable } from './damage.ts';
import { lockDatabase } from './lock.ts';
import type { Statement } from './protocol.ts';
import { tableSchema } from './schema.ts';
import { openWritable, type WritableFile } from './writer.ts';

/**
 * A service's database as an SQLite file of its own, `<folder>/<service>.db`.
 * @throws {StartupError} when another process uses it, when it is damaged, of a newer version, or cannot be opened;
 *   DISK_FULL
 */
export async function openSqlite(
  folder: string,
  service: string,
  version: number,
  specs: Readonly<Record<string, CollectionSpec>>,
): Promise<Database> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const unlock = lockDatabase(folder, service);
  let writer: WritableFile | undefined;
  try {
    const file = join(folder, `${service}.db`);
    const tables = Object.entries(specs).map(([name, spec]) => tableSchema(name, spec));
    writer = await openWritable(file, version, { tables });
    const reader = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
    reader.exec('PRAGMA cache_size = -4000');
    const database = new SqliteDatabase({ reader, writer }, specs, unlock);
    await database.connect();
    return database;
  } catch (error) {
    await writer?.close();
    unlock();
    throw error;
  }
}

/**
 * The same for reading only, also while an engine writes it.
 * @throws {StartupError} when there is none, when it is damaged, of a newer version, or cannot be opened
 */
export async function readSqlite(
  folder: string,
  service: string,
  version: number,
  specs: Readonly<Record<string, CollectionSpec>>,
): Promise<ReadableDatabase> {
  const file = join(folder, `${service}.db`);
  let reader: DatabaseSync | undefined;
  try {
    reader = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
    reader.exec('PRAGMA cache_size = -8000');
    const { user_version } = reader.prepare('PRAGMA user_version').get() as { user_version: number };
    if (user_version > version)
      throw new StartupError(
        `${file} was written by a newer version of Cantiga. Use that version to read it.`,
      );
    const database = new SqliteDatabase({ reader, writer: NOTHING_WRITTEN }, specs, () => {});
    await database.connect();
    return database;
  } catch (error) {
    reader?.close();
    if (error instanceof StartupError) throw error;
    throw new StartupError(isDamage(error) ? damaged(file) : unusable(file, error), { cause: error });
  }
}

const NOTHING_WRITTEN: WritableFile = {
  write: () => Promise.reject(new TypeError('This database was opened for reading only')),
  close: async () => {},
};

class SqliteDatabase implements Database {
  /** The lock on the file sees to it. */
  readonly exclusive = true;
  readonly #connection: SqliteConnection;
  readonly #specs: Readonly<Record<string, CollectionSpec>>;
  readonly #adapters: Map<string, SqliteAdapter>;
  readonly #unlock: () => void;

  constructor(
    connection: SqliteConnection,
    specs: Readonly<Record<string, CollectionSpec>>,
    unlock: () => void,
  ) {
    this.#connection = connection;
    this.#specs = specs;
    this.#unlock = unlock;
    this.#adapters = new Map(
      Object.entries(specs).map(([name, spec]) => [name, new SqliteAdapter(() => connection, name, spec)]),
    );
  }

  async connect(): Promise<void> {
    for (const adapter of this.#adapters.values()) await adapter.connect();
  }

  collection<T extends Doc>(name: string): Collection<T> {
    return collectionOver<T>(name, this.#specs[name]!, this.#adapter(name));
  }

  async commit(operations: readonly Operation[]): Promise<void> {
    if (operations.length > 0)
      await this.#connection.writer.write(operations.map((each) => this.#statement(each)));
  }

  async close(): Promise<void> {
    this.#connection.reader.close();
    await this.#connection.writer.close();
    this.#unlock();
  }

  #adapter(name: string): SqliteAdapter {
    const adapter = this.#adapters.get(name);
    if (adapter === undefined) throw new TypeError(`There is no collection '${name}'`);
    return adapter;
  }

  #statement(operation: Operation): Statement {
    const { statements } = this.#adapter(operation.collection);
    if ('insert' in operation) return statements.insert(operation.insert);
    if ('update' in operation) return statements.update(operation.update);
    if ('put' in operation) return statements.put(operation.put);
    return statements.remove(operation.remove);
  }
}

function collectionOver<T extends Doc>(
  name: string,
  spec: CollectionSpec,
  adapter: SqliteAdapter,
): Collection<T> {
  return {
    get: (id) => adapter.findById(id) as Promise<T | null>,
    async getMany(ids) {
      const byId = new Map((await adapter.findByIds(ids)).map((doc) => [doc._id, doc as T]));
      return ids.map((id) => byId.get(id) ?? null);
    },
    insert: (doc: NewDoc<T>) => adapter.insert(doc as unknown as Doc) as Promise<T>,
    async update(doc) {
      await adapter.write([adapter.statements.update(doc)]);
      return { ...doc, rev: doc.rev + 1 };
    },
    async remove(id, rev) {
      const [removed] = await adapter.write([adapter.statements.remove(id, rev)]);
      return removed! > 0;
    },
    query: async (query, equal = {}, options = {}) =>
      adapter.page(planQuery(name, spec, query, equal, options)) as T[],
    pick: async <K extends keyof T & string>(
      fields: readonly K[],
      query: string,
      equal = {},
      options: QueryOptions<Pick<T, K | '_id'>> = {},
    ) =>
      adapter.pickPage(planQuery(name, spec, query, equal, options), typesOf(name, spec, fields)) as Pick<
        T,
        K | '_id'
      >[],
    count: async (query, equal = {}) => adapter.countPlan(planQuery(name, spec, query, equal, {})),
  };
}
