import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartupError } from '../errors.ts';
import { flush, sha256 } from './files.ts';

const MANIFEST = 'manifest.json';
/** The checksum of the manifest, for `sha256sum -c`. */
const CHECKSUM = 'manifest.sha256';
/** Of what a backup is made of. Raise it when older code could not restore it. */
const FORMAT = 1;
const NAME = /^([a-z][a-z0-9-]*\.(db|[A-Za-z0-9]+\.bson\.gz)|secret)$/;

export interface BackedUpFile {
  name: string;
  /** Bytes. */
  size: number;
  sha256: string;
  /** Of a database of SQLite: the version of its format. */
  version?: number;
  /** Of a collection of MongoDB: how many it holds. */
  documents?: number;
}

export interface Manifest {
  format: number;
  /** When the data was as it is here: RFC 3339. */
  created: string;
  cantiga: string;
  /** The version of what the data was in: one of these. */
  sqlite?: string;
  mongodb?: string;
  files: BackedUpFile[];
}

/** Writes what makes a folder of files a backup. */
export async function writeManifest(folder: string, manifest: Omit<Manifest, 'format'>): Promise<void> {
  const text = `${JSON.stringify({ format: FORMAT, ...manifest }, null, 2)}\n`;
  for (const [name, content] of [
    [MANIFEST, text],
    [CHECKSUM, checksumOf(text)],
  ] as const)
    await writeFile(join(folder, name), content, { mode: 0o600, flush: true });
  await flush(folder);
}

/** @throws {StartupError} when the folder holds no backup, or one that is damaged or of a newer version */
export async function readManifest(folder: string): Promise<Manifest> {
  const [text, checksum] = await Promise.all(
    [MANIFEST, CHECKSUM].map((name) => readFile(join(folder, name), 'utf8').catch(() => undefined)),
  );
  if (text === undefined || checksum === undefined)
    throw new StartupError(
      `${folder} holds no backup: it has no ${text === undefined ? MANIFEST : CHECKSUM}.`,
    );
  if (checksum !== checksumOf(text)) throw damagedBackup(join(folder, MANIFEST));
  const manifest = JSON.parse(text) as Manifest;
  if (manifest.format > FORMAT)
    throw new StartupError(
      `${folder} was made by a newer version of Cantiga (${manifest.cantiga}). Use that version.`,
    );
  const stranger = manifest.files.find(({ name }) => !NAME.test(name));
  if (stranger !== undefined)
    throw new StartupError(`${folder} names a file that is none of Cantiga's: ${stranger.name}.`);
  return manifest;
}

/** @throws {StartupError} when the data was in another store than the one that it is to be restored to */
export function refuseOther(manifest: Manifest, store: 'sqlite' | 'mongodb'): void {
  if (manifest[store] !== undefined) return;
  throw new StartupError(
    store === 'sqlite'
      ? 'This is a backup of MongoDB. It is restored to MongoDB only: set CANTIGA_MONGO_URL.'
      : 'This is a backup of SQLite databases. It is restored to a data folder only, without CANTIGA_MONGO_URL.',
  );
}

/** What identifies a backup. */
export function identityOf(manifest: Manifest): string {
  return createHash('sha256').update(JSON.stringify(manifest)).digest('hex');
}

/** What a file of a backup is. Of a database of SQLite: is sure that it is whole. @throws {StartupError} when it is not */
export async function describe(folder: string, name: string): Promise<BackedUpFile> {
  const file = join(folder, name);
  const version = isDatabase(name) ? checkedVersion(file) : undefined;
  const { size } = await stat(file);
  return { name, size, sha256: await sha256(file), ...(version !== undefined && { version }) };
}

/** @throws {StartupError} when a file is not what the manifest says, to the last byte */
export async function check(folder: string, file: BackedUpFile): Promise<void> {
  const path = join(folder, file.name);
  const { size } = await stat(path).catch(() => ({ size: undefined }));
  if (size === undefined) throw new StartupError(`The backup is not whole: ${path} is missing.`);
  if (size !== file.size || (await sha256(path)) !== file.sha256) throw damagedBackup(path);
  if (isDatabase(file.name)) checkedVersion(path);
}

/** @throws {StartupError} as {@link check}, for the first file that is not whole */
export async function checkAll(
  folder: string,
  { files }: Manifest,
  onProgress: (part: number) => void,
): Promise<void> {
  for (const [i, file] of files.entries()) {
    await check(folder, file);
    onProgress((i + 1) / files.length);
  }
}

function isDatabase(name: string): boolean {
  return name.endsWith('.db');
}

function checkedVersion(file: string): number {
  try {
    const db = new DatabaseSync(file, { readOnly: true });
    try {
      const { integrity_check } = db.prepare('PRAGMA integrity_check(1)').get() as {
        integrity_check: string;
      };
      if (integrity_check !== 'ok') throw damagedBackup(file);
      return (db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
    } finally {
      db.close();
    }
  } catch (cause) {
    throw cause instanceof StartupError ? cause : damagedBackup(file, cause);
  }
}

export function damagedBackup(file: string, cause?: unknown): StartupError {
  return new StartupError(`The backup is damaged: ${file} is not as it was written.`, { cause });
}

function checksumOf(manifest: string): string {
  return `${createHash('sha256').update(manifest).digest('hex')}  ${MANIFEST}\n`;
}
