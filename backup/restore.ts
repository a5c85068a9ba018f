import { chmod, copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { StartupError } from '../errors.ts';
import { isFull } from '../mixins/store/sqlite/damage.ts';
import { takeLock } from '../mixins/store/sqlite/lock.ts';
import { databasesIn, flush, SECRET } from './files.ts';
import { check, checkAll, identityOf, type Manifest, readManifest, refuseOther } from './manifest.ts';
import { beginSwap, finishSwap, holdsData, stage, unfinishedSwap, unstage } from './swap.ts';

export interface RestoreOptions {
  /** Whether what is in the data folder may be replaced. */
  force: boolean;
  /** Is told which part of it is done, from 0 to 1. */
  onProgress?: (part: number) => void;
}

/**
 * Puts a backup in the place of what is in a data folder. When it is killed, it has done nothing, or no engine starts there
 * until it is run again.
 * @throws {StartupError} when an engine uses the folder, it holds data (and not `force`), the backup is not whole or damaged,
 *   or the disk is full: then nothing was touched
 */
export async function restore(
  data: string,
  folder: string,
  { force, onProgress = () => {} }: RestoreOptions,
): Promise<Manifest> {
  const manifest = await readManifest(folder);
  refuseOther(manifest, 'sqlite');
  await mkdir(data, { recursive: true, mode: 0o700 });
  const unlock = await lockAll(data, manifest);
  try {
    const begun = await unfinishedSwap(data);
    if (begun !== undefined) {
      await finishSwap(data);
      if (begun.backup === identityOf(manifest)) return manifest;
    }
    if (!force && (await holdsData(data)))
      throw new StartupError(`${data} holds data. To replace all of it by the backup, add --force.`);
    await checkAll(folder, manifest, (part) => onProgress(part / 2));
    await copyAll(folder, data, manifest, (part) => onProgress((1 + part) / 2));
    await finishSwap(data);
    return manifest;
  } finally {
    unlock();
  }
}

/** Keeps every engine out that would use one of the databases. */
async function lockAll(data: string, { files }: Manifest): Promise<() => void> {
  const names = new Set([...files.map(({ name }) => name), ...(await databasesIn(data)), 'catalog-index.db']);
  const locks: (() => void)[] = [];
  const unlock = () => {
    for (const each of locks) each();
  };
  try {
    for (const name of names) if (name !== SECRET) locks.push(takeLock(data, name.slice(0, -'.db'.length)));
    return unlock;
  } catch (error) {
    unlock();
    throw error;
  }
}

async function copyAll(folder: string, data: string, manifest: Manifest, onProgress: (part: number) => void) {
  const { files } = manifest;
  try {
    const staged = await stage(data);
    for (const [i, file] of files.entries()) {
      const copy = join(staged, file.name);
      await copyFile(join(folder, file.name), copy);
      await chmod(copy, 0o600);
      await flush(copy);
      await check(staged, file);
      onProgress((i + 1) / files.length);
    }
    await beginSwap(data, { backup: identityOf(manifest), files: files.map(({ name }) => name) });
  } catch (error) {
    await unstage(data);
    if (isFull(error))
      throw new StartupError(`The disk that holds ${data} has no space for the backup. Nothing was changed.`);
    throw error;
  }
}
