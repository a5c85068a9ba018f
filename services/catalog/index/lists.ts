import { CantigaError } from '../../../errors.ts';
import type { AlbumList, TrackList } from '../../actions.ts';
import { genreKey } from '../ids.ts';
import type { Genre } from '../model.ts';
import { following, type Order, orderBy } from './keyset.ts';
import type { IndexFile, Selection } from './rows.ts';

/** A page of a list: after so many items, or after the item with these keys. */
interface From {
  offset: number;
  after?: string;
}

/** A condition, and the values that it is asked with. */
interface Where {
  conditions: string[];
  values: (string | number)[];
}

type Filters = Pick<AlbumList, 'genre' | 'fromYear' | 'toYear' | 'addedSince' | 'folder'>;

/** Without a filter, a year of 0 (unknown) is not older than any year; it is left out of every range. */
const FIRST_YEAR = 1;
const LAST_YEAR = 9999;

function years({ fromYear, toYear }: Filters): [number, number] | undefined {
  if (fromYear === undefined && toYear === undefined) return undefined;
  const from = fromYear ?? FIRST_YEAR;
  const to = toYear ?? LAST_YEAR;
  return [Math.max(Math.min(from, to), FIRST_YEAR), Math.max(from, to)];
}

/** ms since 1970. @throws {CantigaError} BAD_PARAMETER */
function since(addedSince: string): number {
  const time = Date.parse(addedSince);
  if (!/^\d{4}-\d\d-\d\d(T|$)/.test(addedSince) || Number.isNaN(time)) {
    throw new CantigaError(
      'BAD_PARAMETER',
      "Parameter 'addedSince' is not a date as YYYY-MM-DD, or a date and time.",
    );
  }
  return time;
}

function add(where: Where, condition: string, ...values: (string | number)[]): void {
  where.conditions.push(condition);
  where.values.push(...values);
}

/** A list starts or goes on here; no random one can be gone on with. */
function addAfter(where: Where, { after }: From, order: Order | undefined): void {
  if (after === undefined) return;
  if (order === undefined) {
    throw new CantigaError('BAD_PARAMETER', 'A list in a random order is one page.');
  }
  const [condition, values] = following(order, after);
  add(where, condition, ...values);
}

const BY_SORT: Order = { columns: ['sort', 'a'] };
const ALBUM_ORDER: Readonly<Record<AlbumList['order'], Order | undefined>> = {
  name: BY_SORT,
  artist: { columns: ['artistSort', 'sort', 'a'] },
  added: { columns: ['created', 'a'], backwards: true },
  year: { columns: ['year', 'sort', 'a'] },
  random: undefined,
};
const YEAR_BACKWARDS: Order = { columns: ['year', 'sort', 'a'], backwards: true };
const TRACK_ORDER: Readonly<Record<TrackList['order'], Order | undefined>> = {
  title: { columns: ['sort', 'n'] },
  added: { columns: ['added', 'n'], backwards: true },
  random: undefined,
};

/** A page of the live albums. Equal ones come in the order of their ids, the same on every node. */
export function listAlbums(query: AlbumList & From): Selection<'album'> {
  if (isPlainGenre(query)) return albumsOfGenre(query.genre, query);
  const where: Where = { conditions: ['live = 1'], values: [] };
  const range = years(query);
  if (query.order === 'year') add(where, 'year BETWEEN ? AND ?', ...(range ?? [0, LAST_YEAR]));
  else if (range !== undefined) add(where, 'year BETWEEN ? AND ?', ...range);
  if (query.genre !== undefined) {
    // The plus keeps the index of the order, or of the years: looking all albums of a genre up costs more.
    add(where, '+a IN (SELECT album FROM album_genre WHERE genre = ?)', genreKey(query.genre));
  }
  if (query.addedSince !== undefined) add(where, 'created >= ?', since(query.addedSince));
  if (query.folder !== undefined) {
    add(where, 'EXISTS (SELECT 1 FROM album_folder WHERE folder = ? AND album = a)', query.folder);
  }
  const backwards = query.order === 'year' && (query.fromYear ?? FIRST_YEAR) > (query.toYear ?? LAST_YEAR);
  const order = backwards ? YEAR_BACKWARDS : ALBUM_ORDER[query.order];
  addAfter(where, query, order);
  return {
    kind: 'album',
    sql: `SELECT a AS page FROM album WHERE ${where.conditions.join(' AND ')}
      ORDER BY ${order ? orderBy(order) : 'random()'} LIMIT ? OFFSET ?`,
    values: [...where.values, query.limit, query.offset],
    order,
  };
}

