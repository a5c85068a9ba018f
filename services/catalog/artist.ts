import { VARIOUS_ARTISTS } from './ids.ts';
import type { Artist, Track } from './model.ts';
import type { Release } from './track.ts';

/** How an artist is written on tracks. */
export interface Spelling {
  name: string;
  sort?: string;
  mbid?: string;
}

/** On how many tracks an artist is written so, in these roles (joined by commas). */
export interface CreditCount {
  spelling: Spelling;
  roles: string;
  songs: number;
  /** Of vanished tracks. */
  missing: number;
}

/** What the albums say of an artist. */
export interface ArtistAlbums {
  /** Albums of which this is an album artist, and their tracks. */
  count: number;
  songs: number;
  coverTrack?: string;
}

/** Each artist of a track once: how it is written, and in which roles. */
export function creditsOf(
  track: Track,
  release: Release,
): Map<string, { spelling: Spelling; roles: string }> {
  const found = new Map<string, { name: string; roles: Set<string> }>();
  const add = (id: string, name: string, role?: string) => {
    let credit = found.get(id);
    if (credit === undefined) {
      credit = { name, roles: new Set() };
      found.set(id, credit);
    }
    if (role !== undefined) credit.roles.add(role);
  };
  for (const { id, name } of track.artists) add(id, name, 'artist');
  for (const { id, name } of track.albumArtists) add(id, name);
  for (const { role, artist } of track.contributors) add(artist.id, artist.name, role);
  const credits = new Map<string, { spelling: Spelling; roles: string }>();
  for (const [id, { name, roles }] of found) {
    credits.set(id, { spelling: { name, ...release.credits?.[id] }, roles: [...roles].sort().join(',') });
  }
  return credits;
}

/** The artist that these credits and albums make. Without any credit it is Various Artists, concluded from albums. */
export function foldArtist(id: string, credits: readonly CreditCount[], albums: ArtistAlbums): Artist {
  const songs = credits.reduce((sum, credit) => sum + credit.songs, 0);
  const name = mostUsed(credits, (spelling) => spelling.name) ?? VARIOUS_ARTISTS;
  const roles = new Set(credits.flatMap((credit) => (credit.roles === '' ? [] : credit.roles.split(','))));
  if (albums.count > 0) roles.add('albumartist');
  return {
    kind: 'artist',
    id,
    name,
    sortName: mostUsed(credits, (spelling) => spelling.sort),
    mbid: mostUsed(credits, (spelling) => spelling.mbid),
    albumCount: albums.count,
    songCount: Math.max(songs, albums.songs),
    roles: [...roles].sort(),
    coverTrack: albums.coverTrack,
  };
}

function mostUsed(
  credits: readonly CreditCount[],
  pick: (spelling: Spelling) => string | undefined,
): string | undefined {
  const counts = new Map<string, number>();
  for (const { spelling, songs, missing } of credits) {
    const value = pick(spelling);
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + songs + missing);
  }
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0];
}
