import type { Album } from '../model.ts';
import { named } from './named.ts';

/** An album organised by tags (`AlbumID3`). */
export function albumEntry(album: Album) {
  return {
    id: album.id,
    name: album.name,
    artist: album.displayArtist,
    artistId: album.artists[0]?.id,
    coverArt: coverOf(album),
    songCount: album.songCount,
    duration: Math.round(album.duration),
    created: album.created,
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

/** Albums without a picture show none, although one would be drawn for them. */
export function coverOf(album: Album): string | undefined {
  return album.coverTrack === undefined ? undefined : album.id;
}

/** `YYYY[-MM[-DD]]` in parts. */
function itemDate(date = ''): { year?: number; month?: number; day?: number } {
  const [year, month, day] = date.split('-').map(Number);
  return { year: year || undefined, month: month || undefined, day: day || undefined };
}
