import * as params from '../../../playlists/params.ts';
import { PAGE, wholePage } from '../lists.ts';
import { made, playlistFor, whole } from '../playlist.ts';
import { NOTHING, route } from '../route.ts';
import { about } from '../rules.ts';
import { fieldsOf, one, pageOf } from '../schemas/schemas.ts';
import { LARGEST_LIST, REV } from './playlist-tracks.ts';

const tag = 'Playlists';
const { id } = params.byId;

export const playlistRoutes = [
  route({
    method: 'GET',
    path: '/playlists',
    operation: 'listPlaylists',
    tag,
    summary: 'Your playlists and those that others show, by name',
    access: 'listener',
    query: {
      owner: about('Only those of this listener.', params.ofUser.username),
      ...PAGE,
      fields: fieldsOf('Playlist'),
    },
    answer: { status: 200, schema: pageOf('Playlist') },
    async handle(exchange) {
      const found = await exchange.call('playlists.list', { username: exchange.query.owner });
      const playlists = found.map((playlist) => playlistFor(exchange, playlist));
      return wholePage(exchange, playlists, (playlist) => playlist.id);
    },
  }),
  route({
    method: 'POST',
    path: '/playlists',
    operation: 'createPlaylist',
    tag,
    summary: 'Make a playlist',
    access: 'listener',
    keyed: true,
    largest: LARGEST_LIST,
    body: { name: about('1 to 200 characters.', params.made.name), tracks: params.made.tracks },
    answer: { status: 201, schema: one('PlaylistWithTracks') },
    errors: ['NOT_FOUND'],
    async handle(exchange) {
      const { body, key } = exchange;
      return made(exchange, await exchange.call('playlists.create', { ...body, key }));
    },
  }),
  route({
    method: 'GET',
    path: '/playlists/{id}',
    operation: 'getPlaylist',
    tag,
    summary: 'A playlist with the ids of its tracks',
    access: 'listener',
    parameters: { id },
    answer: { status: 200, schema: one('PlaylistWithTracks') },
    errors: ['NOT_FOUND'],
    async handle(exchange) {
      return whole(exchange, await exchange.call('playlists.get', exchange.parameters));
    },
  }),
  route({
    method: 'PATCH',
    path: '/playlists/{id}',
    operation: 'updatePlaylist',
    tag,
    summary: 'Change a playlist of yours',
    description: 'Of its tracks, some can be taken out and others put at the end.',
    access: 'listener',
    parameters: { id },
    largest: LARGEST_LIST,
    body: {
      name: about('1 to 200 characters.', params.updated.name),
      comment: about('Up to 2000 characters.', params.updated.comment),
      public: about('Whether all may see it.', params.updated.public),
      remove: about(
        'Indexes of tracks to take out, counted from 0 in the list as it is before.',
        params.updated.remove,
      ),
      add: about('Ids of tracks to put at the end.', params.updated.add),
      rev: REV,
    },
    answer: { status: 200, schema: one('PlaylistWithTracks') },
    errors: ['NOT_FOUND'],
    async handle(exchange) {
      const { call, parameters, body } = exchange;
      return whole(exchange, await call('playlists.update', { ...parameters, ...body }));
    },
  }),
  route({
    method: 'DELETE',
    path: '/playlists/{id}',
    operation: 'deletePlaylist',
    tag,
    summary: 'Delete a playlist',
    access: 'listener',
    parameters: { id },
    answer: { status: 204 },
    errors: ['NOT_FOUND'],
    async handle({ call, parameters }) {
      await call('playlists.remove', parameters);
      return NOTHING;
    },
  }),
];
