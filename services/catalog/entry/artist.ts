import type { Artist } from '../model.ts';

/** An artist organised by tags (`ArtistID3`). */
export function artistEntry(artist: Artist) {
  return {
    id: artist.id,
    name: artist.name,
    coverArt: artist.coverTrack === undefined ? undefined : artist.id,
    albumCount: artist.albumCount,
    musicBrainzId: artist.mbid ?? '',
    sortName: artist.sortName ?? '',
    roles: artist.roles,
  };
}
