import { artistEntry } from '../../catalog/entry/artist.ts';
import type { Artist } from '../../catalog/model.ts';
import type { Note, Notes } from '../notes.ts';
import { id3Marks, marks } from './annotations.ts';

/** An artist of the classic, folder-like view (`Artist`). */
export function artistFolder(artist: Artist, note?: Note) {
  return { id: artist.id, name: artist.name, ...marks(note) };
}

export function artistsId3(artists: readonly Artist[], notes: Notes) {
  return artists.map((artist) => ({ ...artistEntry(artist), ...id3Marks(artist.id, notes[artist.id]) }));
}

export function artistFolders(artists: readonly Artist[], notes: Notes) {
  return artists.map((artist) => artistFolder(artist, notes[artist.id]));
}
