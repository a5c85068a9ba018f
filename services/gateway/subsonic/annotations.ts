import type { Annotation, Entries } from '../../actions.ts';
import type { Exchange } from './exchange.ts';

/** What the listener says of the items of one answer, by id. */
export type Notes = Readonly<Record<string, Annotation>>;

/** So many ids fit into one message of the bus, and hardly any answer has more. */
const IDS_AT_ONCE = 10_000;

/**
 * Asks once for all items of an answer. Music is worth more than its stars: when the profiles cannot answer, the
 * answer goes out without annotations.
 */
export async function notesOn(
  { call }: Exchange,
  ...lists: (Entries | readonly { id: string }[])[]
): Promise<Notes> {
  const ids = [...new Set(lists.flatMap(idsOf))];
  const notes: Record<string, Annotation> = {};
  try {
    for (let start = 0; start < ids.length; start += IDS_AT_ONCE) {
      const some = ids.slice(start, start + IDS_AT_ONCE);
      Object.assign(notes, await call('profiles.annotations', { ids: some }));
    }
    return notes;
  } catch {
    return {};
  }
}

function idsOf(list: Entries | readonly { id: string }[]): string[] {
  return 'ids' in list ? list.ids : list.map(({ id }) => id);
}

/** The fields for what a listener says of an item. A rating of 0 is none; only songs have bookmarks. */
export function marks(note: Annotation | undefined) {
  return { starred: note?.starred, userRating: note?.rating || undefined, bookmarkPosition: note?.bookmark };
}

/** The same for items organised by tags, among which the protocol knows no ratings of artists. */
export function id3Marks(id: string, note: Annotation | undefined): Partial<ReturnType<typeof marks>> {
  return id.startsWith('ar-') ? { starred: note?.starred } : marks(note);
}
