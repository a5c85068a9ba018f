import { artistId, VARIOUS_ARTISTS } from './ids.ts';
import type { Album, ArtistRef, Track } from './model.ts';
import { names, type Release, yearOf } from './track.ts';

/** A track with what it says about its release. */
export interface AlbumPart {
  track: Track;
  release: Release;
}

/** The album that these tracks make. `parts`: at least one, ordered by disc, track and title. */
export function foldAlbum(parts: readonly AlbumPart[]): Album {
  const tracks = parts.map((part) => part.track);
  const releases = parts.map((part) => part.release);
  const first = tracks[0]!;
  const artists = albumArtists(parts);
  const originalDate = agreed(releases.map((release) => release.originalDate));
  // Tracks of a compilation often carry the dates of their own; the album is as old as the newest.
  const releaseDate = releases.reduce<string | undefined>(
    (newest, { date }) => (date !== undefined && date > (newest ?? '') ? date : newest),
    undefined,
  );
  const album: Album = {
    kind: 'album',
    id: first.albumId,
    name: commonest(tracks.map((track) => track.album))!,
    sortName: commonest(releases.map((release) => release.sortName)),
    artists,
    displayArtist: displayArtist(parts, artists),
    songCount: tracks.length,
    duration: Math.round(tracks.reduce((sum, track) => sum + track.format.duration, 0)),
    size: tracks.reduce((sum, track) => sum + track.size, 0),
    created: tracks.map((track) => track.created).sort()[0]!,
    year: yearOf(originalDate ?? releaseDate),
    originalDate,
    releaseDate,
    genres: byFrequency(tracks.flatMap((track) => track.genres)),
    moods: byFrequency(tracks.flatMap((track) => track.moods)),
    labels: byFrequency(releases.flatMap((release) => release.labels ?? [])),
    releaseTypes: byFrequency(releases.flatMap((release) => release.types ?? [])),
    compilation: releases.some((release) => release.compilation) || artists[0]?.id === VARIOUS_ID,
    explicit: explicitness(tracks),
    mbid: commonest(releases.map((release) => release.mbid)),
    discTitles: discTitles(tracks),
    coverTrack: coverTrack(tracks),
    folders: [...new Set(tracks.map((track) => track.folder))].sort((a, b) => a - b),
  };
  return album;
}

/** An album all of whose tracks have vanished: it keeps its name, and counts nothing. */
export function emptied(album: Album): Album {
  return { ...album, songCount: 0, duration: 0, size: 0 };
}

const VARIOUS_ID = artistId(VARIOUS_ARTISTS);

/** Tagged ones; else the artist who leads more than half of the tracks; else Various Artists. */
function albumArtists(parts: readonly AlbumPart[]): ArtistRef[] {
  const tagged = parts.filter((part) => part.release.tagged);
  if (tagged.length > 0) {
    const key = commonest(tagged.map((part) => JSON.stringify(part.track.albumArtists)))!;
    return JSON.parse(key) as ArtistRef[];
  }
  const leading = commonest(parts.map((part) => part.track.albumArtists[0]?.id));
  const led = parts.filter((part) => part.track.albumArtists[0]?.id === leading);
  if (led.length * 2 > parts.length) return led[0]!.track.albumArtists.slice(0, 1);
  return [{ id: VARIOUS_ID, name: VARIOUS_ARTISTS }];
}

function displayArtist(parts: readonly AlbumPart[], artists: ArtistRef[]): string {
  const shown = parts.filter(
    (part) => part.track.albumArtists[0]?.id === artists[0]?.id && part.release.tagged,
  );
  return commonest(shown.map((part) => part.track.displayAlbumArtist)) ?? names(artists);
}

function explicitness(tracks: Track[]): Album['explicit'] {
  if (tracks.some((track) => track.explicit === 'explicit')) return 'explicit';
  return tracks.some((track) => track.explicit === 'clean') ? 'clean' : undefined;
}

function discTitles(tracks: Track[]): Album['discTitles'] {
  const titles = new Map<number, string>();
  for (const { disc = 1, discTitle } of tracks) {
    if (discTitle !== undefined && !titles.has(disc)) titles.set(disc, discTitle);
  }
  return [...titles].sort(([a], [b]) => a - b).map(([disc, title]) => ({ disc, title }));
}

function coverTrack(tracks: Track[]): string | undefined {
  const withCover = tracks.find((track) => track.cover === 'folder') ?? tracks.find((track) => track.cover);
  return withCover?.id;
}

/** The value on which all agree that have one. */
function agreed(values: (string | undefined)[]): string | undefined {
  const known = new Set(values.filter((value) => value !== undefined));
  return known.size === 1 ? [...known][0] : undefined;
}

/** Distinct values, the most frequent first; of equally frequent ones the earlier. */
export function byFrequency<T>(values: readonly T[]): T[] {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  if (counts.size < 2) return [...counts.keys()];
  return [...counts].sort(([, a], [, b]) => b - a).map(([value]) => value);
}

function commonest(values: readonly (string | undefined)[]): string | undefined {
  return byFrequency(values.filter((value) => value !== undefined))[0];
}
