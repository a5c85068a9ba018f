import type { Playlist, Principal } from '../../actions.ts';
import { notesOn } from './annotations.ts';
import { trackEntries } from './entries.ts';
import type { Body, Exchange } from './exchange.ts';
import { Listed } from './listed.ts';
import { missing } from './parameters.ts';

export async function getPlaylists({ call, params, user }: Exchange): Promise<Body> {
  const playlists = await call('playlists.list', { username: params.textIf('username') });
  return { playlists: { playlist: playlists.map((playlist) => summary(playlist, user)) } };
}

export async function getPlaylist(exchange: Exchange): Promise<Body> {
  return whole(exchange, await exchange.call('playlists.get', { id: exchange.params.id('id', 'pl') }));
}

/** With `playlistId` the songs of that playlist are replaced, else a new one is made. */
export async function createPlaylist(exchange: Exchange): Promise<Body> {
  const { call, params } = exchange;
  const name = params.textIf('name');
  const id = params.textIf('playlistId') && params.id('playlistId', 'pl');
  const tracks = params.ids('songId', 'tr');
  if (id) return whole(exchange, await call('playlists.replace', { id, name, tracks }));
  if (name === undefined) throw missing('name');
  return whole(exchange, await call('playlists.create', { name, tracks }));
}

/** Indexes refer to the list before the call. */
export async function updatePlaylist({ call, params }: Exchange): Promise<Body> {
  await call('playlists.update', {
    id: params.id('playlistId', 'pl'),
    name: params.textIf('name'),
    comment: params.anyTextIf('comment'),
    public: params.flagIf('public'),
    add: params.ids('songIdToAdd', 'tr'),
    remove: params.indexes('songIndexToRemove'),
  });
  return {};
}

export async function deletePlaylist({ call, params }: Exchange): Promise<Body> {
  await call('playlists.remove', { id: params.id('id', 'pl') });
  return {};
}

async function whole(exchange: Exchange, playlist: Playlist & { tracks: string[] }): Promise<Body> {
  const parts = await trackEntries(exchange, playlist.tracks);
  const entry = new Listed(await notesOn(exchange, ...parts), ...parts);
  return { playlist: { ...summary(playlist, exchange.user), entry } };
}

function summary(playlist: Playlist, user: Principal) {
  return {
    id: playlist.id,
    name: playlist.name,
    comment: playlist.comment,
    owner: playlist.owner,
    public: playlist.public,
    songCount: playlist.songCount,
    duration: Math.round(playlist.duration),
    created: playlist.created,
    changed: playlist.changed,
    coverArt: playlist.id,
    // The protocol knows no rules, which alone say what is in a smart one.
    readonly: playlist.ownerId !== user.id || playlist.smart === true,
  };
}
