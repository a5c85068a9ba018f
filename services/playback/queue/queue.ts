import { CantigaError } from '../../../errors.ts';
import type { ActorKind } from '../../../mixins/actor/types.ts';
import type { Place, QueueEvent } from './events.ts';
import { spliceBetween, spliced } from './splice.ts';

/** What a listener is to hear, on whatever device. */
export interface Queue {
  tracks: readonly string[];
  place: Place;
  /** Of the queue's stream, when its tracks changed last: an index means a track of that edition. */
  edition: number;
  /** Events so far. */
  v: number;
  /** Whether the listener is gone: `departed`, nothing is taken from them; `erased`, nothing of them is kept either. */
  gone: 'departed' | 'erased' | null;
}

export type QueueCommand =
  | ({ type: 'set'; tracks: readonly string[]; device: string } & Whereabouts)
  /** @param edition of the tracks that the index counts; refused when there is another one by now */
  | ({ type: 'move'; edition?: number | undefined; device: string } & Whereabouts)
  | { type: 'depart' }
  | { type: 'erase' };

/** Where the queue is now, as a player says. */
export interface Whereabouts {
  index: number | null;
  /** Seconds. */
  position: number;
  isSounding: boolean;
}

/** Tracks of one queue. */
export const LONGEST_QUEUE = 10_000;

const NOWHERE: Place = { index: null, position: 0, isSounding: false, device: null, at: 0 };

/** A listener's queue. There is one for each listener, and it outlives all sessions. */
export const QUEUE: ActorKind<Queue, QueueCommand, QueueEvent> = {
  version: 1,
  initial: { tracks: [], place: NOWHERE, edition: 0, v: 0, gone: null },
  decide,
  evolve,
  reply: ({ edition }) => ({ edition }),
  schemas: { 'queue-edited': [], 'queue-moved': [], departed: [], erased: [] },
};

function decide(queue: Queue, command: QueueCommand, now: number): QueueEvent[] {
  // Each time anew: something that was under way may have come after the first.
  if (command.type === 'erase') return [{ type: 'erased', data: { at: now } }];
  if (command.type === 'depart') return queue.gone ? [] : [{ type: 'departed', data: { at: now } }];
  if (queue.gone) throw new CantigaError('NOT_FOUND', 'There is no such listener any more.');
  switch (command.type) {
    case 'set': {
      const edit = spliceBetween(queue.tracks, command.tracks);
      const moved = placed(command, command.tracks.length, now);
      return edit === undefined ? [moved] : [{ type: 'queue-edited', data: edit }, moved];
    }
    default:
      if (command.edition !== undefined && command.edition !== queue.edition)
        throw new CantigaError('CONFLICT', 'The queue has other tracks by now.', { v: queue.v });
      return [placed(command, queue.tracks.length, now)];
  }
}

function placed(
  { index, position, isSounding, device }: Whereabouts & { device: string },
  tracks: number,
  at: number,
): QueueEvent {
  if (index !== null && index >= tracks)
    throw new CantigaError('BAD_PARAMETER', `There is no track at index ${index}: the queue has ${tracks}.`);
  return { type: 'queue-moved', data: { index, position, isSounding, device, at } };
}

function evolve(queue: Queue, { type, data }: QueueEvent): Queue {
  const v = queue.v + 1;
  switch (type) {
    case 'queue-edited':
      return { ...queue, v, tracks: spliced(queue.tracks, data), edition: v };
    case 'queue-moved':
      return { ...queue, v, place: data };
    case 'departed':
      return { ...queue, v, gone: type };
    case 'erased':
      return { tracks: [], place: NOWHERE, edition: v, v, gone: type };
  }
}
