import type { Context } from 'moleculer';
import { principalOf } from '../../mixins/caller.ts';
import type { ActionName, Actions } from '../actions.ts';
import { cleanRules, count } from './choose.ts';
import * as params from './params.ts';
import type { PlaylistsActions, PlaylistsService } from './service.ts';

type Call<N extends ActionName> = Context<Actions[N]['params']>;

/** Playlists whose tracks are chosen by rules. */
export const smartActions: PlaylistsActions = {
  createSmart: {
    permissions: ['listener'],
    timeout: 10_000,
    params: params.madeSmart,
    handler(this: PlaylistsService, ctx: Call<'playlists.createSmart'>) {
      const { rules, key, ...description } = ctx.params;
      return this.playlists.createSmart(principalOf(ctx), description, cleanRules(rules), key);
    },
  },
  setRules: {
    permissions: ['listener'],
    timeout: 30_000,
    params: params.ruled,
    handler(this: PlaylistsService, ctx: Call<'playlists.setRules'>) {
      const { id, rev, rules } = ctx.params;
      return this.playlists.setRules(principalOf(ctx), { id, rev }, cleanRules(rules));
    },
  },
  count: {
    permissions: ['listener'],
    timeout: 10_000,
    params: params.counted,
    async handler(this: PlaylistsService, ctx: Call<'playlists.count'>) {
      const rules = cleanRules(ctx.params.rules);
      const matching = await count(this, principalOf(ctx).id, rules);
      return { matching, chosen: Math.min(matching, rules.limit) };
    },
  },
};
