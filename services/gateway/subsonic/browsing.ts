import { IGNORED_ARTICLES } from '../../catalog/fold.ts';
import type { Album, Artist, Item } from '../../catalog/model.ts';
import { albumDirectories } from './albums.ts';
import { directoryMarks, notesOn } from './annotations.ts';
import { artistFolders, artistsId3 } from './artists.ts';
import { type Body, type Exchange, itemOf, trackOf } from './exchange.ts';
import { byLetter } from './indexes.ts';
import { Listed } from './listed.ts';
import { unknownId } from './parameters.ts';
import { song } from './songs.ts';

export async function getMusicFolders({ call }: Exchange): Promise<Body> {
  const folders = await call('library.folders', {});
  return { musicFolders: { musicFolder: folders.map(({ id, name }) => ({ id, name })) } };
}

/** With `ifModifiedSince` (ms since 1970), the index is left out when nothing has changed after that. */
export async function getIndexes(exchange: Exchange): Promise<Body> {
  const { call, params } = exchange;
  const folder = params.folderIf();
  const since = params.integerIf('ifModifiedSince', { min: 0, max: Number.MAX_SAFE_INTEGER });
  const { lastModified } = await call('catalog.stats', {});
  const frame = { ignoredArticles: IGNORED_ARTICLES, lastModified };
  if (since !== undefined && lastModified <= since) return { indexes: { ...frame, index: [] } };
  const artists = await call('catalog.artists', { folder });
  const notes = await notesOn(exchange, artists);
  const index = byLetter(artists).map((letter) => ({
    name: letter.name,
    artist: artistFolders(letter.artists, notes),
  }));
  return { indexes: { ...frame, index } };
}

export async function getArtists(exchange: Exchange): Promise<Body> {
  const artists = await exchange.call('catalog.artists', {
    folder: exchange.params.folderIf(),
  });
  const notes = await notesOn(exchange, artists);
  const index = byLetter(artists).map((letter) => ({
    name: letter.name,
    artist: artistsId3(letter.artists, notes),
  }));
  return { artists: { ignoredArticles: IGNORED_ARTICLES, index } };
}

export async function getGenres({ call }: Exchange): Promise<Body> {
  const genres = await call('catalog.genres', {});
  return {
    genres: {
      genre: genres.map(({ name, songCount, albumCount }) => ({ value: name, songCount, albumCount })),
    },
  };
}

export async function getArtist(exchange: Exchange): Promise<Body> {
  const id = exchange.params.id('id', 'ar');
  const { artist, albums } = await exchange.call('catalog.artistEntries', { id });
  const notes = await notesOn(exchange, artist, albums);
  return { artist: { ...new Listed(notes, artist).objects()[0], album: new Listed(notes, albums) } };
}

export async function getAlbum(exchange: Exchange): Promise<Body> {
  const id = exchange.params.id('id', 'al');
  const { album, tracks } = await exchange.call('catalog.albumEntries', { id });
  const notes = await notesOn(exchange, album, tracks);
  return { album: { ...new Listed(notes, album).objects()[0], song: new Listed(notes, tracks) } };
}

export async function getSong(exchange: Exchange): Promise<Body> {
  const track = await trackOf(exchange);
  const notes = await notesOn(exchange, [track]);
  return { song: song(track, notes[track.id]) };
}

/** Artists are directories of their albums, albums directories of their songs. */
export async function getMusicDirectory(exchange: Exchange): Promise<Body> {
  const id = exchange.params.id('id', 'ar', 'al');
  if (id.startsWith('ar-')) {
    const artist = await exchange.call('catalog.artist', { id });
    const notes = await notesOn(exchange, [artist, ...artist.albums]);
    const child = albumDirectories(artist.albums, notes);
    return { directory: { id, name: artist.name, ...directoryMarks(notes[id]), child } };
  }
  const { album, tracks } = await exchange.call('catalog.albumEntries', { id });
  const notes = await notesOn(exchange, album, tracks);
  const { artistId: parent, name } = new Listed(notes, album).objects()[0]!;
  return { directory: { id, parent, name, ...directoryMarks(notes[id]), child: new Listed(notes, tracks) } };
}

/**
 * What is known of an artist from the tags; the id may be one of its albums or songs. There are no image URLs:
 * clients fetch them without credentials, and pictures here need a login (they are at `getCoverArt`).
 */
export async function getArtistInfo(exchange: Exchange): Promise<Body> {
  return { artistInfo: await artistInfo(exchange) };
}

export async function getArtistInfo2(exchange: Exchange): Promise<Body> {
  return { artistInfo2: await artistInfo(exchange) };
}

async function artistInfo(exchange: Exchange) {
  exchange.params.integerIf('count');
  exchange.params.flagIf('includeNotPresent');
  const artist = await ledTo<Artist>(exchange, 'artist', (item) =>
    item.kind === 'artist' ? undefined : item.artists[0]?.id,
  );
  return { musicBrainzId: artist.mbid, similarArtist: [] };
}

/** What is known of an album from the tags; the id may be one of its songs. */
export async function getAlbumInfo(exchange: Exchange): Promise<Body> {
  const album = await ledTo<Album>(exchange, 'album', (item) =>
    item.kind === 'track' ? item.albumId : undefined,
  );
  return { albumInfo: { musicBrainzId: album.mbid } };
}

/** The item that parameter `id` names, or the one of that kind that it leads to. */
async function ledTo<T extends Item>(
  exchange: Exchange,
  kind: T['kind'],
  lead: (item: Item) => string | undefined,
): Promise<T> {
  const named = await itemOf(exchange, exchange.params.id('id', 'ar', 'al', 'tr'));
  const led = lead(named);
  const item = led === undefined ? named : await itemOf(exchange, led);
  if (item.kind !== kind) throw unknownId('id');
  return item as T;
}
