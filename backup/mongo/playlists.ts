import type { StoredList, StoredPlaylist } from '../../services/playlists/model.ts';
import { type Copy, decoded, encoded } from './copy.ts';

const ROOM = 'playlists';

/**
 * Copies playlists, each with the list of tracks that it names. A playlist that is changed names another list, and the one
 * before is removed: then it is read once more.
 */
export async function copyPlaylists(copy: Copy): Promise<void> {
  const [playlists, lists] = [copy.open(ROOM, 'playlists'), copy.open(ROOM, 'lists')];
  for await (const page of copy.pages(ROOM, 'playlists')) {
    let current = page.map((document) => decoded<StoredPlaylist>(document));
    while (current.length > 0) {
      const named = await listsOf(copy, current);
      const whole = current.filter(({ list }) => list === undefined || named.has(list));
      await playlists.add(whole.map(encoded));
      await lists.add(whole.flatMap(({ list }) => (list === undefined ? [] : [encoded(named.get(list)!)])));
      const ids = current.filter((playlist) => !whole.includes(playlist)).map(({ _id }) => _id);
      const read = copy.collection<StoredPlaylist>(ROOM, 'playlists').find({ _id: { $in: ids } });
      current = ids.length > 0 ? await read.toArray() : [];
    }
  }
  await playlists.end();
  await lists.end();
}

async function listsOf(copy: Copy, playlists: readonly StoredPlaylist[]): Promise<Map<string, StoredList>> {
  const found = new Map<string, StoredList>();
  const ids = playlists.flatMap(({ list }) => list ?? []);
  for await (const list of copy.collection<StoredList>(ROOM, 'lists').find({ _id: { $in: ids } }))
    found.set(list._id, list);
  return found;
}
