import type { Collection } from '../../mixins/store/types.ts';
import { type PlaysDoc, playsId } from './models/plays.ts';

/** How often something was played, and when last (RFC 3339). */
export interface Plays {
  plays: number;
  last: string;
}

const AT_ONCE = 1000;

/** What a listener has played of these tracks, albums and artists; what was never played is left out. */
export async function playsOf(
  documents: Pick<Collection<PlaysDoc>, 'getMany'>,
  user: string,
  ids: readonly string[],
): Promise<Record<string, Plays>> {
  const found: Record<string, Plays> = {};
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const page = ids.slice(from, from + AT_ONCE);
    for (const doc of await documents.getMany(page.map((item) => playsId(user, item))))
      if (doc !== null) found[doc.item] = { plays: doc.plays, last: new Date(doc.last).toISOString() };
  }
  return found;
}
