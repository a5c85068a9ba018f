import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Service, ServiceBroker } from 'moleculer';
import type { Plan } from '../plan.ts';
import type { CollectionSpec, Doc, FieldType } from '../types.ts';
import { damaged, isDamage } from './damage.ts';
import type { SqlValue, Statement } from './protocol.ts';
import { tableSchema } from './schema.ts';
import { orderOf, type Sql, selectCount, selectPage, whereOf } from './select.ts';
import { statementsOf } from './statements.ts';
import type { WritableFile } from './writer.ts';

/** The filters of moleculer-db. `search` is not offered: searching is the catalog's. */
export interface Filters {
  query?: Readonly<Record<string, unknown>>;
  sort?: string | readonly string[];
  limit?: number;
  offset?: number;
}

interface Row {
  rev: number;
  doc: string;
}

/** Several rows in one: their values, parted by commas. */
interface Together {
  revs: string | null;
  docs: string | null;
}

/** The two connections to a database file: reads here, writes in the writer thread. */
export interface SqliteConnection {
  reader: DatabaseSync;
  writer: WritableFile;
}

/**
 * moleculer-db's adapter interface over one table of an SQLite file, with what a guarded store needs besides:
 * {@link page}, {@link statements} and {@link write}. Reads run on the calling thread (microseconds), every write in
 * the writer thread, acknowledged after its fsync.
 */
export class SqliteAdapter {
  // Not #private: moleculer-db's services clone their adapter, before it is connected.
  readonly statements: ReturnType<typeof statementsOf>;
  private readonly table: string;
  private readonly columns: ReadonlySet<string>;
  private readonly open: () => SqliteConnection;
  private readonly prepared = new Map<string, StatementSync>();
  private connection!: SqliteConnection;

  /** `open` gives the connection, which belongs to the database and is closed with it. */
  constructor(open: () => SqliteConnection, collection: string, spec: CollectionSpec) {
    const schema = tableSchema(collection, spec);
    this.open = open;
    this.table = schema.table;
    this.columns = new Set(schema.columns.map(({ name }) => name));
    this.statements = statementsOf(schema);
  }

  init(_broker: ServiceBroker, _service: Service): void {}

  async connect(): Promise<void> {
    this.connection = this.open();
  }

  async disconnect(): Promise<void> {
    this.prepared.clear();
  }

  /** Statements of one transaction; rows changed by each. */
  write(statements: Statement[]): Promise<number[]> {
    return this.connection.writer.write(statements);
  }

  page(plan: Plan): Doc[] {
    return this.select(selectPage(this.table, plan));
  }

  /** Fields of the documents of a page, from their columns: no document is parsed. */
  pickPage(plan: Plan, fields: readonly [string, FieldType][]): { _id: string }[] {
    const { text, params } = selectPage(this.table, plan, ['id', ...fields.map(([name]) => name)]);
    const statement = this.prepare(text);
    // In half the time of rows that are objects.
    statement.setReturnArrays(true);
    const rows = this.read(() => statement.all(...params)) as unknown as SqlValue[][];
    return rows.map((row) => toPicked(row, fields));
  }

  countPlan(plan: Plan): number {
    return this.tally(selectCount(this.table, plan));
  }

  async find(filters: Filters = {}): Promise<Doc[]> {
    const { text, params } = whereOf(filters.query ?? {}, this.columns);
    const order = orderOf(filters.sort, this.columns);
    return this.select({
      text: `SELECT rev, doc FROM "${this.table}"${text}${order} LIMIT ? OFFSET ?`,
      params: [...params, filters.limit ?? -1, filters.offset ?? 0],
    });
  }

  async findOne(query: Readonly<Record<string, unknown>>): Promise<Doc | null> {
    return (await this.find({ query, limit: 1 }))[0] ?? null;
  }

  async findById(id: string): Promise<Doc | null> {
    const row = this.read(() => this.prepare(`SELECT rev, doc FROM "${this.table}" WHERE id = ?`).get(id));
    return row === undefined ? null : toDoc(row as unknown as Row);
  }

  async findByIds(ids: readonly string[]): Promise<Doc[]> {
    return this.select({
      text: `SELECT rev, doc FROM "${this.table}" WHERE id IN (SELECT value FROM json_each(?))`,
      params: [JSON.stringify(ids)],
    });
  }

