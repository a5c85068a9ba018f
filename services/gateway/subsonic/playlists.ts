import type { Entries, Playlist, Principal } from '../../actions.ts';
import { entryBytes } from '../../catalog/entry/bytes.ts';
import { notesOn } from './annotations.ts';
import { type Body, type Exchange, ITEMS_AT_ONCE } from './exchange.ts';
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
  const parts: Entries[] = [];
  for (let start = 0; start < playlist.tracks.length; start += ITEMS_AT_ONCE) {
    const ids = playlist.tracks.slice(start, start + ITEMS_AT_ONCE);
    parts.push(completed(ids, await exchange.call('catalog.trackEntries', { ids })));
  }
  const entry = new Listed(await notesOn(exchange, ...parts), ...parts);
  return { playlist: { ...summary(playlist, exchange.user), entry } };
}

/**
 * Keeps the places of tracks that the catalog does not know (any more, or not yet), so that the indexes that a client
 * sends back still mean what it saw. `entries`: those that are known, in the order of `ids`.
 */
function completed(ids: string[], entries: Entries): Entries {
  if (entries.ids.length === ids.length) return entries;
  let next = 0;
  let start = 0;
  const parts = ids.map((id) => {
    if (entries.ids[next] !== id) return entryBytes({ id, isDir: false, title: '[Unknown track]' });
    const end = start + entries.lengths[next++]!;
    const known = entries.json.subarray(start, end);
    start = end + 1;
    return known;
  });
  const json = Buffer.from(parts.join(','));
  return { ids, lengths: parts.map(({ length }) => length), json };
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
