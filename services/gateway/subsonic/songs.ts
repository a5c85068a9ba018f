import { songEntry } from '../../catalog/entry/song.ts';
import type { Track } from '../../catalog/model.ts';
import type { Note, Notes } from '../notes.ts';
import { marks } from './annotations.ts';

export function song(track: Track, note?: Note) {
  return { ...songEntry(track), ...marks(note) };
}

export function songs(tracks: readonly Track[], notes: Notes) {
  return tracks.map((track) => song(track, notes[track.id]));
}
