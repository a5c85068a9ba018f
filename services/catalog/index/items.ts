import { fold } from '../fold.ts';
import { keyOf } from '../ids.ts';
import type { Album, Artist, Item, Track } from '../model.ts';
import type { IndexFile } from './rows.ts';

const DOCUMENT = {
  artist: 'SELECT doc FROM artist WHERE a = ?',
  album: 'SELECT doc FROM album WHERE a = ?',
  track: 'SELECT doc FROM track WHERE id = ?',
} as const;

function document<T>(index: IndexFile, kind: Item['kind'], key: string | number): T | undefined {
  const row = index.one<{ doc: string }>(DOCUMENT[kind], key);
  return row === undefined ? undefined : (JSON.parse(row.doc) as T);
}

/** An artist with its albums, oldest first: its own, else those on which it appears. */
export function artistWithAlbums(index: IndexFile, id: string): (Artist & { albums: Album[] }) | undefined {
  const key = id.startsWith('ar-') ? keyOf(id) : undefined;
  const artist = key === undefined ? undefined : document<Artist>(index, 'artist', key);
  if (artist === undefined) return undefined;
  const albums = index.list<Album>(
    `SELECT doc AS v FROM album_artist CROSS JOIN album ON a = album
      WHERE artist = ? AND main = ? AND live = 1 ORDER BY year, sort, a`,
    key!,
    artist.albumCount > 0 ? 1 : 0,
  );
  return { ...artist, albums };
}

/** An album with its live tracks by disc, number and title. */
export function albumWithTracks(index: IndexFile, id: string): (Album & { tracks: Track[] }) | undefined {
  const key = id.startsWith('al-') ? keyOf(id) : undefined;
  const album = key === undefined ? undefined : document<Album>(index, 'album', key);
  if (album === undefined) return undefined;
  const tracks = index.list<Track>(
    'SELECT doc AS v FROM track WHERE album = ? AND live = 1 ORDER BY disc, no, sort, n',
    key!,
  );
  return { ...album, tracks };
}

/** The items of these ids, of any kind and vanished ones too, in that order; null where there is none. */
export function resolve(index: IndexFile, ids: readonly string[]): (Item | null)[] {
  const known = new Map<string, Item>();
  const distinct = [...new Set(ids)];
  const keys = (prefix: string) =>
    distinct.filter((id) => id.startsWith(prefix)).flatMap((id) => keyOf(id) ?? []);
  const found: Item[] = [
    ...documents(index, 'SELECT doc AS v FROM json_each(?) CROSS JOIN artist ON a = value', keys('ar-')),
    ...documents(index, 'SELECT doc AS v FROM json_each(?) CROSS JOIN album ON a = value', keys('al-')),
    ...documents(
      index,
      'SELECT doc AS v FROM json_each(?) AS wanted CROSS JOIN track ON track.id = wanted.value',
      distinct.filter((id) => id.startsWith('tr-')),
    ),
  ];
  for (const item of found) known.set(item.id, item);
  return ids.map((id) => known.get(id) ?? null);
}

function documents(index: IndexFile, sql: string, keys: (string | number)[]): Item[] {
  return keys.length === 0 ? [] : index.list<Item>(sql, JSON.stringify(keys));
}

/** The live tracks by these titles are few; of those by that artist the first. */
export function isBy(track: Track, artist: string | undefined): boolean {
  if (artist === undefined) return true;
  const wanted = fold(artist).trim();
  return [...track.artists, ...track.albumArtists, { name: track.displayArtist }].some(
    ({ name }) => fold(name).trim() === wanted,
  );
}
