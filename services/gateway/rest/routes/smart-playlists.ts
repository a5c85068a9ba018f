import * as params from '../../../playlists/params.ts';
import { jsonOf } from '../json.ts';
import { made, whole } from '../playlist.ts';
import type { RulesCount, SmartRules } from '../resources.ts';
import { route } from '../route.ts';
import { about } from '../rules.ts';
import { one } from '../schemas/schemas.ts';
import { REV } from './playlist-tracks.ts';

const tag = 'Playlists';

/** Checks of what is in a rule that the types of its members cannot say are those of the action. */
const rulesIn = (body: { rules: object }) => ({ rules: body.rules as SmartRules });

export const smartPlaylistRoutes = [
  route({
    method: 'POST',
    path: '/playlists/smart',
    operation: 'createSmartPlaylist',
    tag,
    summary: 'Make a playlist whose tracks are chosen by rules, whenever somebody looks',
    access: 'listener',
    keyed: true,
    body: {
      name: about('1 to 200 characters.', params.madeSmart.name),
      comment: about('Up to 2000 characters.', params.madeSmart.comment),
      public: about('Whether all may see it.', params.madeSmart.public),
      rules: params.madeSmart.rules,
    },
    answer: { status: 201, schema: one('PlaylistWithTracks') },
    async handle(exchange) {
      const { body, key } = exchange;
      return made(exchange, await exchange.call('playlists.createSmart', { ...body, ...rulesIn(body), key }));
    },
  }),
  route({
    method: 'POST',
    path: '/playlists/smart/count',
    operation: 'countByRules',
    tag,
    summary: 'How many tracks rules would choose now',
    access: 'listener',
    body: { rules: params.counted.rules },
    answer: { status: 200, schema: one('RulesCount') },
    async handle({ call, body }) {
      const count: RulesCount = await call('playlists.count', rulesIn(body));
      return { kind: 'json', json: jsonOf(count) };
    },
  }),
  route({
    method: 'PUT',
    path: '/playlists/{id}/rules',
    operation: 'setPlaylistRules',
    tag,
    summary: 'Give a smart playlist of yours other rules',
    access: 'listener',
    parameters: { id: params.byId.id },
    body: { rules: params.ruled.rules, rev: REV },
    answer: { status: 200, schema: one('PlaylistWithTracks') },
    errors: ['NOT_FOUND'],
    async handle(exchange) {
      const { call, parameters, body } = exchange;
      const change = { ...parameters, ...body, ...rulesIn(body) };
      return whole(exchange, await call('playlists.setRules', change));
    },
  }),
];
