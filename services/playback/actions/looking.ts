import { CantigaError } from '../../../errors.ts';
import { principalOf } from '../../../mixins/caller.ts';
import { historyOf } from '../history.ts';
import { ledgerOf, royaltiesOf } from '../ledger.ts';
import { HOURS } from '../models/hours.ts';
import { LEDGER } from '../models/ledger.ts';
import { LISTENS } from '../models/listens.ts';
import { PLAYS } from '../models/plays.ts';
import { ROYALTIES } from '../models/royalties.ts';
import { SESSIONS } from '../models/sessions.ts';
import { nowPlaying } from '../now-playing.ts';
import * as params from '../params.ts';
import { playedBy } from '../plays.ts';
import { recordsOf } from '../records.ts';
import { type Call, type Playback, type PlaybackActions, subjectOf, timeout } from '../service.ts';
import { isTimeZone, yearOf } from '../year.ts';

/** What was listened to, and what was delivered. */
export const looking: PlaybackActions = {
  session: {
    permissions: ['listener'],
    timeout,
    placed: true,
    params: params.looked,
    handler(this: Playback, ctx: Call<'playback.session'>) {
      return this.room.sessions.look(subjectOf(ctx), ctx.params.session, ctx.params);
    },
  },
  sessions: {
    permissions: ['listener'],
    timeout,
    placed: true,
    params: params.page,
    handler(this: Playback, ctx: Call<'playback.sessions'>) {
      return this.room.sessions.page(this.room.models.serving(SESSIONS), subjectOf(ctx), ctx.params);
    },
  },
  events: {
    permissions: ['listener'],
    timeout,
    placed: true,
    params: params.events,
    handler(this: Playback, ctx: Call<'playback.events'>) {
      return recordsOf(this.room.log, this.room.sessions, subjectOf(ctx), ctx.params);
    },
  },
  nowPlaying: {
    permissions: ['listener'],
    timeout,
    params: params.nothing,
    handler(this: Playback) {
      return nowPlaying(this.room.models.serving(SESSIONS), this.room.sessions, Date.now());
    },
  },
  plays: {
    permissions: ['listener'],
    timeout,
    placed: true,
    params: params.playsOf,
    handler(this: Playback, ctx: Call<'playback.plays'>) {
      return this.room.plays.of(principalOf(ctx).id, ctx.params.ids);
    },
  },
  played: {
    permissions: ['listener'],
    timeout,
    placed: true,
    params: params.played,
    handler(this: Playback, ctx: Call<'playback.played'>) {
      const { offset = 0, limit } = ctx.params;
      const asked = { ...ctx.params, limit: Math.max(0, Math.min(limit, MOST_PLAYED - offset)) };
      return playedBy(this.room.models.serving(PLAYS), principalOf(ctx).id, asked);
    },
  },
  history: {
    permissions: ['listener'],
    timeout,
    placed: true,
    params: params.history,
    handler(this: Playback, ctx: Call<'playback.history'>) {
      return historyOf(this.room.models.serving(LISTENS), subjectOf(ctx), ctx.params);
    },
  },
  year: {
    permissions: ['listener'],
    timeout,
    placed: true,
    params: params.year,
    handler(this: Playback, ctx: Call<'playback.year'>) {
      const { models } = this.room;
      const { year, timeZone } = ctx.params;
      if (!isTimeZone(timeZone))
        throw new CantigaError('BAD_PARAMETER', `There is no time zone '${timeZone}'.`);
      const collections = { hours: models.serving(HOURS), plays: models.serving(PLAYS) };
      return yearOf(collections, subjectOf(ctx), year, timeZone);
    },
  },
  ledger: {
    permissions: ['listener'],
    timeout,
    params: params.ledger,
    handler(this: Playback, ctx: Call<'playback.ledger'>) {
      const { everybody, ...wanted } = ctx.params;
      const documents = this.room.models.serving(LEDGER);
      if (!everybody) return ledgerOf(documents, { ...wanted, user: subjectOf(ctx) });
      if (!principalOf(ctx).roles.includes('admin'))
        throw new CantigaError('FORBIDDEN', 'Only administrators see what others listen to.');
      return ledgerOf(documents, { ...wanted, user: undefined });
    },
  },
  royalties: {
    permissions: ['admin'],
    timeout,
    params: params.royalties,
    handler(this: Playback, ctx: Call<'playback.royalties'>) {
      return royaltiesOf(this.room.models.serving(ROYALTIES), ctx.params);
    },
  },
};

/** Of a list of what was played most or last: as many as are read at once. */
const MOST_PLAYED = 10_000;
