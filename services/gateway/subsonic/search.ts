import type { Actions, Page } from '../../actions.ts';
import { albumDirectories, albumsId3 } from './albums.ts';
import { notesOn } from './annotations.ts';
import { artistFolders, artistsId3 } from './artists.ts';
import { type Body, type Exchange, ITEMS_AT_ONCE } from './exchange.ts';
import { missing } from './parameters.ts';
import { songs } from './songs.ts';

/** The protocol names no limit here, and a client that gets fewer than it asked for takes it for the end. */
const MOST = 10_000;

export async function search2(exchange: Exchange): Promise<Body> {
  const { artists, albums, tracks, notes } = await search(exchange);
  return {
    searchResult2: {
      artist: artistFolders(artists, notes),
      album: albumDirectories(albums, notes),
      song: songs(tracks, notes),
    },
  };
}

export async function search3(exchange: Exchange): Promise<Body> {
  const { artists, albums, tracks, notes } = await search(exchange);
  return {
    searchResult3: {
      artist: artistsId3(artists, notes),
      album: albumsId3(albums, notes),
      song: songs(tracks, notes),
    },
  };
}

/** An empty query, which clients also write as two quotes, pages through the whole library. */
async function search(exchange: Exchange) {
  const { call, params } = exchange;
  const query = params.anyTextIf('query');
  if (query === undefined) throw missing('query');
  const page = (kind: string) => ({
    limit: params.count(`${kind}Count`, 20, MOST),
    offset: params.integerIf(`${kind}Offset`) ?? 0,
  });
  const wanted = { artists: page('artist'), albums: page('album'), tracks: page('song') };
  const folder = params.folderIf();
  const found = await piecewise(wanted, (pages) =>
    call('catalog.search', { query: plain(query), ...pages, folder }),
  );
  const { artists, albums, tracks } = found;
  return { ...found, notes: await notesOn(exchange, [...artists, ...albums, ...tracks]) };
}

type Found = Actions['catalog.search']['result'];
type Kind = keyof Found;

/** Fetches large pages in pieces that fit into one message of the bus, until less comes than was asked for. */
async function piecewise(
  wanted: Record<Kind, Page>,
  fetch: (pages: Partial<Record<Kind, Page>>) => Promise<Found>,
): Promise<Found> {
  const all: Found = { artists: [], albums: [], tracks: [] };
  const kinds = Object.keys(all) as Kind[];
  for (let done = 0; ; done += ITEMS_AT_ONCE) {
    const open = kinds.filter((kind) => wanted[kind].limit > done && all[kind].length === done);
    if (open.length === 0) return all;
    const pieces = open.map((kind) => {
      const { limit, offset } = wanted[kind];
      return [kind, { limit: Math.min(limit - done, ITEMS_AT_ONCE), offset: offset + done }];
    });
    const found = await fetch(Object.fromEntries(pieces));
    all.artists.push(...found.artists);
    all.albums.push(...found.albums);
    all.tracks.push(...found.tracks);
  }
}

/**
 * The search of the first protocol version: songs only. `totalHits` is what is known of the total: what lies before and
 * on this page, and one more when there is more.
 */
export async function searchSongs(exchange: Exchange): Promise<Body> {
  const { call, params } = exchange;
  const words = ['any', 'artist', 'album', 'title'].map((name) => params.textIf(name)).filter(Boolean);
  if (words.length === 0) throw missing('any');
  const limit = params.count('count', 20, ITEMS_AT_ONCE - 1);
  const offset = params.integerIf('offset') ?? 0;
  const newerThan = params.integerIf('newerThan', { min: 0, max: Number.MAX_SAFE_INTEGER }) ?? 0;
  const { tracks } = await call('catalog.search', {
    query: plain(words.join(' ')),
    tracks: { limit: limit + 1, offset },
  });
  const page = tracks.slice(0, limit).filter((track) => Date.parse(track.created) > newerThan);
  const match = songs(page, await notesOn(exchange, page));
  return { searchResult: { offset, totalHits: offset + tracks.length, match } };
}

/** Without the quotes and asterisks with which clients of Subsonic, once a Lucene index, dress their queries. */
function plain(query: string): string {
  return query.replaceAll(/["*]/g, ' ').trim();
}
