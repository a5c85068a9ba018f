import { type Connection, createConnection } from 'mongoose';
import { CantigaError, StartupError } from '../../../errors.ts';

const DUPLICATE_KEY = 11_000;
const OUT_OF_DISK = 14_031;
/** The document that carries a database's format version. */
const FORMAT = { collection: 'cantiga', id: 'format' };

interface Format {
  _id: string;
  version: number;
}

/**
 * A connection of its own to a database, which is marked with the version of its format. Writes wait for the majority of
 * the servers, reads ask the primary.
 * @throws {StartupError} when the server cannot be reached or the database is of a newer version
 */
export async function openConnection(url: string, name: string, version: number): Promise<Connection> {
  const connection = await readConnection(url, name, version);
  try {
    const formats = connection.collection<Format>(FORMAT.collection);
    await formats.updateOne({ _id: FORMAT.id }, { $set: { version } }, { upsert: true });
    return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/**
 * The same for reading only: nothing is changed.
 * @throws {StartupError} as {@link openConnection}
 */
export async function readConnection(url: string, name: string, version: number): Promise<Connection> {
  const connection = await connect(url, name);
  try {
    await checkVersion(connection, name, version);
    return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

async function connect(url: string, dbName: string): Promise<Connection> {
  try {
    return await createConnection(url, {
      dbName,
      serverSelectionTimeoutMS: 5000,
      socketTimeoutMS: 30_000,
      maxPoolSize: 10,
      writeConcern: { w: 'majority' },
      readPreference: 'primary',
      bufferCommands: false,
      ignoreUndefined: true,
    }).asPromise();
  } catch (error) {
    throw new StartupError(
      `MongoDB does not answer at ${hostsOf(url)} (${(error as Error).message}). Is it running, and is CANTIGA_MONGO_URL right?`,
    );
  }
}

/** The part of a URL that may be shown: several hosts are no URL for others, and before them may be a password. */
function hostsOf(url: string): string {
  return /^[^:]+:\/\/(?:[^/]*@)?([^/?]*)/.exec(url)![1]!;
}

async function checkVersion(connection: Connection, name: string, version: number): Promise<void> {
  const found = await connection.collection<Format>(FORMAT.collection).findOne({ _id: FORMAT.id });
  if (found !== null && found.version > version) {
    throw new StartupError(
      `The database ${name} was written by a newer version of Cantiga (format ${found.version}, this one knows ${version}).`,
    );
  }
}

/** Runs a command; the driver's errors become the engine's. */
export async function translate<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CantigaError || error instanceof TypeError) throw error;
    const { code, message } = error as { code?: number; message: string };
    if (code === DUPLICATE_KEY)
      throw new CantigaError('ALREADY_EXISTS', 'There is one with that key already.');
    if (code === OUT_OF_DISK)
      throw new CantigaError('DISK_FULL', 'The disk is full: nothing can be stored now.');
    throw new CantigaError('UNAVAILABLE', `The database does not answer: ${message}`);
  }
}
