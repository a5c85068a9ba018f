import type { AlbumList, Entries, Page, TrackList } from '../../actions.ts';
import type { Album, Artist, Item, Track } from '../../catalog/model.ts';
import { albumDirectories, albumsId3 } from './albums.ts';
import { notesOn } from './annotations.ts';
import { artistFolders, artistsId3 } from './artists.ts';
import { type Body, type Exchange, ITEMS_AT_ONCE, resolve } from './exchange.ts';
import { Listed } from './listed.ts';
import { songs } from './songs.ts';

/** The protocol's limit of one page. */
const MOST = 500;
const YEARS = { min: 0, max: 9_999 };

const TYPES = [
  'random',
  'newest',
  'highest',
  'frequent',
  'recent',
  'alphabeticalByName',
  'alphabeticalByArtist',
  'starred',
  'byYear',
  'byGenre',
] as const;

type Type = (typeof TYPES)[number];

const ORDERS: Partial<Record<Type, AlbumList['order']>> = {
  random: 'random',
  newest: 'added',
  alphabeticalByName: 'name',
  alphabeticalByArtist: 'artist',
  byYear: 'year',
  byGenre: 'name',
};

export async function getAlbumList(exchange: Exchange): Promise<Body> {
  const wanted = albumList(exchange);
  const albums =
    'order' in wanted ? await exchange.call('catalog.listAlbums', wanted) : await albumsOf(exchange, wanted);
  return { albumList: { album: albumDirectories(albums, await notesOn(exchange, albums)) } };
}

export async function getAlbumList2(exchange: Exchange): Promise<Body> {
  const wanted = albumList(exchange);
  if ('order' in wanted) {
    const albums = await exchange.call('catalog.listAlbumEntries', wanted);
    return { albumList2: { album: new Listed(await notesOn(exchange, albums), albums) } };
  }
  const albums = await albumsOf(exchange, wanted);
  return { albumList2: { album: albumsId3(albums, await notesOn(exchange, albums)) } };
}

interface ListenersList extends Page {
  type: Type;
  folder?: number;
}

/** A list of the catalog, or of what the listener has marked or played. */
function albumList({ params }: Exchange): AlbumList | ListenersList {
  const type = params.choice('type', TYPES);
  const limit = params.count('size', 10, MOST);
  const offset = params.integerIf('offset') ?? 0;
  const folder = params.folderIf();
  const order = ORDERS[type];
  if (order === undefined) return { type, folder, limit, offset };
  const filter = {
    genre: type === 'byGenre' ? params.text('genre') : undefined,
    ...(type === 'byYear' && {
      fromYear: params.integer('fromYear', YEARS),
      toYear: params.integer('toYear', YEARS),
    }),
  };
  return { order, ...filter, folder, limit, offset };
}

async function albumsOf(exchange: Exchange, wanted: ListenersList): Promise<Album[]> {
  const { type } = wanted;
  if (type === 'frequent') return playedAlbums(exchange, 'most', wanted);
  if (type === 'recent') return playedAlbums(exchange, 'last', wanted);
  return markedAlbums(exchange, wanted);
}

/** Those that are still there; a page is as full as if there had never been others. */
async function playedAlbums(
  exchange: Exchange,
  order: 'most' | 'last',
  { folder, limit, offset }: ListenersList,
): Promise<Album[]> {
  if (limit === 0) return [];
  const wanted = offset + limit;
  const atOnce = Math.min(wanted, ITEMS_AT_ONCE);
  const found: Album[] = [];
  for (let from = 0; found.length < wanted; from += atOnce) {
    const page = { kind: 'album', order, limit: atOnce, offset: from } as const;
    const played = await exchange.call('playback.played', page);
    const items = await resolve(
      exchange,
      played.map(({ id }) => id),
    );
    found.push(...inFolder(ofKind<Album>(items, 'album'), folder));
    if (played.length < atOnce) break;
  }
  return found.slice(offset, wanted);
}

async function markedAlbums(
  exchange: Exchange,
  { type, folder, limit, offset }: ListenersList,
): Promise<Album[]> {
  const action = type === 'starred' ? 'profiles.starred' : 'profiles.rated';
  const marked: { id: string }[] = await exchange.call(action, { kind: 'album' });
  const items = await resolve(
    exchange,
    marked.map(({ id }) => id),
  );
  return inFolder(ofKind<Album>(items, 'album'), folder).slice(offset, offset + limit);
}

export async function getRandomSongs(exchange: Exchange): Promise<Body> {
  const { params } = exchange;
  const tracks = await trackList(exchange, {
    order: 'random',
    genre: params.textIf('genre'),
    fromYear: params.integerIf('fromYear', YEARS),
    toYear: params.integerIf('toYear', YEARS),
    limit: params.count('size', 10, MOST),
    offset: 0,
  });
  return { randomSongs: { song: new Listed(await notesOn(exchange, tracks), tracks) } };
}

export async function getSongsByGenre(exchange: Exchange): Promise<Body> {
  const { params } = exchange;
  const tracks = await trackList(exchange, {
    order: 'title',
    genre: params.text('genre'),
    limit: params.count('count', 10, MOST),
    offset: params.integerIf('offset') ?? 0,
  });
  return { songsByGenre: { song: new Listed(await notesOn(exchange, tracks), tracks) } };
}

function trackList({ call, params }: Exchange, list: TrackList): Promise<Entries> {
  return call('catalog.listTrackEntries', { ...list, folder: params.folderIf() });
}

export async function getStarred(exchange: Exchange): Promise<Body> {
  const { artists, albums, tracks, notes } = await starred(exchange);
  return {
    starred: {
      artist: artistFolders(artists, notes),
      album: albumDirectories(albums, notes),
      song: songs(tracks, notes),
    },
  };
}

export async function getStarred2(exchange: Exchange): Promise<Body> {
  const { artists, albums, tracks, notes } = await starred(exchange);
  return {
    starred2: {
      artist: artistsId3(artists, notes),
      album: albumsId3(albums, notes),
      song: songs(tracks, notes),
    },
  };
}

async function starred(exchange: Exchange) {
  const { call, params } = exchange;
  const folder = params.folderIf();
  const kinds = await Promise.all(
    (['artist', 'album', 'track'] as const).map((kind) => call('profiles.starred', { kind })),
  );
  const found = await resolve(
    exchange,
    kinds.flat().map(({ id }) => id),
  );
  const artists = ofKind<Artist>(found, 'artist');
  const albums = inFolder(ofKind<Album>(found, 'album'), folder);
  const tracks = ofKind<Track>(found, 'track').filter(
    (track) => !track.missing && (folder === undefined || track.folder === folder),
  );
  return { artists, albums, tracks, notes: await notesOn(exchange, [...artists, ...albums, ...tracks]) };
}

function ofKind<T extends Item>(items: readonly (Item | null)[], kind: T['kind']): T[] {
  return items.filter((item) => item?.kind === kind) as T[];
}

function inFolder(albums: Album[], folder: number | undefined): Album[] {
  return folder === undefined ? albums : albums.filter((album) => album.folders.includes(folder));
}
