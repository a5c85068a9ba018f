import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { workerData } from 'node:worker_threads';
import { DEMO_ALBUMS } from './albums.ts';
import { type DemoFile, filesOf } from './files.ts';
import { readManifest, VERSION, writeManifest } from './manifest.ts';

// Linux has a priority for each thread; elsewhere this would slow the whole engine down.
if (process.platform === 'linux') setPriority(0, 19);

const { folder } = workerData as { folder: string };
const files = filesOf(DEMO_ALBUMS);

const manifest = await readManifest(folder);
if (manifest !== undefined && manifest.version !== VERSION) {
  for (const path of manifest.files) await rm(join(folder, path), { force: true });
}
const paths = files.map(({ path }) => path);
await writeManifest(folder, { version: VERSION, complete: false, files: paths });
for (const file of files) await write(file);
await writeManifest(folder, { version: VERSION, complete: true, files: paths });

/** Writes a file unless it is there already. It appears under its name only when it is whole. */
async function write({ path, make }: DemoFile): Promise<void> {
  const target = join(folder, path);
  if (await exists(target)) return;
  const unfinished = join(dirname(target), `.${basename(target)}.part`);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(unfinished, await make(), { flush: true });
  await rename(unfinished, target);
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
