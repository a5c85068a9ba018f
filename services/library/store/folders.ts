import type { Database } from '../../../mixins/store/types.ts';
import type { FolderDoc } from './collections.ts';

export interface MusicFolder {
  /** Stays with the path for ever, whatever the order of the configuration. */
  id: number;
  path: string;
  /** Whether it is among the configured ones. */
  configured: boolean;
}

/** All music folders there ever were, with new ones numbered on. */
export async function numberFolders(db: Database, paths: readonly string[]): Promise<MusicFolder[]> {
  const folders = db.collection<FolderDoc>('folders');
  const known = await folders.query('all', {}, { limit: 10_000 });
  let last = known.reduce((highest, { _id }) => Math.max(highest, Number(_id)), 0);
  for (const path of new Set(paths)) {
    if (known.some((folder) => folder.path === path)) continue;
    last++;
    known.push(await folders.insert({ _id: String(last), path }));
  }
  return known
    .map(({ _id, path }) => ({ id: Number(_id), path, configured: paths.includes(path) }))
    .sort((a, b) => a.id - b.id);
}
