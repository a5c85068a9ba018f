import type { Actions, Entries, Page } from '../../actions.ts';
import { albumDirectories } from './albums.ts';
import { notesOn } from './annotations.ts';
import { artistFolders } from './artists.ts';
import { type Body, type Exchange, ITEMS_AT_ONCE } from './exchange.ts';
import { Listed } from './listed.ts';
import { missing } from './parameters.ts';
import { songs } from './songs.ts';

/** The protocol names no limit here, and a client that gets fewer than it asked for takes it for the end. */
const MOST = 10_000;

export async function search2(exchange: Exchange): Promise<Body> {
  const found = await search(exchange, 'catalog.search');
  const [artists, albums, tracks] = [found.artists.flat(), found.albums.flat(), found.tracks.flat()];
  const notes = await notesOn(exchange, artists, albums, tracks);
  return {
    searchResult2: {
      artist: artistFolders(artists, notes),
      album: albumDirectories(albums, notes),
      song: songs(tracks, notes),
    },
  };
}

export async function search3(exchange: Exchange): Promise<Body> {
  const { artists, albums, tracks } = await search(exchange, 'catalog.searchEntries');
  const notes = await notesOn(exchange, ...artists, ...albums, ...tracks);
  return {
    searchResult3: {
      artist: new Listed(notes, ...artists),
      album: new Listed(notes, ...albums),
      song: new Listed(notes, ...tracks),
    },
  };
}

type Kind = 'artists' | 'albums' | 'tracks';
/** What is found of each kind, in pieces that fit into one message of the bus. */
type Pieces<F> = { [K in keyof F]: F[K][] };

/** An empty query, which clients also write as two quotes, pages through the whole library. */
async function search<N extends 'catalog.search' | 'catalog.searchEntries'>(
  { call, params }: Exchange,
  action: N,
): Promise<Pieces<Actions[N]['result']>> {
  const query = params.anyTextIf('query');
  if (query === undefined) throw missing('query');
  const page = (kind: string) => ({
    limit: params.count(`${kind}Count`, 20, MOST),
    offset: params.integerIf(`${kind}Offset`) ?? 0,
  });
  const wanted: Record<Kind, Page> = { artists: page('artist'), albums: page('album'), tracks: page('song') };
  const folder = params.folderIf();
  const all = { artists: [], albums: [], tracks: [] } as Pieces<Actions[N]['result']>;
  let open = Object.keys(wanted) as Kind[];
  // Until less comes than was asked for.
  for (let done = 0; ; done += ITEMS_AT_ONCE) {
    open = open.filter((kind) => wanted[kind].limit > done);
    if (open.length === 0) return all;
    const pieces = open.map((kind) => {
      const { limit, offset } = wanted[kind];
      return [kind, { limit: Math.min(limit - done, ITEMS_AT_ONCE), offset: offset + done }];
    });
    const found = await call(action, { query: plain(query), ...Object.fromEntries(pieces), folder });
    for (const kind of open) all[kind].push(found[kind] as never);
    open = open.filter((kind) => sizeOf(found[kind]) === ITEMS_AT_ONCE);
  }
}

function sizeOf(piece: Entries | readonly unknown[]): number {
  return 'ids' in piece ? piece.ids.length : piece.length;
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
