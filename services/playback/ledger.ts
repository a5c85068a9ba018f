import { CantigaError } from '../../errors.ts';
import type { Collection } from '../../mixins/store/types.ts';
import { type Page, pageBefore } from './cursor.ts';
import type { LedgerDoc } from './models/ledger.ts';
import type { RoyaltyDoc } from './models/royalties.ts';

/** What was delivered of one file in one session. */
export type LedgerEntry = Omit<LedgerDoc, '_id' | 'rev' | 'ck'>;

/** How much all listeners together have heard of a track or an artist. */
export interface Royalty {
  id: string;
  /** Listens that count as played. */
  plays: number;
  /** Seconds of all listens. */
  heard: number;
}

interface Wanted {
  /** Of all listeners when it is not given. */
  user?: string | undefined;
  session?: string | undefined;
  track?: string | undefined;
  /** ms since 1970, both included. */
  from?: number | undefined;
  to?: number | undefined;
  limit: number;
  before?: string | undefined;
}

/** A page of what was delivered, the latest first. @throws BAD_PARAMETER */
export async function ledgerOf(
  documents: Pick<Collection<LedgerDoc>, 'query'>,
  { user, session, track, from, to, limit, before }: Wanted,
): Promise<Page<LedgerEntry>> {
  if (session !== undefined && (track !== undefined || user === undefined))
    throw new CantigaError('BAD_PARAMETER', 'Ask for a session of one listener, or for a track.');
  const query = queryFor({ user, session, track });
  const equal = {
    ...(user !== undefined && { user }),
    ...(session !== undefined && { session }),
    ...(track !== undefined && { track }),
  };
  const range = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  const { items, next } = await pageBefore(documents, query, equal, 'at', limit, before, range);
  return { items: items.map(({ _id, rev: _, ck: __, ...entry }) => entry), next };
}

function queryFor({ user, session, track }: Pick<Wanted, 'user' | 'session' | 'track'>): string {
  if (session !== undefined) return 'ofSession';
  if (track !== undefined) return user === undefined ? 'ofTrack' : 'ofUserTrack';
  return user === undefined ? 'ofAll' : 'ofUser';
}

/** A page of the tracks or artists of a month, the most played first. @throws BAD_PARAMETER */
export async function royaltiesOf(
  documents: Pick<Collection<RoyaltyDoc>, 'query'>,
  { month, kind, limit, after }: { month: string; kind: string; limit: number; after?: string | undefined },
): Promise<Page<Royalty>> {
  const { items, next } = await pageBefore(documents, 'most', { month, kind }, 'plays', limit, after);
  return { items: items.map(({ item: id, plays, heard }) => ({ id, plays, heard })), next };
}
