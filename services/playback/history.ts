import type { Collection } from '../../mixins/store/types.ts';
import { type Page, pageBefore } from './cursor.ts';
import type { ListenDoc } from './models/listens.ts';

/** A listen as its listener sees it. */
export type HeardListen = Pick<
  ListenDoc,
  'session' | 'n' | 'track' | 'at' | 'duration' | 'source' | 'played' | 'heard' | 'ending'
>;

export type History = Page<HeardListen>;

interface Wanted {
  limit: number;
  /** `next` of the page before. */
  before?: string | undefined;
  /** Only what began then or later, then or earlier: ms since 1970. */
  from?: number | undefined;
  to?: number | undefined;
}

/** A page of what a listener has listened to, the latest first. @throws BAD_PARAMETER */
export async function historyOf(
  documents: Pick<Collection<ListenDoc>, 'query'>,
  user: string,
  { limit, before, from, to }: Wanted,
): Promise<History> {
  const range = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  const { items, next } = await pageBefore(documents, 'byTime', { user }, 'at', limit, before, range);
  return {
    items: items.map(({ session, n, track, at, duration, source, played, heard, ending }) => ({
      ...{ session, n, track, at, duration, source, played },
      ...(heard !== undefined && { heard, ending }),
    })) as HeardListen[],
    next,
  };
}
