import type { NewDoc } from '../../mixins/store/types.ts';
import { newId } from '../ids.ts';
import type { Entry, StoredList } from './model.ts';

/** Seconds of tracks by id. @throws NOT_FOUND naming one that does not exist */
export type Durations = (ids: string[]) => Promise<Map<string, number>>;

/** Tracks with their durations, asked for those only that the playlist did not have before. */
export async function entriesOf(
  ids: readonly string[],
  before: readonly Entry[],
  durations: Durations,
): Promise<Entry[]> {
  const known = new Map(before);
  const unknown = [...new Set(ids)].filter((id) => !known.has(id));
  const asked = await durations(unknown);
  return ids.map((id) => [id, known.get(id) ?? asked.get(id) ?? 0]);
}

export function newList(ownerId: string, tracks: readonly Entry[]): NewDoc<StoredList> {
  return {
    _id: newId('li'),
    ownerId,
    tracks: tracks.map(([id]) => id),
    durations: tracks.map(([, duration]) => duration),
  };
}

export function entriesIn({ tracks, durations }: StoredList): Entry[] {
  return tracks.map((track, index) => [track, durations[index] ?? 0]);
}
