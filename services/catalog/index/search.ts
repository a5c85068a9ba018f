import type { Page } from '../../actions.ts';
import { compact } from '../fold.ts';
import type { Track } from '../model.ts';
import { isBy } from './items.ts';
import { allTracks, listAlbums, listArtists } from './lists.ts';
import { type Corrections, matchOf, type Query, readQuery } from './match.ts';
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
  const corrections = hasFew(index, query, params.folder) ? correct(index, query) : null;
  const find = <K extends Selection['kind']>(kind: K, tables: Kind, page: Page | undefined) =>
    page === undefined
      ? undefined
      : selectionOf(kind, hits(index, tables, query, page, corrections, params.folder));
  return {
    artists: find('artist', ARTISTS, params.artists),
    albums: find('album', ALBUMS, params.albums),
    tracks: find('track', TRACKS, params.tracks),
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

/** Whether the query as it stands finds next to nothing. The same for every page and kind that is asked for. */
function hasFew(index: IndexFile, query: Query, folder?: number): boolean {
  let found = 0;
  for (const kind of [ARTISTS, ALBUMS, TRACKS]) {
    found += numbers(index, kind, query, FEW_HITS, null, folder).length;
    if (found >= FEW_HITS) return false;
  }
  return true;
}

/** The numbers of one page of hits. */
function hits(
  index: IndexFile,
  kind: Kind,
  query: Query,
  { limit, offset }: Page,
  corrections: Corrections | null,
  folder?: number,
): number[] {
  const end = Math.min(offset + limit, MAX_HITS);
  if (offset >= end) return [];
  return numbers(index, kind, query, end, corrections, folder).slice(offset, end);
}

/** The numbers of the first `end` hits, best first. */
function numbers(
  index: IndexFile,
  kind: Kind,
  query: Query,
  end: number,
  corrections: Corrections | null,
  folder?: number,
): number[] {
  const found = new Set<number>();
  for (const step of [byName, byWordsOfName, byWords, byCorrectedWords]) {
    step(index, kind, query, end, found, corrections, folder);
    if (found.size >= end) break;
  }
  return [...found].slice(0, end);
}

type Step = (
  index: IndexFile,
  kind: Kind,
  query: Query,
  end: number,
  found: Set<number>,
  corrections: Corrections | null,
  folder: number | undefined,
) => void;

const byName: Step = (index, kind, { key }, end, found, _, folder) => {
  if (key === '') return;
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
};

const byWordsOfName: Step = (index, kind, query, end, found, _, folder) =>
  byMatch(index, kind, matchOf(query, 'name'), end, found, folder);

const byWords: Step = (index, kind, query, end, found, _, folder) =>
  byMatch(index, kind, matchOf(query), end, found, folder);

const byCorrectedWords: Step = (index, kind, query, end, found, corrections, folder) => {
  if (corrections !== null) byMatch(index, kind, matchOf(query, undefined, corrections), end, found, folder);
};

/** The rank of the full-text index reads every match, which is slow for short words: candidates come by number. */
function byMatch(
  index: IndexFile,
  kind: Kind,
  match: string,
  end: number,
  found: Set<number>,
  folder: number | undefined,
): void {
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