  async findStream(filters: Filters = {}): Promise<AsyncIterable<Doc>> {
    const docs = await this.find(filters);
    return (async function* () {
      yield* docs;
    })();
  }

  async count(filters: Filters = {}): Promise<number> {
    const { text, params } = whereOf(filters.query ?? {}, this.columns);
    return this.tally({ text: `SELECT count(*) AS count FROM "${this.table}"${text}`, params });
  }

  async insert(doc: { _id: string }): Promise<Doc> {
    await this.write([this.statements.insert(doc)]);
    return { ...doc, rev: 1 };
  }

  async insertMany(docs: { _id: string }[]): Promise<Doc[]> {
    await this.write(docs.map((doc) => this.statements.insert(doc)));
    return docs.map((doc) => ({ ...doc, rev: 1 }));
  }

  /** `update` is `{$set: {…}}`. How many documents were changed. */
  async updateMany(query: Readonly<Record<string, unknown>>, update: { $set: object }): Promise<number> {
    const docs = await this.find({ query });
    if (docs.length === 0) return 0;
    await this.write(
      docs.map((doc) => this.statements.update({ ...doc, ...update.$set, _id: doc._id, rev: doc.rev })),
    );
    return docs.length;
  }

  async updateById(id: string, update: { $set: object }): Promise<Doc | null> {
    const changed = await this.updateMany({ _id: id }, update);
    return changed === 0 ? null : this.findById(id);
  }

  async removeMany(query: Readonly<Record<string, unknown>>): Promise<number> {
    const { text, params } = whereOf(query, this.columns);
    const [removed] = await this.write([{ sql: `DELETE FROM "${this.table}"${text}`, params }]);
    return removed!;
  }

  async removeById(id: string): Promise<Doc | null> {
    const doc = await this.findById(id);
    if (doc !== null) await this.write([this.statements.remove(id)]);
    return doc;
  }

  clear(): Promise<number> {
    return this.removeMany({});
  }

  async entityToObject(entity: Doc): Promise<Doc> {
    return entity;
  }

  createCursor(filters: Filters): Promise<Doc[]> {
    return this.find(filters);
  }

  beforeSaveTransformID(entity: Record<string, unknown>, idField: string): Record<string, unknown> {
    if (idField === '_id') return entity;
    const { [idField]: id, ...rest } = entity;
    return { ...rest, _id: id };
  }

  afterRetrieveTransformID(entity: Record<string, unknown>, idField: string): Record<string, unknown> {
    if (idField === '_id') return entity;
    const { _id, ...rest } = entity;
    return { ...rest, [idField]: _id };
  }

  /**
   * The documents of a query for `rev` and `doc`, in its order. All of them cross from SQLite as one text and are parsed in
   * one go: a third of the time of one at a time.
   */
  private select({ text, params }: Sql): Doc[] {
    const together = `SELECT group_concat(rev) AS revs, group_concat(doc) AS docs FROM (${text})`;
    const row = this.read(() => this.prepare(together).get(...params)) as unknown as Together;
    if (row.revs === null) return [];
    const docs = JSON.parse(`[${row.docs}]`) as Doc[];
    for (const [index, rev] of row.revs.split(',').entries()) docs[index]!.rev = Number(rev);
    return docs;
  }

  private tally({ text, params }: Sql): number {
    return (this.read(() => this.prepare(text).get(...params)) as { count: number }).count;
  }

  /** Damage that is found while the engine runs is told to the operator with the name of the file. */
  private read<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!isDamage(error)) throw error;
      throw new Error(damaged(this.connection.reader.location()!), { cause: error });
    }
  }

  private prepare(text: string): StatementSync {
    let statement = this.prepared.get(text);
    if (statement === undefined) {
      statement = this.connection.reader.prepare(text);
      this.prepared.set(text, statement);
    }
    return statement;
  }
}

function toDoc({ rev, doc }: Row): Doc {
  const parsed = JSON.parse(doc) as Doc;
  parsed.rev = rev;
  return parsed;
}

function toPicked(row: readonly SqlValue[], fields: readonly [string, FieldType][]): { _id: string } {
  const picked: Record<string, unknown> = { _id: row[0] };
  for (let at = 0; at < fields.length; at++) {
    const [name, type] = fields[at]!;
    const value = row[at + 1]!;
    if (value !== null) picked[name] = type === 'boolean' ? value === 1 : value;
  }
  return picked as { _id: string };
}
