import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** To be raised with every change to what the demo plays or what its tags say. */
export const VERSION = 1;

/** What was composed into a folder. */
export interface Manifest {
  version: number;
  complete: boolean;
  /** Every file of that version, inside the folder. */
  files: string[];
}

const NAME = '.cantiga-demo.json';

/** The manifest of a folder; undefined when there is none, or none that can be read. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  const text = await readFile(join(folder, NAME), 'utf8').catch(() => '');
  try {
    return JSON.parse(text) as Manifest;
  } catch {
    return undefined;
  }
}

export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const unfinished = join(folder, `${NAME}.part`);
  await writeFile(unfinished, JSON.stringify(manifest, undefined, 2), { flush: true });
  await rename(unfinished, join(folder, NAME));
}
