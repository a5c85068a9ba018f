import { CantigaError } from '../../errors.ts';
import type { Collection } from '../../mixins/store/types.ts';
import type { ListenDoc } from './models/listens.ts';

/** A listen as its listener sees it. */
export type HeardListen = Pick<
  ListenDoc,
  'session' | 'track' | 'at' | 'duration' | 'source' | 'played' | 'heard' | 'ending'
>;

export interface History {
  items: HeardListen[];
  /** Leads on to earlier ones; null at the end. */
  next: string | null;
}

/** A page of what a listener has listened to, the latest first. @param before `next` of the page before @throws BAD_PARAMETER */
export async function historyOf(
  documents: Pick<Collection<ListenDoc>, 'query'>,
  user: string,
  limit: number,
  before?: string,
): Promise<History> {
  const page = await documents.query(
    'byTime',
    { user },
    { descending: true, limit: limit + 1, ...(before !== undefined && { after: placeOf(before) }) },
  );
  const items = page.slice(0, limit);
  const last = items.at(-1);
  const next = page.length > limit && last ? `${last.at} ${last._id}` : null;
  return {
    items: items.map(({ session, track, at, duration, source, played, heard, ending }) => ({
      ...{ session, track, at, duration, source, played },
      ...(heard !== undefined && { heard, ending }),
    })) as HeardListen[],
    next,
  };
}

function placeOf(cursor: string): ListenDoc {
  const [, at, _id] = /^(\d+) (\S+)$/.exec(cursor) ?? [];
  if (_id === undefined)
    throw new CantigaError('BAD_PARAMETER', "Parameter 'before' is none that was given out.");
  return { _id, at: Number(at) } as ListenDoc;
}
