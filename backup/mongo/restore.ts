import { chmod, copyFile, mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../config.ts';
import { StartupError } from '../../errors.ts';
import { connect } from '../../mixins/store/mongo/connection.ts';
import { flush, SECRET } from '../files.ts';
import {
  checkAll,
  damagedBackup,
  identityOf,
  type Manifest,
  readManifest,
  refuseOther,
} from '../manifest.ts';
import type { RestoreOptions } from '../restore.ts';
import { databaseName, placeOf } from './rooms.ts';
import { Target } from './target.ts';

/**
 * Puts a backup in the place of what an engine has in MongoDB, with no engine running. When it is killed, it has done
 * nothing, or no engine starts there until it is run again.
 * @throws {StartupError} when there is data (and not `force`), or the backup is not whole, damaged or of SQLite: then
 *   nothing was touched
 */
export async function restoreMongo(
  { mongoUrl, namespace, data }: Pick<Config, 'data' | 'namespace'> & { mongoUrl: string },
  folder: string,
  { force, onProgress = () => {} }: RestoreOptions,
): Promise<Manifest> {
  const manifest = await readManifest(folder);
  refuseOther(manifest, 'mongodb');
  const backup = identityOf(manifest);
  const connection = await connect(mongoUrl, databaseName(namespace, 'auth'));
  try {
    const target = new Target(connection.getClient(), namespace);
    const begun = await target.begun();
    const isSame = begun?.backup === backup;
    if (isSame && begun?.whole) {
      await target.finish();
      return manifest;
    }
    if (!force && !isSame) await refuseData(target, namespace, data, folder, manifest);
    await checkAll(folder, manifest, (part) => onProgress(part / 2));
    await target.begin(backup);
    await target.clear();
    await loadAll(target, folder, manifest, (part) => onProgress((1 + part) / 2));
    await restoreSecret(folder, data, manifest);
    await target.finish();
    return manifest;
  } finally {
    await connection.close();
  }
}

async function refuseData(
  target: Target,
  namespace: string,
  data: string,
  folder: string,
  manifest: Manifest,
): Promise<void> {
  if (await target.holdsData())
    throw new StartupError(
      `MongoDB holds data of '${namespace}'. To replace all of it by the backup, add --force.`,
    );
  if (!hasSecret(manifest)) return;
  const [there, restored] = await Promise.all([data, folder].map((each) => secretIn(each)));
  if (there !== undefined && there !== restored)
    throw new StartupError(`${data} holds another secret. To replace it by that of the backup, add --force.`);
}

async function loadAll(
  target: Target,
  folder: string,
  { files }: Manifest,
  onProgress: (part: number) => void,
): Promise<void> {
  const total = files.reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  for (const { name, size, documents } of files) {
    const place = placeOf(name);
    if (place !== undefined && (await target.load(join(folder, name), place)) !== documents)
      throw damagedBackup(join(folder, name));
    done += size;
    onProgress(done / total);
  }
}

function hasSecret({ files }: Manifest): boolean {
  return files.some(({ name }) => name === SECRET);
}

async function secretIn(folder: string): Promise<string | undefined> {
  return readFile(join(folder, SECRET), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

async function restoreSecret(folder: string, data: string, manifest: Manifest): Promise<void> {
  if (!hasSecret(manifest)) return;
  await mkdir(data, { recursive: true, mode: 0o700 });
  const draft = join(data, `${SECRET}.new`);
  await copyFile(join(folder, SECRET), draft);
  await chmod(draft, 0o600);
  await flush(draft);
  await rename(draft, join(data, SECRET));
  await flush(data);
}
