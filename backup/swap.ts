import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UNFINISHED } from '../mixins/store/sqlite/unfinished.ts';
import { BESIDE, exists, filesOf, flush, SECRET } from './files.ts';

/*
 * How new files take the place of old ones in a data folder, with nothing lost at whatever moment the process is killed:
 *
 *   restoring/new/   is filled and checked. Until here nothing has happened.
 *   restoring/begun  is written. From here on no engine starts on the folder, and whoever restores goes on from here.
 *   restoring/old/   takes every old file, and the new ones move in: each new file that is still in restoring/new has
 *                    not moved yet, and what stands in its place is the old one.
 *   restoring/begun  is removed: the new files count. Then the old ones are.
 */

const FOLDER = 'restoring';
const NEW = join(FOLDER, 'new');
const OLD = join(FOLDER, 'old');

interface Swap {
  /** Which backup it is of. */
  backup: string;
  /** The files that are to be there. */
  files: string[];
}

/** Makes an empty folder for the new files. */
export async function stage(data: string): Promise<string> {
  await rm(join(data, FOLDER), { recursive: true, force: true });
  await mkdir(join(data, NEW), { recursive: true, mode: 0o700 });
  return join(data, NEW);
}

/** Removes what was staged. */
export async function unstage(data: string): Promise<void> {
  await rm(join(data, FOLDER), { recursive: true, force: true });
}

/** Says that what was staged is to take the place of what is there: {@link finishSwap} does it. */
export async function beginSwap(data: string, swap: Swap): Promise<void> {
  await flush(join(data, NEW));
  await mkdir(join(data, OLD), { mode: 0o700 });
  const draft = join(data, FOLDER, 'begun.new');
  await writeFile(draft, JSON.stringify(swap), { mode: 0o600, flush: true });
  await rename(draft, join(data, UNFINISHED));
  for (const folder of [FOLDER, '.']) await flush(join(data, folder));
}

/** The swap that was begun on a data folder and not finished. */
export async function unfinishedSwap(data: string): Promise<Swap | undefined> {
  const text = await readFile(join(data, UNFINISHED), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : (JSON.parse(text) as Swap);
}

/** Goes on with a swap that was begun, from wherever it was left. */
export async function finishSwap(data: string): Promise<void> {
  const { files } = (await unfinishedSwap(data))!;
  for (const name of await strangersIn(data, files)) await putAside(data, name);
  for (const name of files) {
    if (!(await exists(join(data, NEW, name)))) continue;
    for (const file of filesOf('', name)) await putAside(data, file);
    await rename(join(data, NEW, name), join(data, name));
  }
  for (const folder of [OLD, '.']) await flush(join(data, folder));
  await rm(join(data, UNFINISHED));
  await flush(join(data, FOLDER));
  await unstage(data);
}

/** Databases that are there and not among the files: they belong to what is replaced. */
async function strangersIn(data: string, files: readonly string[]): Promise<string[]> {
  const databaseOf = (name: string) => {
    const end = BESIDE.find((each) => name.endsWith(each)) ?? '';
    return name.slice(0, name.length - end.length);
  };
  return (await readdir(data)).filter((name) => {
    const database = databaseOf(name);
    return database.endsWith('.db') && !files.includes(database);
  });
}

async function putAside(data: string, name: string): Promise<void> {
  const [present, old] = [join(data, name), join(data, OLD, name)];
  if (!(await exists(present))) return;
  // What was there first is the old one.
  if (await exists(old)) await rm(present);
  else await rename(present, old);
}

/** Whether a data folder holds anything that a restore would replace. */
export async function holdsData(data: string): Promise<boolean> {
  const names = await readdir(data).catch(() => [] as string[]);
  return names.some((name) => name.endsWith('.db') || name === SECRET);
}
