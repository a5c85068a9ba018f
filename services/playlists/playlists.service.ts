import type { Context, Service, ServiceSchema, ServiceSettingSchema } from 'moleculer';
import { principalOf } from '../../mixins/caller.ts';
import { store } from '../../mixins/store/store.ts';
import type { ActionName, Actions } from '../actions.ts';
import { durationsOf } from './durations.ts';
import { COLLECTIONS } from './model.ts';
import * as params from './params.ts';
import { Playlists } from './playlists.ts';

interface PlaylistsService extends Service {
  playlists: Playlists;
}

type Vars = Record<string, unknown>;
type Call<N extends ActionName> = Context<Actions[N]['params']>;

/** What listeners put together: lists of tracks, their own or shown to all. */
const playlists: ServiceSchema<ServiceSettingSchema, Vars, Vars, PlaylistsService> = {
  name: 'playlists',
  mixins: [store({ collections: COLLECTIONS }) as Partial<ServiceSchema>],
  actions: {
    list: {
      permissions: ['listener'],
      timeout: 5000,
      params: params.ofUser,
      handler(this: PlaylistsService, ctx: Call<'playlists.list'>) {
        return this.playlists.list(principalOf(ctx), ctx.params.username);
      },
    },
    get: {
      permissions: ['listener'],
      timeout: 5000,
      params: params.byId,
      handler(this: PlaylistsService, ctx: Call<'playlists.get'>) {
        return this.playlists.get(principalOf(ctx), ctx.params.id);
      },
    },
    create: {
      permissions: ['listener'],
      timeout: 30_000,
      params: params.made,
      handler(this: PlaylistsService, ctx: Call<'playlists.create'>) {
        const { name: called, tracks: ids } = ctx.params;
        return this.playlists.create(principalOf(ctx), called, ids ?? [], (some) => durationsOf(ctx, some));
      },
    },
    replace: {
      permissions: ['listener'],
      timeout: 30_000,
      params: params.replaced,
      handler(this: PlaylistsService, ctx: Call<'playlists.replace'>) {
        const { id: playlist, name: called, tracks: ids } = ctx.params;
        return this.playlists.replace(principalOf(ctx), playlist, called, ids, (some) =>
          durationsOf(ctx, some),
        );
      },
    },
    update: {
      permissions: ['listener'],
      timeout: 30_000,
      params: params.updated,
      handler(this: PlaylistsService, ctx: Call<'playlists.update'>) {
        const { id: playlist, ...change } = ctx.params;
        return this.playlists.update(principalOf(ctx), playlist, change, (some) => durationsOf(ctx, some));
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
    forget: {
      permissions: ['service'],
      timeout: 60_000,
      params: params.byUser,
      async handler(this: PlaylistsService, ctx: Call<'playlists.forget'>) {
        await this.playlists.forget(ctx.params.user);
        return null;
      },
    },
  },
  started(this: PlaylistsService) {
    this.playlists = new Playlists(this.db);
  },
};

export default playlists;
