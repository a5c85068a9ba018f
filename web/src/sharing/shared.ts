import type { QueueResource } from '../../../services/gateway/rest/playback-resources.ts';
import { spliceBetween } from '../../../services/playback/queue/splice.ts';
import type { QueueEntry } from '../audio/player.ts';
import { areSame } from './merge.ts';

/** What a player has: the ids of its tracks as they are heard, and where it is. */
export interface Here {
  tracks: readonly string[];
  /** Null without tracks. */
  index: number | null;
  /** Seconds. */
  position: number;
  /** Whether music sounds, or will as soon as it is here. */
  playing: boolean;
}

/** What was had at a time, in milliseconds by a clock that never goes back. */
export type At<T> = T & { at: number };

/** Tracks of a queue that the engine keeps. */
const LONGEST = 10_000;
/** Of a longer one, so many of those that were heard go with it. */
const HEARD = 1000;
/** Seconds by which a place may differ from what is known of it. */
const CLOSE = 1;
/** Seconds after the end of its track after which nobody takes a device to play any more. */
const GONE = 15;

/** What of a queue goes to other devices: all of it, or as much as the engine keeps around the current entry. */
export function shareOf(entries: readonly QueueEntry[], index: number): Pick<Here, 'tracks' | 'index'> {
  const from = Math.max(0, Math.min(index - HEARD, entries.length - LONGEST));
  const tracks = entries.slice(from, from + LONGEST).map(({ track }) => track.id);
  return { tracks, index: index < 0 ? null : index - from };
}

/** Seconds into the track at a time. */
export function positionAt(
  { position, playing, at }: At<Pick<Here, 'position' | 'playing'>>,
  now: number,
): number {
  return playing ? position + Math.max(0, now - at) / 1000 : position;
}

export function isEdited(here: Here, shown: Here): boolean {
  return !areSame(here.tracks, shown.tracks);
}

/** What of a place is other than it was or would be by now: `jump` is a matter of a click, `drift` only of seconds. */
export function moveOf(here: Here, shown: At<Here>, now: number): 'jump' | 'drift' | undefined {
  if (here.index !== shown.index || here.playing !== shown.playing) return 'jump';
  const isOff = Math.abs(here.position - positionAt(shown, now)) > CLOSE;
  if (!isOff) return undefined;
  return here.playing ? 'drift' : 'jump';
}

/** Whether another device plays. @param duration in seconds of its track, 0 when it is not known */
export function playsElsewhere(
  known: At<QueueResource>,
  mine: string,
  duration: number,
  now: number,
): boolean {
  if (!known.playing || known.device === null || known.device.id === mine) return false;
  return duration === 0 || positionAt(known, now) < duration + GONE;
}

/** Where the current entry of a player lies in a queue that somebody else has edited: behind the edit, or the same track. */
export function placeIn(here: Here, tracks: readonly string[], otherwise: number | null): number | null {
  const { index } = here;
  if (index === null) return otherwise;
  const edit = spliceBetween(here.tracks, tracks);
  if (edit === undefined || index < edit.at) return index;
  if (index >= edit.at + edit.removed) return index + edit.inserted.length - edit.removed;
  const place = tracks.indexOf(here.tracks[index]!);
  return place < 0 ? otherwise : place;
}