function isPlainGenre(query: AlbumList): query is AlbumList & { genre: string } {
  const { genre, order, fromYear, toYear, addedSince, folder } = query;
  return (
    genre !== undefined && order === 'name' && (fromYear ?? toYear ?? addedSince ?? folder) === undefined
  );
}

/** The commonest filter in the commonest order has an index of its own. */
function albumsOfGenre(genre: string, page: From & { limit: number }): Selection<'album'> {
  const order: Order = { columns: ['sort', 'album'] };
  const where: Where = { conditions: ['genre = ?'], values: [genreKey(genre)] };
  addAfter(where, page, order);
  return {
    kind: 'album',
    sql: `SELECT album AS page FROM album_genre WHERE ${where.conditions.join(' AND ')}
      ORDER BY ${orderBy(order)} LIMIT ? OFFSET ?`,
    values: [...where.values, page.limit, page.offset],
    order: BY_SORT,
  };
}

/** A page of the live tracks. */
export function listTracks(index: IndexFile, query: TrackList & From): Selection<'track'> {
  const { genre, addedSince, folder, limit, offset, order } = query;
  const range = years(query);
  const sorted = TRACK_ORDER[order];
  // That table has what most filters and orders need, and is narrow.
  const ofGenre = genre !== undefined && order !== 'added' && addedSince === undefined;
  const where: Where = { conditions: [ofGenre ? 'genre = ?' : 'live = 1'], values: [] };
  if (ofGenre) where.values.push(genreKey(genre));
  else if (genre !== undefined) {
    add(where, 'n IN (SELECT n FROM track_genre WHERE genre = ?)', genreKey(genre));
  }
  if (range !== undefined) add(where, 'year BETWEEN ? AND ?', ...range);
  if (addedSince !== undefined) add(where, 'added >= ?', since(addedSince));
  if (folder !== undefined) add(where, 'folder = ?', folder);
  addAfter(where, query, sorted);
  if (order === 'random' && (genre ?? addedSince ?? folder ?? range) === undefined) {
    return randomTracks(index, limit);
  }
  return {
    kind: 'track',
    sql: `SELECT n AS page FROM ${ofGenre ? 'track_genre' : 'track'}
      WHERE ${where.conditions.join(' AND ')}
      ORDER BY ${sorted ? orderBy(sorted) : 'random()'} LIMIT ? OFFSET ?`,
    values: [...where.values, limit, offset],
    order: sorted,
  };
}

/** Different tracks, every one as likely as any other. */
function randomTracks(index: IndexFile, limit: number): Selection<'track'> {
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
  return {
    kind: 'track',
    sql: 'SELECT n AS page FROM json_each(?) AS picked CROSS JOIN ordinal ON i = picked.value',
    values: [JSON.stringify(shuffled)],
  };
}

/** All live tracks, page by page, in the order in which the catalog learned of them. */
export function allTracks(limit: number, offset: number, folder?: number): Selection<'track'> {
  if (folder === undefined) {
    return {
      kind: 'track',
      sql: 'SELECT n AS page FROM ordinal WHERE i > ? AND i <= ? ORDER BY i',
      values: [offset, offset + limit],
    };
  }
  return {
    kind: 'track',
    sql: 'SELECT n AS page FROM track WHERE live = 1 AND folder = ? ORDER BY n LIMIT ? OFFSET ?',
    values: [folder, limit, offset],
  };
}

/** Artists in sort order: album artists only (`main`), or everybody credited on a track. */
export function listArtists({
  main,
  folder,
  limit,
  ...page
}: From & { main: boolean; folder?: number; limit: number }): Selection<'artist'> {
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
  addAfter(where, page, BY_SORT);
  return {
    kind: 'artist',
    sql: `SELECT a AS page FROM artist WHERE ${where.conditions.join(' AND ')}
      ORDER BY ${orderBy(BY_SORT)} LIMIT ? OFFSET ?`,
    values: [...where.values, limit, page.offset],
    order: BY_SORT,
  };
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
