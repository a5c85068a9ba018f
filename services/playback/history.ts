import type { Collection } from '../../mixins/store/types.ts';
import { type Page, pageBefore } from './cursor.ts';
import type { ListenDoc } from './models/listens.ts';

/** A listen as its listener sees it. */
export type HeardListen = Pick<
  ListenDoc,
  'session' | 'n' | 'track' | 'at' | 'duration' | 'source' | 'played' | 'heard' | 'ending'
>;

export type History = Page<HeardListen>;

/** A page of what a listener has listened to, the latest first. @param before `next` of the page before @throws BAD_PARAMETER */
export async function historyOf(
  documents: Pick<Collection<ListenDoc>, 'query'>,
  user: string,
  limit: number,
  before?: string,
): Promise<History> {
  const { items, next } = await pageBefore(documents, 'byTime', { user }, 'at', limit, before);
  return {
    items: items.map(({ session, n, track, at, duration, source, played, heard, ending }) => ({
      ...{ session, n, track, at, duration, source, played },
      ...(heard !== undefined && { heard, ending }),
    })) as HeardListen[],
    next,
  };
}
