import type { Playlist, PlaylistWithTracks as Stored } from '../../../actions.ts';
import * as params from '../../../playlists/params.ts';
import { BASE } from '../base.ts';
import { jsonOf } from '../json.ts';
import { PAGE, wholePage } from '../lists.ts';
import type { PlaylistResource, PlaylistWithTracks } from '../resources.ts';
import { type Exchange, NOTHING, route, signedIn } from '../route.ts';
import { about } from '../rules.ts';
import { fieldsOf, one, pageOf } from '../schemas/schemas.ts';

const tag = 'Playlists';
const { id } = params.byId;
/** Bytes of the largest list of ids. */
const LARGEST = 4 * 1024 * 1024;

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
      const playlists = found.map((playlist) => resource(exchange, playlist));
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
    largest: LARGEST,
    body: { name: about('1 to 200 characters.', params.made.name), tracks: params.made.tracks },
    answer: { status: 201, schema: one('PlaylistWithTracks') },
    errors: ['NOT_FOUND', 'TOO_LARGE'],
    async handle(exchange) {
      return made(exchange, await exchange.call('playlists.create', exchange.body));
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
    method: 'DELETE',
    path: '/playlists/{id}',
    operation: 'deletePlaylist',
    tag,
    summary: 'Delete a playlist',
    access: 'listener',
    parameters: { id },
    answer: { status: 204 },
    errors: ['NOT_FOUND', 'FORBIDDEN'],
    async handle({ call, parameters }) {
      await call('playlists.remove', parameters);
      return NOTHING;
    },
  }),
];

type Asking = Pick<Exchange, 'session'>;

export function resource(asking: Asking, { ownerId, ...playlist }: Playlist): PlaylistResource {
  return { ...playlist, editable: ownerId === signedIn(asking).user.id };
}

export function whole(asking: Asking, playlist: Stored) {
  const answer = resource(asking, playlist) as PlaylistWithTracks;
  return { kind: 'json', json: jsonOf(answer) } as const;
}

export function made(asking: Asking, playlist: Stored) {
  return { ...whole(asking, playlist), location: `${BASE}/playlists/${playlist.id}` };
}
