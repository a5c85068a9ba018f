import type { AlbumList, TrackList } from '../../actions.ts';
import type { Album, Artist, Item, Track } from '../../catalog/model.ts';
import { albumDirectories, albumsId3 } from './albums.ts';
import { notesOn } from './annotations.ts';
import { artistFolders, artistsId3 } from './artists.ts';
import { type Body, type Exchange, resolve } from './exchange.ts';
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

const ORDERS: Partial<Record<(typeof TYPES)[number], AlbumList['order']>> = {
  random: 'random',
  newest: 'added',
  alphabeticalByName: 'name',
  alphabeticalByArtist: 'artist',
  byYear: 'year',
  byGenre: 'name',
};

export async function getAlbumList(exchange: Exchange): Promise<Body> {
  const albums = await albumList(exchange);
  return { albumList: { album: albumDirectories(albums, await notesOn(exchange, albums)) } };
}

export async function getAlbumList2(exchange: Exchange): Promise<Body> {
  const albums = await albumList(exchange);
  return { albumList2: { album: albumsId3(albums, await notesOn(exchange, albums)) } };
}

async function albumList(exchange: Exchange): Promise<Album[]> {
  const { params } = exchange;
  const type = params.choice('type', TYPES);
  const limit = params.count('size', 10, MOST);
  const offset = params.integerIf('offset') ?? 0;
  const folder = params.folderIf();
  const order = ORDERS[type];
  const filter = {
    genre: type === 'byGenre' ? params.text('genre') : undefined,
    ...(type === 'byYear' && {
      fromYear: params.integer('fromYear', YEARS),
      toYear: params.integer('toYear', YEARS),
    }),
  };
  if (limit === 0) return [];
  if (order) return exchange.call('catalog.listAlbums', { order, ...filter, folder, limit, offset });
  const marked = inFolder(await markedAlbums(exchange, type), folder);
  return marked.slice(offset, offset + limit);
}

/** Plays are not counted, so nothing is frequent or recent. */
async function markedAlbums(exchange: Exchange, type: (typeof TYPES)[number]): Promise<Album[]> {
  if (type !== 'starred' && type !== 'highest') return [];
  const action = type === 'starred' ? 'profiles.starred' : 'profiles.rated';
  const marked: { id: string }[] = await exchange.call(action, { kind: 'album' });
  return ofKind<Album>(
    await resolve(
      exchange,
      marked.map(({ id }) => id),
    ),
    'album',
  );
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
  return { randomSongs: { song: songs(tracks, await notesOn(exchange, tracks)) } };
}

export async function getSongsByGenre(exchange: Exchange): Promise<Body> {
  const { params } = exchange;
  const tracks = await trackList(exchange, {
    order: 'title',
    genre: params.text('genre'),
    limit: params.count('count', 10, MOST),
    offset: params.integerIf('offset') ?? 0,
  });
  return { songsByGenre: { song: songs(tracks, await notesOn(exchange, tracks)) } };
}

async function trackList({ call, params }: Exchange, list: TrackList): Promise<Track[]> {
  const folder = params.folderIf();
  return list.limit === 0 ? [] : call('catalog.listTracks', { ...list, folder });
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
