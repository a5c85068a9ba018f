import type { Annotation } from '../../actions.ts';
import type { Artist } from '../../catalog/model.ts';
import { marks, type Notes } from './annotations.ts';

/** An artist organised by tags (`ArtistID3`). */
export function artistId3(artist: Artist, note?: Annotation) {
  return {
    id: artist.id,
    name: artist.name,
    coverArt: artist.coverTrack === undefined ? undefined : artist.id,
    albumCount: artist.albumCount,
    starred: note?.starred,
    musicBrainzId: artist.mbid ?? '',
    sortName: artist.sortName ?? '',
    roles: artist.roles,
  };
}

/** An artist of the classic, folder-like view (`Artist`). */
export function artistFolder(artist: Artist, note?: Annotation) {
  return { id: artist.id, name: artist.name, ...marks(note) };
}

export function artistsId3(artists: readonly Artist[], notes: Notes) {
  return artists.map((artist) => artistId3(artist, notes[artist.id]));
}

export function artistFolders(artists: readonly Artist[], notes: Notes) {
  return artists.map((artist) => artistFolder(artist, notes[artist.id]));
}
