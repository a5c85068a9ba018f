import * as params from '../../../playlists/params.ts';
import { pageOf as cut } from '../cursor.ts';
import { markedById } from '../items.ts';
import { PAGE, plainPage, startOf } from '../lists.ts';
import { whole } from '../playlist.ts';
import type { PlaylistEntry, TrackResource } from '../resources.ts';
import { route } from '../route.ts';
import { about } from '../rules.ts';
import { fieldsOf, one, pageOf } from '../schemas/schemas.ts';

const tag = 'Playlists';
const { id } = params.byId;

/** Bytes of the largest list of ids. */
export const LARGEST_LIST = 4 * 1024 * 1024;

/** The parameter with which changes are refused that are made to another playlist than the one that was seen. */
export const REV = about('The `rev` that you saw: refused with 409 when it has changed since.', {
  ...params.updated.rev,
});

export const playlistTrackRoutes = [
  route({
    method: 'GET',
    path: '/playlists/{id}/tracks',
    operation: 'listPlaylistTracks',
    tag,
    summary: 'The tracks of a playlist, in order',
    access: 'listener',
    parameters: { id },
    query: { ...PAGE, fields: fieldsOf('PlaylistEntry') },
    answer: { status: 200, schema: pageOf('PlaylistEntry') },
    errors: ['NOT_FOUND'],
    async handle(exchange) {
      const { tracks } = await exchange.call('playlists.get', exchange.parameters);
      const { items, next } = cut(placesOf(tracks), ({ key }) => key, startOf(exchange));
      const ids = [...new Set(items.map(({ track }) => track))];
      const documents = await exchange.call('catalog.documents', { ids });
      const known = await markedById<TrackResource>(exchange, documents);
      const entries = items.map(
        ({ index, track }): PlaylistEntry => ({ index, id: track, track: known.get(track) ?? null }),
      );
      return plainPage(exchange, entries, next);
    },
  }),
  route({
    method: 'PUT',
    path: '/playlists/{id}/tracks',
    operation: 'setPlaylistTracks',
    tag,
    summary: 'Give a playlist of yours other tracks',
    access: 'listener',
    parameters: { id },
    largest: LARGEST_LIST,
    body: { tracks: about('Their ids, in order.', params.replaced.tracks), rev: REV },
    answer: { status: 200, schema: one('PlaylistWithTracks') },
    errors: ['NOT_FOUND'],
    async handle(exchange) {
      const { call, parameters, body } = exchange;
      return whole(exchange, await call('playlists.replace', { ...parameters, ...body }));
    },
  }),
  route({
    method: 'POST',
    path: '/playlists/{id}/tracks',
    operation: 'addPlaylistTracks',
    tag,
    summary: 'Put tracks into a playlist of yours',
    description: 'With `rev`, a repetition adds nothing twice: it is refused.',
    access: 'listener',
    parameters: { id },
    largest: LARGEST_LIST,
    body: {
      tracks: about('Their ids, in order.', params.inserted.tracks),
      at: about('Before the track at this index, counted from 0; at the end without it.', params.inserted.at),
      rev: REV,
    },
    answer: { status: 200, schema: one('PlaylistWithTracks') },
    errors: ['NOT_FOUND'],
    async handle(exchange) {
      const { call, parameters, body } = exchange;
      return whole(exchange, await call('playlists.insert', { ...parameters, ...body }));
    },
  }),
  route({
    method: 'POST',
    path: '/playlists/{id}/moves',
    operation: 'movePlaylistTracks',
    tag,
    summary: 'Move tracks of a playlist of yours',
    access: 'listener',
    parameters: { id },
    body: {
      from: about('Index of the first of them, counted from 0.', params.moved.from),
      count: about('How many; 1 without it.', params.moved.count),
      before: about(
        'Index of the track before which they come, in the list as it is before; the number of tracks for the end.',
        params.moved.before,
      ),
      rev: REV,
    },
    answer: { status: 200, schema: one('PlaylistWithTracks') },
    errors: ['NOT_FOUND'],
    async handle(exchange) {
      const { call, parameters, body } = exchange;
      return whole(exchange, await call('playlists.move', { ...parameters, ...body }));
    },
  }),
];

interface Place {
  index: number;
  track: string;
  /** Tells a track that is there twice from itself. */
  key: string;
}

function placesOf(tracks: readonly string[]): Place[] {
  const times = new Map<string, number>();
  return tracks.map((track, index) => {
    const time = (times.get(track) ?? 0) + 1;
    times.set(track, time);
    return { index, track, key: `${track} ${time}` };
  });
}
