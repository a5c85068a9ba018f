import { albumEntry, coverOf } from '../../catalog/entry/album.ts';
import { named } from '../../catalog/entry/named.ts';
import type { Album } from '../../catalog/model.ts';
import type { Note, Notes } from '../notes.ts';
import { marks } from './annotations.ts';

/** An album as a directory of the classic, folder-like view (`Child`). */
export function albumDirectory(album: Album, note?: Note) {
  return {
    id: album.id,
    parent: album.artists[0]?.id,
    isDir: true,
    title: album.name,
    album: album.name,
    artist: album.displayArtist,
    year: album.year,
    genre: album.genres[0],
    coverArt: coverOf(album),
    duration: Math.round(album.duration),
    isVideo: false,
    ...marks(note),
    created: album.created,
    albumId: album.id,
    artistId: album.artists[0]?.id,
    type: 'music',
    mediaType: 'album',
    sortName: album.sortName ?? '',
    musicBrainzId: album.mbid ?? '',
    genres: named(album.genres),
    artists: album.artists,
    displayArtist: album.displayArtist,
    moods: album.moods,
    explicitStatus: album.explicit ?? '',
  };
}

export function albumsId3(albums: readonly Album[], notes: Notes) {
  return albums.map((album) => ({ ...albumEntry(album), ...marks(notes[album.id]) }));
}

export function albumDirectories(albums: readonly Album[], notes: Notes) {
  return albums.map((album) => albumDirectory(album, notes[album.id]));
}
