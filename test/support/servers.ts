import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { startGuarded } from './guarded.ts';
import { commandPath } from './need.ts';

/** A real server, started for tests on a free port of this machine. */
export interface TestServer {
  url: string;
  /** Of the server itself, for tests that end it the hard way. */
  pid: number;
  stop(): Promise<void>;
}

const CACHE = resolve(import.meta.dirname, '../../node_modules/.cache/cantiga');
const MONGO = join(import.meta.dirname, 'mongo');
const JARS = join(CACHE, 'mongo-java-server-1.47.0');

/** @param more arguments of nats-server */
export async function startNats(...more: string[]): Promise<TestServer> {
  const server = await startGuarded(commandPath('nats-server'), [
    ...['--addr', '127.0.0.1', '--port', '-1'],
    ...more,
  ]);
  const [, port] = await server.printed(
    /client connections on 127\.0\.0\.1:(\d+)[\s\S]*Server is ready/,
    10_000,
  );
  return { url: `nats://127.0.0.1:${port}`, pid: server.pid, stop: server.stop };
}

/**
 * The stand-in for MongoDB: it proves that what is asked of MongoDB is right, not how fast or durable MongoDB is.
 * `CANTIGA_TEST_MONGO_URL` names a real one instead.
 *
 * @param options.outlive whether the test process may end without stopping it (it ends with the process)
 */
export async function startMongo({ outlive = false } = {}): Promise<TestServer> {
  await downloadMongo();
  const server = await startGuarded(commandPath('java'), [
    '-XX:+UseSerialGC',
    '-Xmx512m',
    '-cp',
    `${JARS}/*`,
    join(MONGO, 'MongoStandIn.java'),
  ]);
  const [, port] = await server.printed(/^listening on (\d+)$/m, 30_000);
  if (outlive) server.unref();
  return { url: `mongodb://127.0.0.1:${port}`, pid: server.pid, stop: server.stop };
}

async function downloadMongo(): Promise<void> {
  if (existsSync(JARS)) return;
  await mkdir(CACHE, { recursive: true });
  // Downloaded aside, so that a download that breaks off is never taken for a whole one.
  const aside = await mkdtemp(`${JARS}-`);
  try {
    await promisify(execFile)(commandPath('mvn'), [
      '--batch-mode',
      '--quiet',
      '--file',
      join(MONGO, 'pom.xml'),
      'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies',
      '-DincludeScope=runtime',
      `-DoutputDirectory=${aside}`,
    ]);
    await rename(aside, JARS);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    // Another test process may have been faster.
    if (!existsSync(JARS)) throw error;
  }
}
