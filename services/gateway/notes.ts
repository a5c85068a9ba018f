import type { Annotation } from '../actions.ts';
import type { Plays } from '../playback/plays.ts';

/** What the listener says of an item, and how often they have played it. */
export interface Note extends Annotation {
  playCount?: number;
  /** The last time, RFC 3339. */
  played?: string;
}

/** Of the items of one answer, by id. */
export type Notes = Readonly<Record<string, Note>>;

/** Asks for the listener. */
interface Asking {
  call(name: 'profiles.annotations', params: { ids: string[] }): Promise<Record<string, Annotation>>;
  call(name: 'playback.plays', params: { ids: string[] }): Promise<Record<string, Plays>>;
}

/** So many ids fit into one message of the bus, and hardly any answer has more. */
const IDS_AT_ONCE = 10_000;

/**
 * Asks once for all items of an answer. Music is worth more than its stars: what the profiles or the playback cannot
 * tell, the answer goes out without.
 * @param isCounted for which of them it matters how often they were played
 */
export async function notesOf(
  { call }: Asking,
  ids: readonly string[],
  isCounted: (id: string) => boolean = () => true,
): Promise<Notes> {
  const [said, plays] = await Promise.all([
    knownOf(ids, (some) => call('profiles.annotations', { ids: some })),
    knownOf(ids.filter(isCounted), (some) => call('playback.plays', { ids: some })),
  ]);
  const notes: Record<string, Note> = { ...said };
  for (const id in plays) {
    const { plays: playCount, last: played } = plays[id]!;
    const note = notes[id];
    notes[id] = note === undefined ? { playCount, played } : { ...note, playCount, played };
  }
  return notes;
}

/** What is known of items, by id; nothing of any when it cannot be asked for. */
async function knownOf<T>(
  ids: readonly string[],
  ask: (some: string[]) => Promise<Record<string, T>>,
): Promise<Record<string, T>> {
  if (ids.length === 0) return {};
  try {
    const known = await ask(ids.slice(0, IDS_AT_ONCE));
    for (let start = IDS_AT_ONCE; start < ids.length; start += IDS_AT_ONCE)
      Object.assign(known, await ask(ids.slice(start, start + IDS_AT_ONCE)));
    return known;
  } catch {
    return {};
  }
}
