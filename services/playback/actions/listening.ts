import { principalOf } from '../../../mixins/caller.ts';
import * as params from '../params.ts';
import { type Call, type Playback, type PlaybackActions, timeout } from '../service.ts';

/** What listeners do, and what is done for them. */
export const listening: PlaybackActions = {
  open: {
    permissions: ['listener'],
    timeout,
    placed: true,
    params: params.opened,
    handler(this: Playback, ctx: Call<'playback.open'>) {
      const { id, name } = principalOf(ctx);
      return this.room.open(id, { ...ctx.params.device, listener: name });
    },
  },
  tell: {
    permissions: ['listener'],
    timeout,
    placed: true,
    params: params.tell,
    handler(this: Playback, ctx: Call<'playback.tell'>) {
      return this.room.sessions.tell(principalOf(ctx).id, ctx.params);
    },
  },
  tellAll: {
    permissions: ['listener'],
    timeout,
    placed: true,
    params: params.tellAll,
    handler(this: Playback, ctx: Call<'playback.tellAll'>) {
      const { session, commands } = ctx.params;
      return this.room.sessions.tellAll(principalOf(ctx).id, session, commands);
    },
  },
  tellClient: {
    permissions: ['listener'],
    timeout,
    placed: true,
    params: params.tellClient,
    handler(this: Playback, ctx: Call<'playback.tellClient'>) {
      const { id: user, name: listener } = principalOf(ctx);
      const { client, commands } = ctx.params;
      return this.room.clients.tell({ user, listener, client }, commands, Date.now());
    },
  },
  deliver: {
    permissions: ['service'],
    timeout,
    placed: true,
    params: params.delivered,
    async handler(this: Playback, ctx: Call<'playback.deliver'>) {
      const { user, name, deliveries } = ctx.params;
      await this.room.deliver(user, name, deliveries);
      return null;
    },
  },
  forget: {
    permissions: ['service'],
    timeout: 60_000,
    placed: true,
    params: params.byUser,
    async handler(this: Playback, ctx: Call<'playback.forget'>) {
      await this.room.forget(ctx.params.user);
      return null;
    },
  },
};
