import type { Context, ServiceSchema } from 'moleculer';
import { principalOf } from '../../mixins/caller.ts';
import { store } from '../../mixins/store/store.ts';
import type { ActionName, Actions } from '../actions.ts';
import { choose } from './choose.ts';
import { durationsOf } from './durations.ts';
import { editActions } from './edit-actions.ts';
import { m3uActions } from './m3u-actions.ts';
import { COLLECTIONS, VERSION } from './model.ts';
import * as params from './params.ts';
import { PlaylistStore } from './playlist-store.ts';
import { Playlists } from './playlists.ts';
import type { PlaylistsSchema, PlaylistsService } from './service.ts';
import { smartActions } from './smart-actions.ts';
import { Tallies } from './tallies.ts';

type Call<N extends ActionName> = Context<Actions[N]['params']>;

/** What listeners put together: lists of tracks, or rules that choose them; their own or shown to all. */
const playlists: PlaylistsSchema = {
  name: 'playlists',
  mixins: [store({ collections: COLLECTIONS, version: VERSION }) as Partial<ServiceSchema>],
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
      timeout: 10_000,
      params: params.byId,
      handler(this: PlaylistsService, ctx: Call<'playlists.get'>) {
        return this.playlists.get(principalOf(ctx), ctx.params.id);
      },
    },
    summary: {
      permissions: ['listener'],
      timeout: 5000,
      params: params.byId,
      handler(this: PlaylistsService, ctx: Call<'playlists.summary'>) {
        return this.playlists.summary(principalOf(ctx), ctx.params.id);
      },
    },
    sample: {
      permissions: ['listener'],
      timeout: 10_000,
      params: params.byId,
      handler(this: PlaylistsService, ctx: Call<'playlists.sample'>) {
        return this.playlists.sample(principalOf(ctx), ctx.params.id);
      },
    },
    create: {
      permissions: ['listener'],
      timeout: 30_000,
      params: params.made,
      handler(this: PlaylistsService, ctx: Call<'playlists.create'>) {
        const { name, tracks = [], key } = ctx.params;
        return this.playlists.create(principalOf(ctx), { name, tracks, key }, (some) =>
          durationsOf(ctx, some),
        );
      },
    },
    ...editActions,
    ...smartActions,
    ...m3uActions,
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
    this.tallies = new Tallies(this.db, {
      choose: (choice) => choose(this, choice),
      unkept: ({ message }) =>
        this.logger.debug(`A smart playlist was not looked at, or not kept: ${message}`),
    });
    this.playlists = new Playlists(new PlaylistStore(this.db), this.tallies, (hint) => {
      void this.broker.broadcast('playlists.changed', hint);
    });
  },
  async stopped(this: PlaylistsService) {
    await this.tallies?.stop();
  },
};

export default playlists;
