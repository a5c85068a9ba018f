import { principalOf } from '../../../mixins/caller.ts';
import * as params from '../params.ts';
import { type Call, type Playback, type PlaybackActions, timeout } from '../service.ts';

/** What a listener is to hear next, on whatever device. */
export const queueing: PlaybackActions = {
  queue: {
    permissions: ['listener'],
    timeout,
    placed: true,
    params: params.nothing,
    handler(this: Playback, ctx: Call<'playback.queue'>) {
      return this.room.queues.look(principalOf(ctx).id);
    },
  },
  setQueue: {
    permissions: ['listener'],
    timeout,
    placed: true,
    params: params.setQueue,
    handler(this: Playback, ctx: Call<'playback.setQueue'>) {
      return this.room.queues.set(principalOf(ctx).id, ctx.params);
    },
  },
  moveQueue: {
    permissions: ['listener'],
    timeout,
    placed: true,
    params: params.moveQueue,
    handler(this: Playback, ctx: Call<'playback.moveQueue'>) {
      return this.room.queues.move(principalOf(ctx).id, ctx.params);
    },
  },
};
