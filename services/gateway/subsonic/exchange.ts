import type { ActionName, Actions, Principal, Session } from '../../actions.ts';
import type { Item, Track } from '../../catalog/model.ts';
import { type Parameters, unknownId } from './parameters.ts';

/** What an endpoint works with: one request of a listener who is signed in. */
export interface Exchange {
  params: Parameters;
  session: Session;
  user: Principal;
  /** Calls a published action for this listener. */
  call<N extends ActionName>(name: N, params: Actions[N]['params']): Promise<Actions[N]['result']>;
}

/** What an answer holds besides its status: scalars, arrays and objects of them; undefined ones are left out. */
export type Body = Readonly<Record<string, unknown>>;

export type EnvelopeEndpoint = (exchange: Exchange) => Promise<Body>;

/** What the HTTP server is to send instead of an envelope. */
export type Binary =
  | { kind: 'media'; track: string; download: boolean; client: string | undefined; session: Session }
  /** `size` is the edge of the square in pixels, the original without it. */
  | { kind: 'cover'; coverId: string; size?: number; session: Session }
  | { kind: 'avatar'; username: string; session: Session };

export type BinaryEndpoint = (exchange: Exchange) => Promise<Binary>;

/** So many items fit into one message of the bus. */
export const ITEMS_AT_ONCE = 500;

/** The items of these ids, in their order; null where there is none. */
export async function resolve({ call }: Exchange, ids: readonly string[]): Promise<(Item | null)[]> {
  const items: (Item | null)[] = [];
  for (let start = 0; start < ids.length; start += ITEMS_AT_ONCE) {
    items.push(...(await call('catalog.resolve', { ids: ids.slice(start, start + ITEMS_AT_ONCE) })));
  }
  return items;
}

/** The item that parameter `id` names. @throws NOT_FOUND */
export async function itemOf(exchange: Exchange, id: string): Promise<Item> {
  const [item] = await resolve(exchange, [id]);
  if (!item) throw unknownId('id');
  return item;
}

/** The track that parameter `id` names. @throws NOT_FOUND */
export async function trackOf(exchange: Exchange): Promise<Track> {
  const item = await itemOf(exchange, exchange.params.id('id', 'tr'));
  if (item.kind !== 'track') throw unknownId('id');
  return item;
}
