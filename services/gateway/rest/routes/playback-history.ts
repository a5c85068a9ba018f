import * as params from '../../../playback/params.ts';
import { jsonOf } from '../json.ts';
import { PAGE, plainPage, startOf } from '../lists.ts';
import { itemsById, playsWithItems, timeOf } from '../playback.ts';
import type { HistoryEntry, NowPlayingResource } from '../playback-resources.ts';
import type { TrackResource } from '../resources.ts';
import { route } from '../route.ts';
import { about } from '../rules.ts';
import { one, pageOf } from '../schemas/schemas.ts';

const tag = 'Playback';
const access = 'listener';
const user = about('Id of the listener, for administrators; without it, you.', params.page.user);

export const playbackHistoryRoutes = [
  route({
    ...{ method: 'GET', path: '/playback/now', operation: 'getNowPlaying', tag, access },
    summary: 'Who listens to what now',
    answer: { status: 200, schema: one('NowPlayingList') },
    async handle({ call }) {
      const playing = await call('playback.nowPlaying', {});
      const tracks = await itemsById<TrackResource>(
        { call },
        playing.map(({ track }) => track),
      );
      const items = playing.map(
        ({
          session,
          user: whose,
          listener,
          device,
          client,
          track,
          duration,
          position,
          ...rest
        }): NowPlayingResource => ({
          ...{ session, user: whose, listener, device, client, track: tracks.get(track) ?? null, duration },
          ...{ position, playing: rest.isSounding, started: timeOf(rest.startedAt) },
        }),
      );
      return { kind: 'json', json: jsonOf({ items }) };
    },
  }),
  route({
    ...{ method: 'GET', path: '/playback/history', operation: 'listHistory', tag, access },
    summary: 'What was listened to, the latest first',
    query: { ...PAGE, user },
    answer: { status: 200, schema: pageOf('HistoryEntry') },
    async handle(exchange) {
      const { limit, after: before } = startOf(exchange);
      const asked = { limit, before, user: exchange.query.user };
      const { items, next } = await exchange.call('playback.history', asked);
      const tracks = await itemsById<TrackResource>(
        exchange,
        items.map(({ track }) => track),
      );
      const entries = items.map(
        ({ n, track: id, at, ...listen }): HistoryEntry => ({
          ...{ ...listen, listen: n, at: timeOf(at), id, track: tracks.get(id) ?? null },
        }),
      );
      return plainPage(exchange, entries, next);
    },
  }),
  route({
    ...{ method: 'GET', path: '/playback/plays', operation: 'listPlays', tag, access },
    summary: 'What you have played most, or last',
    query: {
      kind: about('What kind of items.', params.played.kind),
      order: about('Which ones come first.', { ...params.played.order, default: 'most' }),
      ...PAGE,
    },
    answer: { status: 200, schema: pageOf('TrackPlays', 'AlbumPlays', 'ArtistPlays') },
    async handle(exchange) {
      const { kind, order } = exchange.query;
      const { limit, after } = startOf(exchange);
      const offset = Number(after ?? 0);
      const played = await exchange.call('playback.played', { kind, order, limit: limit + 1, offset });
      const items = await playsWithItems(exchange, played.slice(0, limit));
      return plainPage(exchange, items, played.length > limit ? String(offset + limit) : null);
    },
  }),
  route({
    ...{ method: 'GET', path: '/playback/years/{year}', operation: 'getYear', tag, access },
    summary: 'A year in music',
    parameters: { year: about('Such as 2026.', { ...params.year.year, convert: true }) },
    query: {
      timeZone: about('IANA name of the time zone in which days and hours are.', {
        ...params.year.timeZone,
        default: 'UTC',
      }),
      user,
    },
    answer: { status: 200, schema: one('Year') },
    async handle(exchange) {
      const { parameters, query } = exchange;
      const { top, ...year } = await exchange.call('playback.year', { ...parameters, ...query });
      const [tracks, albums, artists] = await Promise.all(
        [top.tracks, top.albums, top.artists].map((played) => playsWithItems(exchange, played)),
      );
      return { kind: 'json', json: jsonOf({ ...year, tracks, albums, artists }) };
    },
  }),
];
