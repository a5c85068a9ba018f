import MongooseDbAdapter from 'moleculer-db-adapter-mongoose';
import { type Connection, type Document, type Model, Schema } from 'mongoose';
import type { CollectionSpec, Doc } from '../types.ts';

type Stored = Document & Doc;

const TYPES = { string: String, number: Number, boolean: Boolean } as const;

/**
 * moleculer-db-adapter-mongoose over a connection that belongs to one service. The stock adapter shares mongoose's
 * global connection among all services of a process, which makes one database of them.
 */
export class MongoAdapter extends MongooseDbAdapter<Stored> {
  declare model: Model<Stored>;
  readonly #connection: Connection;
  readonly #collection: string;
  readonly #spec: CollectionSpec;

  constructor(connection: Connection, collection: string, spec: CollectionSpec) {
    super('', {});
    this.#connection = connection;
    this.#collection = collection;
    this.#spec = spec;
  }

  override init(): void {}

  /** Binds the model and makes the indexes. The connection is the database's, opened before. */
  override async connect(): Promise<void> {
    this.bind();
    await this.#ensureIndexes();
  }

  /** Binds the model alone, which is enough to read. */
  bind(): void {
    const fields = Object.entries(this.#spec.fields ?? {}).map(([name, type]) => [
      name,
      { type: TYPES[type] },
    ]);
    const schema = new Schema(
      {
        _id: { type: String, required: true },
        rev: { type: Number, required: true },
        ...Object.fromEntries(fields),
      },
      { strict: false, versionKey: false, minimize: false, autoIndex: false, autoCreate: false, id: false },
    );
    this.model = this.#connection.model(
      this.#collection,
      schema,
      this.#collection,
    ) as unknown as Model<Stored>;
  }

  override async disconnect(): Promise<void> {}

  async #ensureIndexes(): Promise<void> {
    const keys = (fields: readonly string[]) =>
      Object.fromEntries(fields.map((field) => [field, 1 as const]));
    for (const { equal = [], order = [] } of Object.values(this.#spec.queries ?? {})) {
      const fields = [...equal, ...order];
      if (fields.length > 0) await this.model.collection.createIndex(keys([...fields, '_id']));
    }
    for (const group of this.#spec.unique ?? []) {
      // Sparse, so that documents without the field do not exclude each other (SQLite lets NULLs repeat as well).
      await this.model.collection.createIndex(keys(group), { unique: true, sparse: true });
    }
  }
}
