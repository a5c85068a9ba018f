import type { Page } from '../../actions.ts';
import { compact } from '../fold.ts';
import type { Track } from '../model.ts';
import { isBy } from './items.ts';
import { allTracks, listAlbums, listArtists } from './lists.ts';
import { matchOf, type Query, readQuery } from './match.ts';
import { type IndexFile, type Selection, selectionOf } from './rows.ts';
import { correct } from './typos.ts';

export interface SearchParams {
  query: string;
  artists?: Page;
  albums?: Page;
  tracks?: Page;
  folder?: number;
}

/** What is found, best first. A kind that was not asked for is undefined. */
export interface Found {
  artists?: Selection<'artist'>;
  albums?: Selection<'album'>;
  tracks?: Selection<'track'>;
}

/** The tables of a kind, and how it is filtered by folder and ordered among equals. */
interface Kind {
  keys: string;
  words: string;
  inFolder: string;
  /** Orders candidates; undefined: by number. */
  sorted?: string;
}

const ARTISTS: Kind = {
  keys: 'artist_key',
  words: 'artist_words',
  inFolder:
    'EXISTS (SELECT 1 FROM album_artist AS link JOIN album_folder USING (album) WHERE link.artist = item AND folder = ?)',
  sorted: 'artist ON a = item ORDER BY sort, a',
};

const ALBUMS: Kind = {
  keys: 'album_key',
  words: 'album_words',
  inFolder: 'EXISTS (SELECT 1 FROM album_folder WHERE album = item AND folder = ?)',
  sorted: 'album ON a = item ORDER BY sort, a',
};

const TRACKS: Kind = {
  keys: 'track_key',
  words: 'track_words',
  inFolder: 'EXISTS (SELECT 1 FROM track WHERE n = item AND folder = ?)',
};

/** A query as it was asked. */
interface Asked {
  index: IndexFile;
  query: Query;
  folder: number | undefined;
}

/** As many hits of a kind can be paged through; a query with more asks for everything, or for nothing in particular. */
const MAX_HITS = 5000;
/** Candidates that are put in the order of the alphabet. */
const MAX_SORTED = 300;
/** With fewer hits of all kinds, typos are looked for. */
const FEW_HITS = 3;

/**
 * Exact names first, then names that begin so, then those that have all the words in the name, then anywhere; last, if
 * hardly anything was found, those with words that the query's may be typos of. An empty query pages through everything.
 */
export function search(index: IndexFile, params: SearchParams): Found {
  const query = readQuery(params.query);
  if (query === null) return everything(params);
  const asked = { index, query, folder: params.folder };
  const hits = new Map<Kind, Set<number>>();
  for (const [kind, page] of pagesOf(params))
    hits.set(kind, find(asked, kind, Math.max(endOf(page), FEW_HITS)));
  if (hasFew(asked, hits)) {
    const corrections = correct(index, query);
    if (corrections !== null) {
      const match = matchOf(query, undefined, corrections);
      for (const [kind, page] of pagesOf(params)) byMatch(asked, kind, match, endOf(page), hits.get(kind)!);
    }
  }
  const select = <K extends Selection['kind']>(name: K, kind: Kind, page: Page | undefined) =>
    page && selectionOf(name, [...(hits.get(kind) ?? [])].slice(page.offset, endOf(page)));
  return {
    artists: select('artist', ARTISTS, params.artists),
    albums: select('album', ALBUMS, params.albums),
    tracks: select('track', TRACKS, params.tracks),
  };
}

/** The live track with that title (by that artist), the one known longest if there are several. */
export function findTrack(index: IndexFile, title: string, artist?: string): Track | null {
  const found = index.list<Track>(
    `SELECT doc AS v FROM (SELECT item FROM track_key WHERE key = ? ORDER BY item LIMIT ${MAX_SORTED})
      CROSS JOIN track ON n = item`,
    compact(title),
  );
  return found.find((track) => isBy(track, artist)) ?? null;
}

function everything({ artists, albums, tracks, folder }: SearchParams): Found {
  return {
    artists: artists && listArtists({ main: false, folder, ...artists }),
    albums: albums && listAlbums({ order: 'name', folder, ...albums }),
    tracks: tracks && allTracks(tracks.limit, tracks.offset, folder),
  };
}

/** The pages that are wanted. */
function pagesOf({ artists, albums, tracks }: SearchParams): [Kind, Page][] {
  const pages: [Kind, Page | undefined][] = [
    [ARTISTS, artists],
    [ALBUMS, albums],
    [TRACKS, tracks],
  ];
  return pages.filter((each): each is [Kind, Page] => (each[1]?.limit ?? 0) > 0);
}

function endOf({ limit, offset }: Page): number {
  return Math.min(offset + limit, MAX_HITS);
}

/** Whether the query as it stands finds next to nothing. The same for every page and kind that is asked for. */
function hasFew(asked: Asked, hits: ReadonlyMap<Kind, Set<number>>): boolean {
  let found = 0;
  for (const kind of [ARTISTS, ALBUMS, TRACKS]) {
    found += (hits.get(kind) ?? find(asked, kind, FEW_HITS)).size;
    if (found >= FEW_HITS) return false;
  }
  return true;
}

/** The numbers of at least the first `end` hits, if there are so many, best first. */
function find(asked: Asked, kind: Kind, end: number): Set<number> {
  const { query } = asked;
  const found = new Set<number>();
  if (query.key !== '') byName(asked, kind, end, found);
  if (found.size < end) byMatch(asked, kind, matchOf(query, 'name'), end, found);
  if (found.size < end) byMatch(asked, kind, matchOf(query), end, found);
  return found;
}

function byName({ index, query: { key }, folder }: Asked, kind: Kind, end: number, found: Set<number>): void {
  // An item has at most four keys, so the first `end` items are among so many rows.
  const filter = folder === undefined ? '' : `AND ${kind.inFolder}`;
  const values = folder === undefined ? [] : [folder];
  const numbers = index.list<number>(
    `SELECT item AS v FROM ${kind.keys} WHERE key >= ? AND key < ? ${filter} ORDER BY key, item LIMIT ?`,
    key,
    `${key}\u{10ffff}`,
    ...values,
    end * 4,
  );
  for (const n of numbers) found.add(n);
}

/** The rank of the full-text index reads every match, which is slow for short words: candidates come by number. */
function byMatch({ index, folder }: Asked, kind: Kind, match: string, end: number, found: Set<number>): void {
  const filter = folder === undefined ? '' : `AND ${kind.inFolder}`;
  const values = folder === undefined ? [match] : [match, folder];
  const candidates = `SELECT rowid AS item FROM ${kind.words} WHERE ${kind.words} MATCH ? ${filter}`;
  if (kind.sorted !== undefined) {
    const sorted = index.list<number>(
      `SELECT item AS v FROM (${candidates} ORDER BY rowid LIMIT ${MAX_SORTED}) CROSS JOIN ${kind.sorted}`,
      ...values,
    );
    for (const n of sorted) found.add(n);
    if (found.size >= end || sorted.length < MAX_SORTED) return;
  }
  // Hits found by better means may be among these, so as many more are taken.
  const rest = index.list<number>(
    `SELECT item AS v FROM (${candidates} ORDER BY rowid LIMIT ?)`,
    ...values,
    end + found.size,
  );
  for (const n of rest) found.add(n);
}
