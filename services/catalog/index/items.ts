import type { Entries } from '../../actions.ts';
import { fold } from '../fold.ts';
import { keyOf } from '../ids.ts';
import type { Item, Track } from '../model.ts';
import { type IndexFile, type Selection, selectionOf } from './rows.ts';

const NONE = -1;

/** An artist, and its albums, oldest first: its own, else those on which it appears. */
export interface ArtistPage {
  artist: Selection<'artist'>;
  albums: Selection<'album'>;
}

/** Undefined when there is no such artist. */
export function artistPage(index: IndexFile, id: string): ArtistPage | undefined {
  const key = numberOf('ar-', id);
  const found = index.one<{ owns: number }>(
    "SELECT doc ->> 'albumCount' > 0 AS owns FROM artist WHERE a = ?",
    key,
  );
  if (found === undefined) return undefined;
  return {
    artist: selectionOf('artist', [key]),
    albums: {
      kind: 'album',
      sql: `SELECT a AS page FROM album_artist CROSS JOIN album ON a = album
        WHERE artist = ? AND main = ? AND live = 1 ORDER BY year, sort, a`,
      values: [key, found.owns],
    },
  };
}

/** An album, and its live tracks by disc, number and title. */
export interface AlbumPage {
  album: Selection<'album'>;
  tracks: Selection<'track'>;
}

/** Undefined when there is no such album. */
export function albumPage(index: IndexFile, id: string): AlbumPage | undefined {
  const key = numberOf('al-', id);
  if (index.one('SELECT 1 FROM album WHERE a = ?', key) === undefined) return undefined;
  return {
    album: selectionOf('album', [key]),
    tracks: {
      kind: 'track',
      sql: 'SELECT n AS page FROM track WHERE album = ? AND live = 1 ORDER BY disc, no, sort, n',
      values: [key],
    },
  };
}

/** The tracks of these ids, vanished ones too, in their order; those that do not exist are left out. */
export function tracksOf(ids: readonly string[]): Selection<'track'> {
  return {
    kind: 'track',
    sql: 'SELECT n AS page FROM json_each(?) AS wanted CROSS JOIN track ON track.id = wanted.value',
    values: [JSON.stringify(ids)],
  };
}

/** The items of these ids, of any kind and vanished ones too, in that order; null where there is none. */
export function resolve(index: IndexFile, ids: readonly string[]): (Item | null)[] {
  const distinct = [...new Set(ids)];
  const having = (prefix: string) => distinct.filter((id) => id.startsWith(prefix));
  const keys = (prefix: string) => having(prefix).flatMap((id) => keyOf(id) ?? []);
  const find = (wanted: unknown[], selection: Selection): Item[] =>
    wanted.length === 0 ? [] : index.documents(selection);
  const [artists, albums, tracks] = [keys('ar-'), keys('al-'), having('tr-')];
  const found = [
    ...find(artists, selectionOf('artist', artists)),
    ...find(albums, selectionOf('album', albums)),
    ...find(tracks, tracksOf(tracks)),
  ];
  const known = new Map(found.map((item) => [item.id, item]));
  return ids.map((id) => known.get(id) ?? null);
}

/** The documents of these ids as bytes, likewise, except that those of which there are none are left out. */
export function textsOf(index: IndexFile, ids: readonly string[]): Entries {
  const having = (prefix: string) => ids.filter((id) => id.startsWith(prefix));
  const keys = (prefix: string) => having(prefix).flatMap((id) => keyOf(id) ?? []);
  const parts = [
    selectionOf('artist', keys('ar-')),
    selectionOf('album', keys('al-')),
    tracksOf(having('tr-')),
  ].map((selection) => index.texts(selection));
  const [only, ...others] = parts.filter((part) => part.ids.length > 0);
  if (others.length === 0) return only ?? parts[0]!;
  const known = new Map(parts.flatMap(separate));
  const found = ids.filter((id) => known.has(id));
  const texts = found.map((id) => known.get(id)!);
  return { ids: found, lengths: texts.map(({ length }) => length), json: Buffer.from(texts.join(',')) };
}

function separate({ ids, lengths, json }: Entries): [id: string, text: Buffer][] {
  let start = 0;
  return ids.map((id, i) => {
    const end = start + lengths[i]!;
    const text = json.subarray(start, end);
    start = end + 1;
    return [id, text];
  });
}

/** The number behind an id; of one that cannot exist, one that does not. */
function numberOf(prefix: string, id: string): number {
  return (id.startsWith(prefix) ? keyOf(id) : undefined) ?? NONE;
}

/** The live tracks by these titles are few; of those by that artist the first. */
export function isBy(track: Track, artist: string | undefined): boolean {
  if (artist === undefined) return true;
  const wanted = fold(artist).trim();
  return [...track.artists, ...track.albumArtists, { name: track.displayArtist }].some(
    ({ name }) => fold(name).trim() === wanted,
  );
}
