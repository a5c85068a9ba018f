import { CantigaError, isError } from '../../errors.ts';
import { lostRace, retryRaces } from '../../mixins/store/retry.ts';
import { Turns } from '../../mixins/store/turns.ts';
import type { Collection, Database, NewDoc, Operation } from '../../mixins/store/types.ts';
import type { Principal } from '../actions.ts';
import { usernameKey } from '../auth/username.ts';
import { entriesIn, newList } from './entries.ts';
import { type Entry, type StoredList, type StoredPlaylist, totals } from './model.ts';
import { mayEdit, mayRemove, maySee } from './rules.ts';

const PAGE = 1000;
/** Milliseconds that a writer waits for others. Its caller waits longer, and never hears of a failure that was none. */
const LONGEST_WAIT = 15_000;

/** A playlist that is to be changed, and how often it had changed when the caller saw it, if that matters. */
export interface Target {
  id: string;
  rev?: number;
}

/** A playlist with its tracks; a smart one has none of its own. */
export interface State {
  playlist: StoredPlaylist;
  tracks: Entry[];
}

/** The documents of playlists, and who may see and change them. */
export class PlaylistStore {
  readonly #db: Database;
  readonly #playlists: Collection<StoredPlaylist>;
  readonly #lists: Collection<StoredList>;
  /** Writers in this process wait for each other; races are only lost against other nodes. */
  readonly #turns = new Turns();

  readonly #longestWait: number;

  constructor(db: Database, { longestWait = LONGEST_WAIT } = {}) {
    this.#db = db;
    this.#longestWait = longestWait;
    this.#playlists = db.collection('playlists');
    this.#lists = db.collection('lists');
  }

  count(ownerId: string): Promise<number> {
    return this.#playlists.count('byOwner', { ownerId });
  }

  /** The caller's own and public ones, or those of the named listener that the caller may see: the public ones of others. */
  async visible(who: Principal, username: string | undefined): Promise<StoredPlaylist[]> {
    const found =
      username === undefined
        ? [
            ...(await this.#all('byOwner', { ownerId: who.id })),
            ...(await this.#all('public', { public: true })).filter(({ ownerId }) => ownerId !== who.id),
          ]
        : await this.#all('byOwnerName', { ownerKey: usernameKey(username) });
    return found.filter((playlist) => maySee(who, playlist));
  }

  /** @throws {CantigaError} NOT_FOUND, also when the caller may not see it */
  async get(who: Principal, id: string): Promise<StoredPlaylist> {
    const playlist = await this.#playlists.get(id);
    if (playlist && maySee(who, playlist)) return playlist;
    throw new CantigaError('NOT_FOUND', `There is no playlist ${id}.`);
  }

  /** @throws {CantigaError} NOT_FOUND, also when the caller may not see it */
  read(who: Principal, id: string): Promise<State> {
    return retryRaces(() => this.#read(who, id));
  }

  async insert(playlist: NewDoc<StoredPlaylist>, tracks: readonly Entry[]): Promise<StoredPlaylist> {
    const list = newList(playlist.ownerId, tracks);
    const whole = { ...playlist, ...totals(tracks), list: list._id };
    await this.#db.commit([
      { collection: 'lists', insert: list },
      { collection: 'playlists', insert: whole },
    ]);
    return { ...whole, rev: 1 };
  }

  insertSmart(playlist: NewDoc<StoredPlaylist>): Promise<StoredPlaylist> {
    return this.#playlists.insert(playlist);
  }

  /**
   * Changes a playlist of the caller. When another writer was faster, it starts from the newest state, unless the
   * caller has named the one that is to be changed.
   * @throws {CantigaError} NOT_FOUND, FORBIDDEN, CONFLICT; UNAVAILABLE when too many others are at it
   */
  write(
    who: Principal,
    { id, rev }: Target,
    change: (before: State) => State | Promise<State>,
  ): Promise<State> {
    const attempt = async () => {
      const before = await this.#read(who, id);
      if (!mayEdit(who, before.playlist)) throw forbidden();
      if (rev !== undefined && rev !== before.playlist.rev) {
        throw new CantigaError('CONFLICT', `The playlist ${id} has changed since it was read.`);
      }
      const { playlist, tracks } = await change(before);
      const changed = { ...playlist, ...totals(tracks), changed: new Date().toISOString() };
      if (tracks === before.tracks) await this.#playlists.update(changed);
      else await this.#exchangeList(changed, tracks);
      return { playlist: { ...changed, rev: changed.rev + 1 }, tracks };
    };
    const latest = performance.now() + this.#longestWait;
    return this.#turns.take(id, () => {
      if (performance.now() > latest) throw tooMany(id);
      return rev === undefined ? retryRaces(attempt) : attempt();
    });
  }

  /** @throws {CantigaError} NOT_FOUND, FORBIDDEN */
  async remove(who: Principal, id: string): Promise<StoredPlaylist> {
    const playlist = await this.get(who, id);
    if (!mayRemove(who, playlist)) throw forbidden();
    await retryRaces(async () => {
      const current = await this.#playlists.get(id);
      if (current === null) return;
      await this.#playlists.remove(id, current.rev);
      await this.#db.commit([{ collection: 'tallies', remove: id }, ...removalOf(current)]);
    });
    return playlist;
  }

  /** Removes all playlists of a listener. */
  async forget(ownerId: string): Promise<void> {
    for (const collection of ['playlists', 'lists', 'tallies']) {
      for (;;) {
        const page = await this.#db.collection(collection).query('byOwner', { ownerId }, { limit: PAGE });
        await this.#db.commit(page.map(({ _id }) => ({ collection, remove: _id })));
        if (page.length < PAGE) break;
      }
    }
  }

  /** @throws {CantigaError} NOT_FOUND; CONFLICT when it changes between the two reads and so names another list */
  async #read(who: Principal, id: string): Promise<State> {
    const playlist = await this.get(who, id);
    if (playlist.list === undefined) return { playlist, tracks: [] };
    const list = await this.#lists.get(playlist.list);
    if (list) return { playlist, tracks: entriesIn(list) };
    throw new CantigaError('CONFLICT', `The playlist ${id} is being changed.`);
  }

  async #exchangeList(playlist: StoredPlaylist, tracks: readonly Entry[]): Promise<void> {
    const list = newList(playlist.ownerId, tracks);
    try {
      await this.#db.commit([
        { collection: 'lists', insert: list },
        { collection: 'playlists', update: { ...playlist, list: list._id } as StoredPlaylist },
        ...removalOf(playlist),
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

/** Of the list that a playlist names. */
function removalOf({ list }: StoredPlaylist): Operation[] {
  return list === undefined ? [] : [{ collection: 'lists', remove: list }];
}

function forbidden(): CantigaError {
  return new CantigaError('FORBIDDEN', 'The playlist belongs to someone else.');
}

function tooMany(id: string): CantigaError {
  return new CantigaError('UNAVAILABLE', `Too many are changing the playlist ${id}.`, { retryAfter: 1 });
}
