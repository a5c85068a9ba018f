import type { Annotation } from '../../actions.ts';
import type { Exchange } from './exchange.ts';

/** What the listener says of the items of one answer, by id. */
export type Notes = Readonly<Record<string, Annotation>>;

/**
 * Asks once for all items of an answer. Music is worth more than its stars: when the profiles cannot answer, the
 * answer goes out without annotations.
 */
export async function notesOn({ call }: Exchange, items: readonly { id: string }[]): Promise<Notes> {
  if (items.length === 0) return {};
  const ids = [...new Set(items.map((item) => item.id))];
  try {
    return await call('profiles.annotations', { ids });
  } catch {
    return {};
  }
}

/** The attributes that every annotated item has. A rating of 0 is none. */
export function marks(note: Annotation | undefined): { starred?: string; userRating?: number } {
  return { starred: note?.starred, userRating: note?.rating || undefined };
}
