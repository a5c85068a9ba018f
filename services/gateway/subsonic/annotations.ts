import type { Annotation } from '../../actions.ts';
import type { Exchange } from './exchange.ts';

/** What the listener says of the items of one answer, by id. */
export type Notes = Readonly<Record<string, Annotation>>;

/** So many ids fit into one message of the bus, and hardly any answer has more. */
const IDS_AT_ONCE = 10_000;

/**
 * Asks once for all items of an answer. Music is worth more than its stars: when the profiles cannot answer, the
 * answer goes out without annotations.
 */
export async function notesOn({ call }: Exchange, items: readonly { id: string }[]): Promise<Notes> {
  const ids = [...new Set(items.map((item) => item.id))];
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

/** The attributes that every annotated item has. A rating of 0 is none. */
export function marks(note: Annotation | undefined): { starred?: string; userRating?: number } {
  return { starred: note?.starred, userRating: note?.rating || undefined };
}
