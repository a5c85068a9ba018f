import type { AlbumList, TrackList } from '../../actions.ts';
import { genreKey } from '../ids.ts';
import type { Album, Artist, Genre, Track } from '../model.ts';
import type { IndexFile } from './rows.ts';

/** A condition, and the values that it is asked with. */
interface Where {
  conditions: string[];
  values: (string | number)[];
}

type Filters = Pick<AlbumList, 'genre' | 'fromYear' | 'toYear' | 'folder'>;

/** Without a filter, a year of 0 (unknown) is not older than any year; it is left out of every range. */
const FIRST_YEAR = 1;
const LAST_YEAR = 9999;

function years({ fromYear, toYear }: Filters): [number, number] | undefined {
  if (fromYear === undefined && toYear === undefined) return undefined;
  const from = fromYear ?? FIRST_YEAR;
  const to = toYear ?? LAST_YEAR;
  return [Math.max(Math.min(from, to), FIRST_YEAR), Math.max(from, to)];
}

function add(where: Where, condition: string, ...values: (string | number)[]): void {
  where.conditions.push(condition);
  where.values.push(...values);
}

const ALBUM_ORDER = {
  name: 'sort, a',
  artist: 'artistSort, sort, a',
  added: 'created DESC, a',
  year: 'year, sort, a',
  random: 'random()',
} as const;

/** A page of the live albums. Equal ones come in the order of their ids, the same on every node. */
export function listAlbums(index: IndexFile, query: AlbumList): Album[] {
  if (isPlainGenre(query)) return albumsOfGenre(index, query.genre, query.limit, query.offset);
  const where: Where = { conditions: ['live = 1'], values: [] };
  const range = years(query);
  if (query.order === 'year') add(where, 'year BETWEEN ? AND ?', ...(range ?? [0, LAST_YEAR]));
  else if (range !== undefined) add(where, 'year BETWEEN ? AND ?', ...range);
  if (query.genre !== undefined) {
    add(where, 'a IN (SELECT album FROM album_genre WHERE genre = ?)', genreKey(query.genre));
  }
  if (query.folder !== undefined) {
    add(where, 'EXISTS (SELECT 1 FROM album_folder WHERE folder = ? AND album = a)', query.folder);
  }
  const backwards = query.order === 'year' && (query.fromYear ?? FIRST_YEAR) > (query.toYear ?? LAST_YEAR);
  const order = backwards ? 'year DESC, sort, a' : ALBUM_ORDER[query.order];
  return index.list(
    `SELECT doc AS v FROM (SELECT a AS page FROM album WHERE ${where.conditions.join(' AND ')}
      ORDER BY ${order} LIMIT ? OFFSET ?) CROSS JOIN album ON a = page`,
    ...where.values,
    query.limit,
    query.offset,
  );
}

function isPlainGenre(query: AlbumList): query is AlbumList & { genre: string } {
  const { genre, order, fromYear, toYear, folder } = query;
  return genre !== undefined && order === 'name' && (fromYear ?? toYear ?? folder) === undefined;
}

/** The commonest filter in the commonest order has an index of its own. */
function albumsOfGenre(index: IndexFile, genre: string, limit: number, offset: number): Album[] {
  return index.list(
    `SELECT doc AS v FROM (SELECT album AS page FROM album_genre WHERE genre = ?
      ORDER BY sort, album LIMIT ? OFFSET ?) CROSS JOIN album ON a = page`,
    genreKey(genre),
    limit,
    offset,
  );
}

/** A page of the live tracks. */
export function listTracks(index: IndexFile, query: TrackList): Track[] {
  const { genre, folder, limit, offset, order } = query;
  const range = years(query);
  if (order === 'random' && genre === undefined && folder === undefined && range === undefined) {
    return randomTracks(index, limit);
  }
  const where: Where =
    genre === undefined
      ? { conditions: ['live = 1'], values: [] }
      : { conditions: ['genre = ?'], values: [genreKey(genre)] };
  if (range !== undefined) add(where, 'year BETWEEN ? AND ?', ...range);
  if (folder !== undefined) add(where, 'folder = ?', folder);
  return index.list(
    `SELECT doc AS v FROM (SELECT n AS page FROM ${genre === undefined ? 'track' : 'track_genre'}
      WHERE ${where.conditions.join(' AND ')}
      ORDER BY ${order === 'random' ? 'random()' : 'sort, n'} LIMIT ? OFFSET ?) CROSS JOIN track ON n = page`,
    ...where.values,
    limit,
    offset,
  );
}

/** Different tracks, every one as likely as any other. */
function randomTracks(index: IndexFile, limit: number): Track[] {
  const { tracks } = counts(index);
  const chosen = new Set<number>();
  // Floyd's sampling: no retries, however large the part of the whole that is wanted.
  for (let last = Math.max(1, tracks - limit + 1); last <= tracks; last++) {
    const i = 1 + Math.floor(Math.random() * last);
    chosen.add(chosen.has(i) ? last : i);
  }
  const shuffled = [...chosen];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
  }
  return index.list(
    `SELECT doc AS v FROM json_each(?) AS picked CROSS JOIN ordinal ON i = picked.value
      CROSS JOIN track ON track.n = ordinal.n`,
    JSON.stringify(shuffled),
  );
}

/** All live tracks, page by page, in the order in which the catalog learned of them. */
export function allTracks(index: IndexFile, limit: number, offset: number, folder?: number): Track[] {
  if (folder === undefined) {
    return index.list(
      `SELECT doc AS v FROM ordinal CROSS JOIN track ON track.n = ordinal.n
        WHERE i > ? AND i <= ? ORDER BY i`,
      offset,
      offset + limit,
    );
  }
  return index.list(
    `SELECT doc AS v FROM (SELECT n AS page FROM track WHERE live = 1 AND folder = ? ORDER BY n LIMIT ? OFFSET ?)
      CROSS JOIN track ON n = page`,
    folder,
    limit,
    offset,
  );
}

/** Artists in sort order: album artists only (`main`), or everybody credited on a track. */
export function listArtists(
  index: IndexFile,
  { main, folder, limit, offset }: { main: boolean; folder?: number; limit: number; offset: number },
): Artist[] {
  const where: Where = { conditions: [main ? 'live = 1 AND main = 1' : 'live = 1'], values: [] };
  if (folder !== undefined) {
    add(
      where,
      `EXISTS (SELECT 1 FROM album_artist AS link JOIN album_folder USING (album)
        WHERE link.artist = a AND link.main >= ? AND folder = ?)`,
      main ? 1 : 0,
      folder,
    );
  }
  return index.list(
    `SELECT doc AS v FROM (SELECT a AS page FROM artist WHERE ${where.conditions.join(' AND ')}
      ORDER BY sort, a LIMIT ? OFFSET ?) CROSS JOIN artist ON a = page`,
    ...where.values,
    limit,
    offset,
  );
}

export function listGenres(index: IndexFile): Genre[] {
  return index.all<Genre>(
    'SELECT name, songs AS songCount, albums AS albumCount FROM genre ORDER BY name COLLATE NOCASE, name',
  );
}

export interface Counts {
  tracks: number;
  albums: number;
  artists: number;
  lastModified: number;
  position: number;
}

export function counts(index: IndexFile): Counts {
  const row = index.one<Counts>(
    'SELECT tracks, albums, artists, at AS lastModified, pos AS position FROM state',
  );
  return { ...row! };
}
