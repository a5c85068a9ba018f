import type { Collection } from '../../mixins/store/types.ts';
import { EVER, type PlayedKind, type PlaysDoc, playsId } from './models/plays.ts';

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
      if (doc !== null) found[doc.item] = playsIn(doc);
  }
  return found;
}

/** What a listener has played most, or last: ever, or in a year of UTC. */
export async function playedBy(
  documents: Pick<Collection<PlaysDoc>, 'query'>,
  user: string,
  {
    kind,
    order,
    limit,
    offset = 0,
    period = EVER,
  }: { kind: PlayedKind; order: 'most' | 'last'; limit: number; offset?: number; period?: string },
): Promise<({ id: string } & Plays)[]> {
  const query = order === 'most' ? 'mostPlayed' : 'lastPlayed';
  const options = { descending: true, limit: offset + limit };
  const played = await documents.query(query, { user, period, kind }, options);
  return played.slice(offset).map((doc) => ({ id: doc.item, ...playsIn(doc) }));
}

function playsIn({ plays, last }: PlaysDoc): Plays {
  return { plays, last: new Date(last).toISOString() };
}
