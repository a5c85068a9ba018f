import * as params from '../../../playback/params.ts';
import { PAGE, plainPage, startOf } from '../lists.ts';
import { deliveryOf, itemsById } from '../playback.ts';
import type { RoyaltyResource } from '../playback-resources.ts';
import { route } from '../route.ts';
import { about } from '../rules.ts';
import { pageOf } from '../schemas/schemas.ts';
import { msOf } from './playback-sessions.ts';

const tag = 'Playback';

/** What of the ledger is asked for. */
export const OF_LEDGER = {
  session: about('Only of this session.', params.ledger.session),
  track: about('Only of this track.', params.ledger.track),
  from: about('Only what was delivered then or later, RFC 3339.', {
    type: 'string',
    max: 40,
    optional: true,
  }),
  to: about('Only what was delivered then or earlier, RFC 3339.', {
    type: 'string',
    max: 40,
    optional: true,
  }),
  user: about('Id of the listener, for administrators; without it, you.', params.ledger.user),
  everybody: about('Of all listeners, for administrators.', params.ledger.everybody),
} as const;

/** Times as the actions take them. @throws {CantigaError} BAD_PARAMETER */
export function between({ from, to }: { from?: string; to?: string }) {
  return {
    ...(from !== undefined && { from: msOf('from', from) }),
    ...(to !== undefined && { to: msOf('to', to) }),
  };
}

export const playbackLedgerRoutes = [
  route({
    ...{ method: 'GET', path: '/playback/ledger', operation: 'listDeliveries', tag, access: 'listener' },
    summary: 'What was delivered of each file in each session, the latest first',
    description: 'Bytes that were delivered more than once count once.',
    query: { ...PAGE, ...OF_LEDGER },
    answer: { status: 200, schema: pageOf('Delivery') },
    async handle(exchange) {
      const { limit, after: before } = startOf(exchange);
      const { cursor: _, ...asked } = exchange.query;
      const wanted = { ...asked, ...between(asked), limit, before };
      const { items, next } = await exchange.call('playback.ledger', wanted as never);
      return plainPage(exchange, items.map(deliveryOf), next);
    },
  }),
  route({
    ...{
      method: 'GET',
      path: '/playback/royalties/{month}',
      operation: 'listRoyalties',
      tag,
      access: 'admin',
    },
    summary: 'How often all listeners together have played each track or artist in a month',
    parameters: { month: about('Such as 2026-11, in UTC.', params.royalties.month) },
    query: { ...PAGE, kind: about('Of what.', { ...params.royalties.kind, default: 'track' }) },
    answer: { status: 200, schema: pageOf('TrackRoyalty', 'ArtistRoyalty') },
    async handle(exchange) {
      const { parameters, query } = exchange;
      const { kind } = query;
      const { items, next } = await exchange.call('playback.royalties', {
        ...{ ...parameters, kind },
        ...startOf(exchange),
      });
      const known = await itemsById(
        exchange,
        items.map(({ id }) => id),
      );
      const shown = items.map((royalty) => ({ ...royalty, item: known.get(royalty.id) ?? null }));
      return plainPage(exchange, shown satisfies RoyaltyResource[], next);
    },
  }),
];
