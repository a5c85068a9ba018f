import { CantigaError, isError } from '../../errors.ts';
import { lostRace, retryRaces } from '../../mixins/store/retry.ts';
import type { Collection, Database, NewDoc } from '../../mixins/store/types.ts';
import type { Actions, Playlist, Principal } from '../actions.ts';
import { usernameKey } from '../auth/username.ts';
import { newId } from '../ids.ts';
import { type Entry, playlistFor, type StoredList, type StoredPlaylist, totals } from './model.ts';
import { byName, checkLength, checkName, edited, mayEdit, mayRemove, maySee } from './rules.ts';

const PAGE = 1000;
const MOST_PLAYLISTS = 5000;

type WithTracks = Actions['playlists.get']['result'];
type Update = Omit<Actions['playlists.update']['params'], 'id'>;

/** Seconds of tracks by id. @throws NOT_FOUND naming one that does not exist */
export type Durations = (ids: string[]) => Promise<Map<string, number>>;

/** The playlists of all listeners in their store. */
export class Playlists {
  #db: Database;
  #playlists: Collection<StoredPlaylist>;
  #lists: Collection<StoredList>;

  constructor(db: Database) {
    this.#db = db;
    this.#playlists = db.collection('playlists');
    this.#lists = db.collection('lists');
  }

