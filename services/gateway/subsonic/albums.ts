import type { Annotation } from '../../actions.ts';
import type { Album } from '../../catalog/model.ts';
import { marks, type Notes } from './annotations.ts';
import { named } from './songs.ts';

/** An album organised by tags (`AlbumID3`). */
export function albumId3(album: Album, note?: Annotation) {
  return {
    id: album.id,
    name: album.name,
    artist: album.displayArtist,
    artistId: album.artists[0]?.id,
    coverArt: coverOf(album),
    songCount: album.songCount,
    duration: Math.round(album.duration),
    created: album.created,
    ...marks(note),
    year: album.year,
    genre: album.genres[0],
    recordLabels: named(album.labels),
    musicBrainzId: album.mbid ?? '',
    genres: named(album.genres),
    artists: album.artists,
    displayArtist: album.displayArtist,
    releaseTypes: album.releaseTypes,
    moods: album.moods,
    sortName: album.sortName ?? '',
    originalReleaseDate: itemDate(album.originalDate),
    releaseDate: itemDate(album.releaseDate),
    isCompilation: album.compilation,
    explicitStatus: album.explicit ?? '',
    discTitles: album.discTitles,
  };
}

/** An album as a directory of the classic, folder-like view (`Child`). */
export function albumDirectory(album: Album, note?: Annotation) {
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
  return albums.map((album) => albumId3(album, notes[album.id]));
}

export function albumDirectories(albums: readonly Album[], notes: Notes) {
  return albums.map((album) => albumDirectory(album, notes[album.id]));
}

function coverOf(album: Album): string | undefined {
  return album.coverTrack === undefined ? undefined : album.id;
}

/** `YYYY[-MM[-DD]]` in parts. */
function itemDate(date = ''): { year?: number; month?: number; day?: number } {
  const [year, month, day] = date.split('-').map(Number);
  return { year: year || undefined, month: month || undefined, day: day || undefined };
}
