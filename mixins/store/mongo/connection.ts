import { type Connection, createConnection, type mongo } from 'mongoose';
import { CantigaError, StartupError } from '../../../errors.ts';

const DUPLICATE_KEY = 11_000;
const OUT_OF_DISK = 14_031;
/** The collection of what is said of a database, and the document in it that carries the version of its format. */
export const ABOUT = 'cantiga';
const FORMAT = { collection: ABOUT, id: 'format' };
/** Of a document in {@link ABOUT}, while a backup is being restored to the database. */
export const RESTORING = 'restoring';

interface Format {
  _id: string;
  version: number;
}

/**
 * A connection of its own to a database, which is marked with the version of its format. Writes wait for the majority of
 * the servers, reads ask the primary.
 * @throws {StartupError} when the server cannot be reached, the database is of a newer version, or a backup is half
 *   restored to it
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

/** Connects and looks at nothing. @throws {StartupError} when the server cannot be reached */
export async function connect(url: string, dbName: string): Promise<Connection> {
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

/** @throws {StartupError} when some documents of a database are from a backup and others are not */
export async function refuseHalfRestored(db: mongo.Db): Promise<void> {
  if ((await db.collection<{ _id: string }>(ABOUT).findOne({ _id: RESTORING })) === null) return;
  throw new StartupError(
    `A backup was being restored to the database ${db.databaseName}, and that was not finished. Run \`npm run restore\` again.`,
  );
}

async function checkVersion(connection: Connection, name: string, version: number): Promise<void> {
  await refuseHalfRestored(connection.db!);
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
