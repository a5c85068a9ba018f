import type { ServiceSchema } from 'moleculer';
import type { Config } from '../../config.ts';
import { checkSpec } from './plan.ts';
import { openSqlite, readSqlite } from './sqlite/database.ts';
import type { CollectionSpec, Database, ReadableDatabase } from './types.ts';

export interface StoreOptions {
  collections: Readonly<Record<string, CollectionSpec>>;
  /** Of the data's format. Raise it when older code could not read what is written; older code then refuses. */
  version?: number;
}

/**
 * Opens the database of one service: MongoDB when one is configured, else an SQLite file in the data folder.
 * @throws {TypeError} for a wrong declaration; {StartupError} when the database cannot be used
 */
export async function openDatabase(
  config: Pick<Config, 'data' | 'mongoUrl' | 'namespace'>,
  service: string,
  { collections, version = 1 }: StoreOptions,
): Promise<Database> {
  for (const [name, spec] of Object.entries(collections)) checkSpec(name, spec);
  if (config.mongoUrl === undefined) return openSqlite(config.data, service, version, collections);
  // Loaded only where it is used: the driver costs memory and start-up time.
  const { openMongo } = await import('./mongo/database.ts');
  return openMongo(config.mongoUrl, config.namespace, service, version, collections);
}

/**
 * Opens the database of a service to look at it, also while an engine uses it.
 * @throws {StartupError} when there is none or it cannot be used
 */
export async function readDatabase(
  config: Pick<Config, 'data' | 'mongoUrl' | 'namespace'>,
  service: string,
  { collections, version = 1 }: StoreOptions,
): Promise<ReadableDatabase> {
  if (config.mongoUrl === undefined) return readSqlite(config.data, service, version, collections);
  const { readMongo } = await import('./mongo/database.ts');
  return readMongo(config.mongoUrl, config.namespace, service, version, collections);
}

/** Gives a service a database of its own as `this.db`, open before the service's own `started` runs. */
export function store(options: StoreOptions): Partial<ServiceSchema> {
  for (const [name, spec] of Object.entries(options.collections)) checkSpec(name, spec);
  return {
    created() {
      // Begun before it is needed: another thread does the work while this one loads the rest of the engine.
      this.openingDb = openDatabase(this.broker.config, this.name, options);
      this.openingDb.catch(() => {});
    },
    async started() {
      this.db = await this.openingDb;
    },
    async stopped() {
      const db = await this.openingDb.catch(() => undefined);
      await db?.close();
    },
  };
}
