import type { AnyBulkWriteOperation, Connection, RootFilterQuery } from 'mongoose';
import { CantigaError } from '../../../errors.ts';
import { type Plan, planQuery, typesOf } from '../plan.ts';
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
import { MongoAdapter } from './adapter.ts';
import { openConnection, readConnection, translate } from './connection.ts';

/**
 * A service's database on MongoDB, over a connection of its own, named `<namespace>-<service>`.
 * @throws {StartupError} when the server cannot be reached or the database is of a newer version
 */
export async function openMongo(
  url: string,
  namespace: string,
  service: string,
  version: number,
  specs: Readonly<Record<string, CollectionSpec>>,
): Promise<Database> {
  const connection = await openConnection(url, `${namespace}-${service}`, version);
  try {
    const adapters = adaptersOver(connection, specs);
    for (const adapter of adapters.values()) await adapter.connect();
    return new MongoDatabase(connection, specs, adapters);
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/**
 * The same for reading only.
 * @throws {StartupError} as {@link openMongo}
 */
export async function readMongo(
  url: string,
  namespace: string,
  service: string,
  version: number,
  specs: Readonly<Record<string, CollectionSpec>>,
): Promise<ReadableDatabase> {
  const connection = await readConnection(url, `${namespace}-${service}`, version);
  const adapters = adaptersOver(connection, specs);
  for (const adapter of adapters.values()) adapter.bind();
  return new MongoDatabase(connection, specs, adapters);
}

function adaptersOver(
  connection: Connection,
  specs: Readonly<Record<string, CollectionSpec>>,
): Map<string, MongoAdapter> {
  const entries = Object.entries(specs);
  return new Map(entries.map(([name, spec]) => [name, new MongoAdapter(connection, name, spec)]));
}

class MongoDatabase implements Database {
  readonly #connection: Connection;
  readonly #specs: Readonly<Record<string, CollectionSpec>>;
  readonly #adapters: Map<string, MongoAdapter>;

  constructor(
    connection: Connection,
    specs: Readonly<Record<string, CollectionSpec>>,
    adapters: Map<string, MongoAdapter>,
  ) {
    this.#connection = connection;
    this.#specs = specs;
    this.#adapters = adapters;
  }

  collection<T extends Doc>(name: string): Collection<T> {
    return collectionOver<T>(name, this.#specs[name]!, this.#adapter(name));
  }

  async commit(operations: readonly Operation[]): Promise<void> {
    for (const run of runs(operations)) {
      const adapter = this.#adapter(run[0]!.collection);
      await translate(async () => {
        const result = await adapter.model.collection.bulkWrite(run.map(toBulk) as never, { ordered: true });
        const updates = run.filter((operation) => 'update' in operation);
        // Only guarded updates may match nothing; a run of them has one element, so this one lost.
        if (updates.length > 0 && result.matchedCount === 0)
          await refuseUpdate(adapter, updates[0]!.update._id);
      });
    }
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  #adapter(name: string): MongoAdapter {
    const adapter = this.#adapters.get(name);
    if (adapter === undefined) throw new TypeError(`There is no collection '${name}'`);
    return adapter;
  }
}

/** Neighbours on the same collection go in one command; a guarded update goes alone, as it may stop the rest. */
function runs(operations: readonly Operation[]): Operation[][] {
  const result: Operation[][] = [];
  for (const operation of operations) {
    const last = result.at(-1);
    const joins =
      last !== undefined &&
      last[0]!.collection === operation.collection &&
      !('update' in operation) &&
      !('update' in last[0]!);
    if (joins) last.push(operation);
    else result.push([operation]);
  }
  return result;
}

function toBulk(operation: Operation): AnyBulkWriteOperation<Doc> {
  if ('insert' in operation) return { insertOne: { document: { ...operation.insert, rev: 1 } } };
  if ('put' in operation) {
    const replacement = { ...operation.put, rev: 1 };
    return { replaceOne: { filter: { _id: operation.put._id }, replacement, upsert: true } };
  }
  if ('update' in operation) {
    const { _id, rev } = operation.update;
    return { replaceOne: { filter: { _id, rev }, replacement: { ...operation.update, rev: rev + 1 } } };
  }
  return { deleteOne: { filter: { _id: operation.remove } } };
}

function collectionOver<T extends Doc>(
  name: string,
  spec: CollectionSpec,
  adapter: MongoAdapter,
): Collection<T> {
  const { collection } = adapter.model;
  const list = (filter: RootFilterQuery<Doc>) => collection.find(filter as never);
  const page = (plan: Plan) => {
    const direction = plan.descending ? -1 : 1;
    const sort = Object.fromEntries([...plan.order, '_id'].map((field) => [field, direction] as const));
    return list(filterOf(plan)).sort(sort).limit(plan.limit);
  };
  return {
    get: (id) => translate(async () => (await collection.findOne({ _id: id as never })) as T | null),
    getMany: (ids) =>
      translate(async () => {
        const found = (await list({ _id: { $in: [...ids] } }).toArray()) as unknown as T[];
        const byId = new Map(found.map((doc) => [doc._id, doc]));
        return ids.map((id) => byId.get(id) ?? null);
      }),
    insert: (doc: NewDoc<T>) =>
      translate(async () => {
        const stored = { ...doc, rev: 1 } as unknown as T;
        await collection.insertOne({ ...stored } as never);
        return stored;
      }),
    update: (doc) =>
      translate(async () => {
        const next = { ...doc, rev: doc.rev + 1 };
        const { matchedCount } = await collection.replaceOne(
          { _id: doc._id as never, rev: doc.rev },
          next as never,
        );
        if (matchedCount === 0) await refuseUpdate(adapter, doc._id);
        return next;
      }),
    remove: (id, rev) =>
      translate(async () => {
        const filter = rev === undefined ? { _id: id as never } : { _id: id as never, rev };
        const { deletedCount } = await collection.deleteOne(filter);
        if (deletedCount === 0 && rev !== undefined) await refuseUpdate(adapter, id);
        return deletedCount > 0;
      }),
    query: (query, equal = {}, options = {}) =>
      translate(async () => {
        const plan = planQuery(name, spec, query, equal, options);
        return (await page(plan).toArray()) as unknown as T[];
      }),
    pick: <K extends keyof T & string>(
      fields: readonly K[],
      query: string,
      equal = {},
      options: QueryOptions<Pick<T, K | '_id'>> = {},
    ) =>
      translate(async () => {
        const names = typesOf(name, spec, fields).map(([field]) => field);
        const plan = planQuery(name, spec, query, equal, options);
        const projection = Object.fromEntries(['_id', ...names].map((field) => [field, 1 as const]));
        return (await page(plan).project(projection).toArray()) as unknown as Pick<T, K | '_id'>[];
      }),
    count: (query, equal = {}) =>
      translate(() => collection.countDocuments(filterOf(planQuery(name, spec, query, equal, {})) as never)),
  };
}

function filterOf(plan: Plan): RootFilterQuery<Doc> {
  const terms: object[] = plan.equal.map(([field, value]) => ({ [field]: value }));
  for (const field of plan.order) terms.push({ [field]: { $ne: null } });
  if (plan.from !== undefined) terms.push({ [plan.order[0]!]: { $gte: plan.from } });
  if (plan.to !== undefined) terms.push({ [plan.order[0]!]: { $lte: plan.to } });
  if (plan.after !== undefined) terms.push(afterOf(plan, plan.after));
  return terms.length > 0 ? { $and: terms } : {};
}

/** (a, b, _id) > (x, y, z), spelled out. */
function afterOf(plan: Plan, after: NonNullable<Plan['after']>): object {
  const beyond = plan.descending ? '$lt' : '$gt';
  const fields = [...plan.order, '_id'];
  const values = [...after.order, after.id];
  return {
    $or: fields.map((field, index) => ({
      ...Object.fromEntries(fields.slice(0, index).map((same, at) => [same, values[at]])),
      [field]: { [beyond]: values[index] },
    })),
  };
}

async function refuseUpdate(adapter: MongoAdapter, id: string): Promise<never> {
  const there = await adapter.model.collection.findOne({ _id: id as never }, { projection: { _id: 1 } });
  if (there === null) throw new CantigaError('NOT_FOUND', `There is no ${id}.`);
  throw new CantigaError('CONFLICT', `${id} has changed since it was read.`);
}
