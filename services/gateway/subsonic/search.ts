import { albumDirectories, albumsId3 } from './albums.ts';
import { notesOn } from './annotations.ts';
import { artistFolders, artistsId3 } from './artists.ts';
import type { Body, Exchange } from './exchange.ts';
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
  const page = (kind: string) => {
    const limit = params.count(`${kind}Count`, 20, MOST);
    const offset = params.integerIf(`${kind}Offset`) ?? 0;
    return limit === 0 ? undefined : { limit, offset };
  };
  const found = await call('catalog.search', {
    query: plain(query),
    artists: page('artist'),
    albums: page('album'),
    tracks: page('song'),
    folder: params.integerIf('musicFolderId'),
  });
  const { artists, albums, tracks } = found;
  return { ...found, notes: await notesOn(exchange, [...artists, ...albums, ...tracks]) };
}

/**
 * The search of the first protocol version: songs only. `totalHits` is what is known of the total: what lies before and
 * on this page, and one more when there is more.
 */
export async function searchSongs(exchange: Exchange): Promise<Body> {
  const { call, params } = exchange;
  const words = ['any', 'artist', 'album', 'title'].map((name) => params.textIf(name)).filter(Boolean);
  if (words.length === 0) throw missing('any');
  const limit = params.count('count', 20, MOST);
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
