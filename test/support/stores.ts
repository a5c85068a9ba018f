import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { createConnection } from 'mongoose';
import type { Config } from '../../config.ts';
import { uniqueNamespace } from './namespace.ts';
import { have } from './need.ts';
import { startMongo } from './servers.ts';

type StoreConfig = Pick<Config, 'data' | 'mongoUrl' | 'namespace'>;

/** A store to run a suite of tests on: `describe.each(stores)('… on $name', ({ open }) => …)`. */
export interface StoreUnderTest {
  name: 'sqlite' | 'mongo';
  /** An empty place of its own to store in. */
  open(): Promise<{ config: StoreConfig; cleanup(): Promise<void> }>;
}

const sqlite: StoreUnderTest = {
  name: 'sqlite',
  async open() {
    const data = await mkdtemp(join(tmpdir(), 'cantiga-store-'));
    return {
      config: { data, mongoUrl: undefined, namespace: uniqueNamespace() },
      cleanup: () => rm(data, { recursive: true, force: true }),
    };
  },
};

const mongo: StoreUnderTest = {
  name: 'mongo',
  async open() {
    const data = await mkdtemp(join(tmpdir(), 'cantiga-store-'));
    const mongoUrl = await sharedMongo();
    const namespace = uniqueNamespace();
    return {
      config: { data, mongoUrl, namespace },
      async cleanup() {
        await dropDatabases(mongoUrl, namespace);
        await rm(data, { recursive: true, force: true });
      },
    };
  },
};

/** The stores of this machine: SQLite always, MongoDB where there is one or its stand-in can be run. */
export const stores: StoreUnderTest[] = have('stores on MongoDB', 'mongo') ? [sqlite, mongo] : [sqlite];

let own: Promise<string> | undefined;

/** URL of the server of this test run; a file that is run by itself starts one. */
export function sharedMongo(): Promise<string> {
  if (env.CANTIGA_TEST_MONGO_URL) return Promise.resolve(env.CANTIGA_TEST_MONGO_URL);
  own ??= startMongo({ outlive: true }).then(({ url }) => url);
  return own;
}

/** Removes every database of that namespace. */
export async function dropDatabases(url: string, namespace: string): Promise<void> {
  const connection = await createConnection(url).asPromise();
  try {
    const { databases } = await connection.listDatabases();
    // The stand-in takes along what is in databases whose names begin alike, and stumbles when those are dropped: longest first.
    for (const { name } of databases.toSorted((a, b) => b.name.length - a.name.length)) {
      if (name.startsWith(`${namespace}-`)) await connection.useDb(name).dropDatabase();
    }
  } finally {
    await connection.close();
  }
}
