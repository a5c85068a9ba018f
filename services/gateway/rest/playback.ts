import { kindOf } from '../../../errors.ts';
import type { RefusedCommand, TellAnswer } from '../../playback/answers.ts';
import type { LedgerEntry } from '../../playback/ledger.ts';
import type { QueueView } from '../../playback/queues.ts';
import type { Listen } from '../../playback/session/state.ts';
import type { SessionView } from '../../playback/sessions.ts';
import { markedById } from './items.ts';
import type {
  CommandAnswer,
  DeliveryResource,
  ListeningResource,
  ListenResource,
  PlaysResource,
  QueuePlace,
  QueueResource,
} from './playback-resources.ts';
import { urnOf } from './problems.ts';
import type { ItemResource } from './resources.ts';
import type { Exchange } from './route.ts';

type Asking = Pick<Exchange, 'call'>;

export function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}

export function listeningOf(session: Omit<SessionView, 'v'>): ListeningResource {
  const { session: id, user, openedAt, at, listens, listen, closed, device } = session;
  return {
    ...{ id, user, opened: timeOf(openedAt), at: timeOf(at), listens },
    ...{ listen: listen && listenOf(listen), closed, device },
  };
}

function listenOf({ n, track, duration, source, position, heard, ...rest }: Listen): ListenResource {
  const { isSounding, isQualified, startedAt, at } = rest;
  return {
    ...{ listen: n, track, duration, source, position, heard, playing: isSounding, played: isQualified },
    ...{ started: timeOf(startedAt), at: timeOf(at) },
  };
}

export function answerOf(answer: TellAnswer | RefusedCommand): CommandAnswer {
  if ('refused' in answer) {
    const { refused, message } = answer;
    return { problem: { type: urnOf(refused), title: message, status: kindOf(refused).status } };
  }
  const { v, reply } = answer;
  if (reply.listen === null) return { version: v, closed: reply.closed, listen: null };
  const { n, track, position, heard, isSounding, isQualified } = reply.listen;
  const listen = { listen: n, track, position, heard, playing: isSounding, played: isQualified };
  return { version: v, closed: reply.closed, listen };
}

export function deliveryOf({ first, at, ...entry }: LedgerEntry): DeliveryResource {
  return { ...entry, first: timeOf(first), last: timeOf(at) };
}

export function placeOf({ v, edition, index, position, isSounding, device, changed }: QueueView): QueuePlace {
  return {
    ...{ rev: v, edition, index, position, playing: isSounding, device },
    changed: changed === 0 ? null : timeOf(changed),
  };
}

export function queueOf(queue: QueueView): QueueResource {
  return { ...placeOf(queue), tracks: [...queue.tracks] };
}

/** Items by their ids, vanished ones too, with what the listener says of them. At most 500 ids. */
export async function itemsById<T extends ItemResource>(
  asking: Asking,
  ids: readonly string[],
): Promise<Map<string, T>> {
  if (ids.length === 0) return new Map();
  return markedById<T>(asking, await asking.call('catalog.documents', { ids: [...new Set(ids)] }));
}

/** What was played, with the items themselves. */
export async function playsWithItems<T extends ItemResource>(
  asking: Asking,
  played: readonly { id: string; plays: number; last: string }[],
): Promise<PlaysResource<T>[]> {
  const items = await itemsById<T>(
    asking,
    played.map(({ id }) => id),
  );
  return played.map(({ id, plays, last }) => ({ id, plays, last, item: items.get(id) ?? null }));
}
