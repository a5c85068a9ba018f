import type { Context } from 'moleculer';
import { principalOf } from '../../mixins/caller.ts';
import type { ActionName, Actions } from '../actions.ts';
import { durationsOf } from './durations.ts';
import * as params from './params.ts';
import type { PlaylistsActions, PlaylistsService } from './service.ts';

type Call<N extends ActionName> = Context<Actions[N]['params']>;

/** Changes of a playlist's name, tracks and who sees it. */
export const editActions: PlaylistsActions = {
  replace: {
    permissions: ['listener'],
    timeout: 30_000,
    params: params.replaced,
    handler(this: PlaylistsService, ctx: Call<'playlists.replace'>) {
      const { id, rev, name, tracks } = ctx.params;
      const durations = (some: string[]) => durationsOf(ctx, some);
      return this.playlists.replace(principalOf(ctx), { id, rev }, name, tracks, durations);
    },
  },
  update: {
    permissions: ['listener'],
    timeout: 30_000,
    params: params.updated,
    handler(this: PlaylistsService, ctx: Call<'playlists.update'>) {
      const { id, rev, ...change } = ctx.params;
      const durations = (some: string[]) => durationsOf(ctx, some);
      return this.playlists.update(principalOf(ctx), { id, rev }, change, durations);
    },
  },
  insert: {
    permissions: ['listener'],
    timeout: 30_000,
    params: params.inserted,
    handler(this: PlaylistsService, ctx: Call<'playlists.insert'>) {
      const { id, rev, tracks, at } = ctx.params;
      const durations = (some: string[]) => durationsOf(ctx, some);
      return this.playlists.insert(principalOf(ctx), { id, rev }, tracks, at, durations);
    },
  },
  move: {
    permissions: ['listener'],
    timeout: 30_000,
    params: params.moved,
    handler(this: PlaylistsService, ctx: Call<'playlists.move'>) {
      const { id, rev, ...move } = ctx.params;
      return this.playlists.move(principalOf(ctx), { id, rev }, move);
    },
  },
  remove: {
    permissions: ['listener'],
    timeout: 5000,
    params: params.byId,
    async handler(this: PlaylistsService, ctx: Call<'playlists.remove'>) {
      await this.playlists.remove(principalOf(ctx), ctx.params.id);
      return null;
    },
  },
};
