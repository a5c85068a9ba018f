import { randomUUID } from 'node:crypto';
import type { QueueView } from '../../playback/queues.ts';
import { notesOn } from './annotations.ts';
import { trackEntries } from './entries.ts';
import { type Body, type Exchange, resolve } from './exchange.ts';
import { Listed } from './listed.ts';
import { bad, missing } from './parameters.ts';

/** Characters of the id of a device. */
const LONGEST_ID = 64;

/** With `current`, one of the ids; the first one without. No ids clear the queue. */
export async function savePlayQueue(exchange: Exchange): Promise<Body> {
  const { params } = exchange;
  const tracks = params.ids('id', 'tr');
  const current = params.textIf('current');
  if (current !== undefined && !tracks.includes(current)) throw bad('current', "must be one of the 'id'");
  const index = current === undefined ? 0 : await indexOf(exchange, tracks, current);
  await save(exchange, tracks, index);
  return {};
}

/** The same with a place that is never in doubt (extension indexBasedQueue). */
export async function savePlayQueueByIndex(exchange: Exchange): Promise<Body> {
  const { params } = exchange;
  const tracks = params.ids('id', 'tr');
  const index = params.integerIf('currentIndex');
  if (tracks.length > 0 && index === undefined) throw missing('currentIndex');
  if (index !== undefined && index >= Math.max(tracks.length, 1))
    throw bad('currentIndex', `must be less than the number of 'id', which is ${tracks.length}`);
  await save(exchange, tracks, index ?? 0);
  return {};
}

/** Of several places with one song, the one where the queue is already, else the first. */
async function indexOf({ call }: Exchange, tracks: readonly string[], current: string): Promise<number> {
  const first = tracks.indexOf(current);
  if (first === tracks.lastIndexOf(current)) return first;
  const { index } = await call('playback.queue', {});
  return index !== null && tracks[index] === current ? index : first;
}

async function save({ call, params }: Exchange, tracks: string[], index: number): Promise<void> {
  const position = (params.integerIf('position') ?? 0) / 1000;
  const client = params.client();
  const isEmpty = tracks.length === 0;
  await call('playback.setQueue', {
    id: randomUUID(),
    tracks,
    index: isEmpty ? null : index,
    position: isEmpty ? 0 : position,
    // A client says where it was, not what it does.
    isSounding: false,
    device: { id: client.slice(0, LONGEST_ID), name: client, client },
  });
}

export async function getPlayQueue(exchange: Exchange): Promise<Body> {
  const { tracks, index, shown } = await queueOf(exchange);
  return { playQueue: { ...(index !== undefined && { current: tracks[index] }), ...shown } };
}

export async function getPlayQueueByIndex(exchange: Exchange): Promise<Body> {
  const { index: currentIndex, shown } = await queueOf(exchange);
  return { playQueueByIndex: { currentIndex, ...shown } };
}

/** `index`: where it is, if it holds anything; `shown`: what both forms of it have in common. */
async function queueOf(exchange: Exchange) {
  const queue = await exchange.call('playback.queue', {});
  const { tracks, index, changed, device } = queue;
  const parts = await trackEntries(exchange, tracks);
  const shown = {
    position: tracks.length > 0 ? await positionOf(exchange, queue) : undefined,
    username: exchange.user.name,
    changed: new Date(changed).toISOString(),
    changedBy: device?.client ?? '',
    entry: new Listed(await notesOn(exchange, ...parts), ...parts),
  };
  return { tracks, index: tracks.length > 0 ? (index ?? 0) : undefined, shown };
}

/** Not beyond the end of a song whose player is not heard of any more. */
async function positionOf(exchange: Exchange, queue: QueueView): Promise<number> {
  const { tracks, index, position, isSounding } = queue;
  const [track] = isSounding && index !== null ? await resolve(exchange, [tracks[index]!]) : [];
  const end = track?.kind === 'track' ? track.format.duration : position;
  return Math.round(Math.min(position, end) * 1000);
}
