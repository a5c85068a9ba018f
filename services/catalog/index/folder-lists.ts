import type { Folder, FolderDetails } from '../model.ts';
import { placesIn } from './folders.ts';
import { following, keysOf, type Order, orderBy } from './keyset.ts';
import type { IndexFile, Selection } from './rows.ts';

/** A page: after the item with these keys, or from the first on. */
interface From {
  limit: number;
  after?: string;
}

interface Row {
  d: number;
  name: string;
  songs: number;
  cover: string | null;
}

const BY_NAME: Order = { columns: ['sort', 'd'] };
const BY_FILE: Order = { columns: ['file', 'n'] };
const BY_PLACE: Order = { columns: ['place', 'file', 'n'] };

const COVER = 'SELECT id FROM track WHERE dir = d AND live = 1 ORDER BY file, n LIMIT 1';

/** A folder in which there are live tracks, in it or below; undefined when there is none of that row. */
export function folderOf(index: IndexFile, d: number): FolderDetails | undefined {
  const found = index.one<Row & { folder: number; own: number; folders: number }>(
    `SELECT d, name, songs, folder, own, (${COVER}) AS cover,
      (SELECT count(*) FROM dir AS inner WHERE inner.parent = dir.d) AS folders FROM dir WHERE d = ?`,
    d,
  );
  if (found === undefined) return undefined;
  const path = index.all<{ d: number; name: string }>(
    `WITH RECURSIVE up (d, name, parent, height) AS (
        SELECT d, name, parent, 0 FROM dir WHERE d = ?
        UNION ALL SELECT dir.d, dir.name, dir.parent, height + 1 FROM up JOIN dir ON dir.d = up.parent)
      SELECT d, name FROM up WHERE height > 0 ORDER BY height DESC`,
    d,
  );
  return {
    ...toFolder(found),
    folder: found.folder,
    path: path.map(({ d: row, name }) => ({ id: idOf(row), name })),
    folderCount: found.folders,
    trackCount: found.own,
  };
}

/** A page of the folders that lie in one, by name. */
export function foldersIn(
  index: IndexFile,
  d: number,
  { limit, after }: From,
): { items: Folder[]; next: string | null } {
  const [condition, values] = after === undefined ? ['1', []] : following(BY_NAME, after);
  const rows = index.all<Row & { keys: string }>(
    `SELECT d, name, songs, (${COVER}) AS cover, ${keysOf(BY_NAME)} AS keys FROM dir
      WHERE parent = ? AND ${condition} ORDER BY ${orderBy(BY_NAME)} LIMIT ?`,
    ...[d, ...values, limit + 1],
  );
  const items = rows.slice(0, limit);
  return { items: items.map(toFolder), next: rows.length > limit ? items.at(-1)!.keys : null };
}

/** A page of the live tracks that lie in a folder, by the names of their files. */
export function tracksIn(d: number, { limit, after }: From): Selection<'track'> {
  const [condition, values] = after === undefined ? ['1', []] : following(BY_FILE, after);
  return {
    kind: 'track',
    sql: `SELECT n AS page FROM track WHERE dir = ? AND live = 1 AND ${condition}
      ORDER BY ${orderBy(BY_FILE)} LIMIT ?`,
    values: [d, ...values, limit],
    order: BY_FILE,
  };
}

/** A page of the live tracks in a folder and in all below it, folder by folder. */
export function tracksBelow(index: IndexFile, d: number, { limit, after }: From): Selection<'track'> {
  const top = index.one<{ place: string }>('SELECT place FROM dir WHERE d = ?', d);
  const [from, before] = placesIn(top?.place ?? '');
  const [condition, values] = after === undefined ? ['1', []] : following(BY_PLACE, after);
  return {
    kind: 'track',
    // Without the first condition, everything before the page would be looked through.
    sql: `SELECT n AS page FROM dir CROSS JOIN track ON track.dir = d AND live = 1
      WHERE place >= ? AND place < ? AND ${condition} ORDER BY ${orderBy(BY_PLACE)} LIMIT ?`,
    values: [maxOf(from, values[0]), before, ...values, limit],
    order: BY_PLACE,
    orderIn: 'track JOIN dir ON dir.d = track.dir',
  };
}

function maxOf(from: string, after: string | number | undefined): string {
  return typeof after === 'string' && after > from ? after : from;
}

function toFolder({ d, name, songs, cover }: Row): Folder {
  return { id: idOf(d), name, songCount: songs, ...(cover !== null && { coverTrack: cover }) };
}

function idOf(d: number): string {
  return `fo-${d.toString(16).padStart(13, '0')}`;
}
