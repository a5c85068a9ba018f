import { ulid } from 'ulid';
import { CantigaError, isError } from '../../../../errors.ts';
import { moveQueue, setQueue } from '../../../playback/params.ts';
import type { QueueView } from '../../../playback/queues.ts';
import type { Device } from '../../../playback/session/events.ts';
import { jsonOf } from '../json.ts';
import { queueOf } from '../playback.ts';
import { type Answer, type Exchange, route } from '../route.ts';
import { about } from '../rules.ts';
import { one } from '../schemas/schemas.ts';
import { LARGEST_LIST } from './playlist-tracks.ts';

const tag = 'Playback';
const access = 'listener';

const { min, max } = setQueue.index;
const WHERE = {
  index: about('Of the track, from 0; without it, none is chosen.', {
    ...({ type: 'number', integer: true, optional: true } as const),
    ...{ min, max },
  }),
  position: about('Seconds into the track.', { ...setQueue.position, default: 0 }),
  playing: about('Whether it sounds on that device.', { ...setQueue.isSounding, default: false }),
  device: about('The device that says so.', setQueue.device),
} as const;

interface Where {
  index?: number;
  position: number;
  playing: boolean;
  device: object;
}

export const playbackQueueRoutes = [
  route({
    ...{ method: 'GET', path: '/playback/queue', operation: 'getQueue', tag, access },
    summary: 'Your queue, which is the same on all of your devices',
    answer: { status: 200, schema: one('Queue') },
    async handle({ call }) {
      return answered(call('playback.queue', {}));
    },
  }),
  route({
    ...{ method: 'PUT', path: '/playback/queue', operation: 'setQueue', tag, access },
    summary: 'Put other tracks into your queue, and say where it is',
    description: 'With `rev`, it is refused when the queue has changed since; the answer has it as it is.',
    ...{ keyed: true, free: true, largest: LARGEST_LIST },
    body: {
      tracks: about('Their ids, in order; up to 10,000.', setQueue.tracks),
      ...WHERE,
      rev: about('The `rev` that you saw.', setQueue.expected),
    },
    answer: { status: 200, schema: one('Queue') },
    errors: ['QUEUE_CHANGED'],
    async handle(exchange) {
      const { call, body } = exchange;
      const { tracks, rev } = body;
      const told = { id: idOf(exchange), expected: rev, tracks, ...whereOf(body) };
      return answered(call('playback.setQueue', told));
    },
  }),
  route({
    ...{ method: 'PATCH', path: '/playback/queue', operation: 'moveQueue', tag, access },
    summary: 'Say where your queue is, and on which device',
    description:
      'The device that says that it plays is the one that plays; others that do so are to stop. With `edition`, it is refused when the tracks are others by now; the answer has the queue as it is.',
    ...{ keyed: true, free: true },
    body: { ...WHERE, edition: about('That of the tracks which `index` counts.', moveQueue.edition) },
    answer: { status: 200, schema: one('Queue') },
    errors: ['QUEUE_CHANGED'],
    async handle(exchange) {
      const { call, body } = exchange;
      const told = { id: idOf(exchange), edition: body.edition, ...whereOf(body) };
      return answered(call('playback.moveQueue', told));
    },
  }),
];

/** @throws {CantigaError} QUEUE_CHANGED with the queue as it is */
async function answered(telling: Promise<QueueView>): Promise<Answer> {
  try {
    return { kind: 'json', json: jsonOf(queueOf(await telling)) };
  } catch (error) {
    if (!isError(error, 'QUEUE_CHANGED')) throw error;
    const { message, data } = error as CantigaError;
    const { queue } = data as { queue: QueueView };
    throw new CantigaError('QUEUE_CHANGED', message, { queue: queueOf(queue) });
  }
}

/** Of the command: whoever sends a key means the same command by the same one. */
function idOf({ key }: Pick<Exchange, 'key'>): string {
  return key ?? ulid();
}

function whereOf({ index, position, playing, device }: Where) {
  return { index: index ?? null, position, isSounding: playing, device: device as Device };
}