  /** By name: the caller's own and public ones, or those of the named listener that the caller may see. */
  async list(who: Principal, username: string | undefined): Promise<Playlist[]> {
    const found =
      username === undefined
        ? [
            ...(await this.#all('byOwner', { ownerId: who.id })),
            ...(await this.#all('public', { public: true })).filter(({ ownerId }) => ownerId !== who.id),
          ]
        : await this.#all('byOwnerName', { ownerKey: usernameKey(username) });
    return found
      .filter((playlist) => maySee(who, playlist))
      .map(playlistFor)
      .sort(byName);
  }

  /** @throws {CantigaError} NOT_FOUND, also when the caller may not see it */
  async get(who: Principal, id: string): Promise<WithTracks> {
    const { playlist, tracks } = await retryRaces(() => this.#read(who, id));
    return withTracks(playlist, tracks);
  }

  async create(who: Principal, name: string, ids: string[], durations: Durations): Promise<WithTracks> {
    if ((await this.#playlists.count('byOwner', { ownerId: who.id })) >= MOST_PLAYLISTS) {
      throw new CantigaError('TOO_LARGE', `A listener has at most ${MOST_PLAYLISTS} playlists.`);
    }
    const tracks = await entries(checkLength(ids), [], durations);
    const list = newList(who.id, tracks);
    const now = new Date().toISOString();
    const playlist: NewDoc<StoredPlaylist> = {
      _id: newId('pl'),
      name: checkName(name),
      comment: '',
      ownerId: who.id,
      owner: who.name,
      ownerKey: usernameKey(who.name),
      public: false,
      ...totals(tracks),
      created: now,
      changed: now,
      list: list._id,
    };
    await this.#db.commit([
      { collection: 'lists', insert: list },
      { collection: 'playlists', insert: playlist },
    ]);
    return withTracks({ ...playlist, rev: 1 }, tracks);
  }

  /** Other tracks, and another name when one is given. @throws {CantigaError} NOT_FOUND, FORBIDDEN, … */
  replace(
    who: Principal,
    id: string,
    name: string | undefined,
    ids: string[],
    durations: Durations,
  ): Promise<WithTracks> {
    return this.#write(who, id, async (playlist, tracks) => ({
      playlist: { ...playlist, name: name === undefined ? playlist.name : checkName(name) },
      tracks: await entries(checkLength(ids), tracks, durations),
    }));
  }

  /** @throws {CantigaError} NOT_FOUND, FORBIDDEN, BAD_PARAMETER for an index outside of the list, TOO_LARGE */
  update(who: Principal, id: string, change: Update, durations: Durations): Promise<WithTracks> {
    const { name, comment, add = [], remove = [] } = change;
    return this.#write(who, id, async (playlist, tracks) => ({
      playlist: {
        ...playlist,
        name: name === undefined ? playlist.name : checkName(name),
        comment: comment ?? playlist.comment,
        public: change.public ?? playlist.public,
      },
      tracks:
        add.length + remove.length === 0
          ? tracks
          : edited(tracks, remove, await entries(add, tracks, durations)),
    }));
  }

  /** @throws {CantigaError} NOT_FOUND, FORBIDDEN */
  async remove(who: Principal, id: string): Promise<void> {
    const playlist = await this.#visible(who, id);
    if (!mayRemove(who, playlist)) throw forbidden();
    await retryRaces(async () => {
      const current = await this.#playlists.get(id);
      if (current === null) return;
      await this.#playlists.remove(id, current.rev);
      await this.#lists.remove(current.list);
    });
  }

  /** Removes all playlists of a listener. */
  async forget(ownerId: string): Promise<void> {
    for (const collection of ['playlists', 'lists']) {
      for (;;) {
        const page = await this.#db.collection(collection).query('byOwner', { ownerId }, { limit: PAGE });
        await this.#db.commit(page.map(({ _id }) => ({ collection, remove: _id })));
        if (page.length < PAGE) break;
      }
    }
  }

  /** Changes a playlist of the caller; starts from the newest state when another writer was faster. */
  #write(
    who: Principal,
    id: string,
    change: (
      playlist: StoredPlaylist,
      tracks: Entry[],
    ) => Promise<{ playlist: StoredPlaylist; tracks: Entry[] }>,
  ): Promise<WithTracks> {
    return retryRaces(async () => {
      const before = await this.#read(who, id);
      if (!mayEdit(who, before.playlist)) throw forbidden();
      const { playlist, tracks } = await change(before.playlist, before.tracks);
      const changed = { ...playlist, ...totals(tracks), changed: new Date().toISOString() };
      if (tracks === before.tracks) await this.#playlists.update(changed);
      else await this.#exchangeList(changed, tracks);
      return withTracks({ ...changed, rev: changed.rev + 1 }, tracks);
    });
  }

  /** @throws {CantigaError} NOT_FOUND */
  async #visible(who: Principal, id: string): Promise<StoredPlaylist> {
    const playlist = await this.#playlists.get(id);
    if (playlist && maySee(who, playlist)) return playlist;
    throw new CantigaError('NOT_FOUND', `There is no playlist ${id}.`);
  }

  /** @throws {CantigaError} NOT_FOUND; CONFLICT when it changes between the two reads and so names another list */
  async #read(who: Principal, id: string): Promise<{ playlist: StoredPlaylist; tracks: Entry[] }> {
    const playlist = await this.#visible(who, id);
    const list = await this.#lists.get(playlist.list);
    if (list) {
      return { playlist, tracks: list.tracks.map((track, index) => [track, list.durations[index] ?? 0]) };
    }
    throw new CantigaError('CONFLICT', `The playlist ${id} is being changed.`);
  }

  async #exchangeList(playlist: StoredPlaylist, tracks: Entry[]): Promise<void> {
    const list = newList(playlist.ownerId, tracks);
    try {
      await this.#db.commit([
        { collection: 'lists', insert: list },
        { collection: 'playlists', update: { ...playlist, list: list._id } as StoredPlaylist },
        { collection: 'lists', remove: playlist.list },
      ]);
    } catch (error) {
      // Where a commit is not atomic, the list of a lost race is left behind. When the outcome is unknown, it may count.
      if (lostRace(error) || isError(error, 'NOT_FOUND')) await this.#lists.remove(list._id);
      throw error;
    }
  }

  async #all(query: string, equal: Record<string, string | boolean>): Promise<StoredPlaylist[]> {
    const found: StoredPlaylist[] = [];
    for (let after: StoredPlaylist | undefined; ; after = found.at(-1)) {
      const page = await this.#playlists.query(query, equal, { limit: PAGE, ...(after && { after }) });
      found.push(...page);
      if (page.length < PAGE) return found;
    }
  }
}

/** Tracks with their durations, asked for those only that the playlist did not have before. */
async function entries(
  ids: readonly string[],
  before: readonly Entry[],
  durations: Durations,
): Promise<Entry[]> {
  const known = new Map(before);
  const unknown = [...new Set(ids)].filter((id) => !known.has(id));
  const asked = await durations(unknown);
  return ids.map((id) => [id, known.get(id) ?? asked.get(id) ?? 0]);
}

function newList(ownerId: string, tracks: Entry[]): NewDoc<StoredList> {
  return {
    _id: newId('li'),
    ownerId,
    tracks: tracks.map(([id]) => id),
    durations: tracks.map(([, duration]) => duration),
  };
}

function withTracks(playlist: StoredPlaylist, tracks: Entry[]): WithTracks {
  return { ...playlistFor(playlist), tracks: tracks.map(([id]) => id) };
}

function forbidden(): CantigaError {
  return new CantigaError('FORBIDDEN', 'The playlist belongs to someone else.');
}
