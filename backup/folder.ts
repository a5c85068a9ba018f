import { chmod, copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StartupError } from '../errors.ts';
import { isFull } from '../mixins/store/sqlite/damage.ts';
import packageJson from '../package.json' with { type: 'json' };
import { exists, flush, SECRET } from './files.ts';
import { type BackedUpFile, describe, type Manifest, writeManifest } from './manifest.ts';

export interface BackedUp {
  files: BackedUpFile[];
  /** Bytes. */
  size: number;
  /** Whether the secret is a file of the data folder; else the operator keeps it. */
  hasSecret: boolean;
}

/**
 * Makes the folder of a backup, which gets its name when it is whole.
 * @throws {StartupError} when the folder is taken or the disk is full: then nothing is left
 */
export async function makeFolder(
  folder: string,
  fill: (draft: string) => Promise<BackedUp>,
): Promise<BackedUp> {
  await refuseTaken(folder);
  const draft = `${folder}.partial`;
  await rm(draft, { recursive: true, force: true });
  try {
    await mkdir(draft, { recursive: true, mode: 0o700 });
    const backedUp = await fill(draft);
    await rename(draft, folder);
    await flush(dirname(folder));
    return backedUp;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (isFull(error))
      throw new StartupError(`The disk that holds ${folder} is full. Nothing is left of the backup.`);
    throw error;
  }
}

/** Copies the secret, when it is a file of the data folder. */
export async function copySecret(data: string, draft: string): Promise<BackedUpFile[]> {
  if (!(await exists(join(data, SECRET)))) return [];
  const copy = join(draft, SECRET);
  await copyFile(join(data, SECRET), copy);
  await chmod(copy, 0o600);
  await flush(copy);
  return [await describe(draft, SECRET)];
}

/** Says what is in a folder, which thereby is a backup. */
export async function finishFolder(
  draft: string,
  manifest: Omit<Manifest, 'format' | 'cantiga'>,
): Promise<BackedUp> {
  const { created, files, ...store } = manifest;
  await writeManifest(draft, { created, cantiga: packageJson.version, ...store, files });
  return {
    files,
    size: files.reduce((sum, { size }) => sum + size, 0),
    hasSecret: files.some(({ name }) => name === SECRET),
  };
}

async function refuseTaken(folder: string): Promise<void> {
  const there = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (there.length > 0)
    throw new StartupError(`${folder} is not empty. Name a folder that is not there yet.`);
}
