import type { Annotation, Entries } from '../../actions.ts';
import type { Exchange } from './exchange.ts';

/** What the listener says of an item, and how often they have played it. */
export interface Note extends Annotation {
  playCount?: number;
  /** RFC 3339. */
  played?: string;
}

/** Of the items of one answer, by id. */
export type Notes = Readonly<Record<string, Note>>;

/** So many ids fit into one message of the bus, and hardly any answer has more. */
const IDS_AT_ONCE = 10_000;

/**
 * Asks once for all items of an answer. Music is worth more than its stars: what the profiles or the playback cannot
 * tell, the answer goes out without.
 */
export async function notesOn(
  { call }: Exchange,
  ...lists: (Entries | readonly { id: string }[])[]
): Promise<Notes> {
  const ids = [...new Set(lists.flatMap(idsOf))];
  const [said, plays] = await Promise.all([
    knownOf(ids, (some) => call('profiles.annotations', { ids: some })),
    // Of artists, the protocol shows none.
    knownOf(
      ids.filter((id) => !id.startsWith('ar-')),
      (some) => call('playback.plays', { ids: some }),
    ),
  ]);
  const notes: Record<string, Note> = said;
  for (const id in plays) notes[id] = { ...notes[id], playCount: plays[id]!.plays, played: plays[id]!.last };
  return notes;
}

function idsOf(list: Entries | readonly { id: string }[]): string[] {
  return 'ids' in list ? list.ids : list.map(({ id }) => id);
}

/** What is known of items, by id; nothing of any when it cannot be asked for. */
async function knownOf<T>(
  ids: readonly string[],
  ask: (some: string[]) => Promise<Record<string, T>>,
): Promise<Record<string, T>> {
  const known: Record<string, T> = {};
  try {
    for (let start = 0; start < ids.length; start += IDS_AT_ONCE)
      Object.assign(known, await ask(ids.slice(start, start + IDS_AT_ONCE)));
    return known;
  } catch {
    return {};
  }
}

/** The fields for what is known of an item. A rating of 0 is none; only songs have bookmarks. */
export function marks(note: Note | undefined) {
  return {
    starred: note?.starred,
    userRating: note?.rating || undefined,
    bookmarkPosition: note?.bookmark,
    playCount: note?.playCount,
    played: note?.played,
  };
}

/** The same for directories, of which the protocol does not say when they were played. */
export function directoryMarks(note: Note | undefined) {
  return { ...marks(note), played: undefined };
}

/** The same for items organised by tags, among which the protocol knows no ratings of artists. */
export function id3Marks(id: string, note: Note | undefined): Partial<ReturnType<typeof marks>> {
  return id.startsWith('ar-') ? { starred: note?.starred } : marks(note);
}
