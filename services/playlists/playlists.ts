import { CantigaError, isError } from '../../errors.ts';
import type { NewDoc } from '../../mixins/store/types.ts';
import type { Actions, Playlist, PlaylistWithTracks, Principal } from '../actions.ts';
import { usernameKey } from '../auth/username.ts';
import type { Rules } from '../catalog/rules/rules.ts';
import { newId } from '../ids.ts';
import { keyedId } from '../keyed-id.ts';
import { type Durations, entriesOf } from './entries.ts';
import {
  type Entry,
  isSmart,
  MOST_SAMPLED,
  playlistFor,
  type SmartPlaylist,
  type StoredPlaylist,
} from './model.ts';
import type { PlaylistStore, State, Target } from './playlist-store.ts';
import { byName, checkLength, checkName, edited, inserted, moved } from './rules.ts';
import type { Look, Tallies } from './tallies.ts';

const MOST_PLAYLISTS = 5000;

type Described = Pick<Actions['playlists.update']['params'], 'name' | 'comment' | 'public'>;
type Update = Described & Pick<Actions['playlists.update']['params'], 'add' | 'remove'>;
type Move = Pick<Actions['playlists.move']['params'], 'from' | 'count' | 'before'>;

/** Which playlist has changed, been made or been removed, and whose it is. */
export interface Hint {
  id: string;
  owner: string;
}

/** The playlists of all listeners. What changes one is for its owner: else FORBIDDEN, or NOT_FOUND when it is private. */
export class Playlists {
  readonly #store: PlaylistStore;
  readonly #tallies: Tallies;
  readonly #changed: (hint: Hint) => void;

  /** @param changed is told of every change when it is stored */
  constructor(store: PlaylistStore, tallies: Tallies, changed: (hint: Hint) => void) {
    this.#store = store;
    this.#tallies = tallies;
    this.#changed = changed;
  }

  /** By name: the caller's own and public ones, or those of the named listener that the caller may see. */
  async list(who: Principal, username: string | undefined): Promise<Playlist[]> {
    const visible = await this.#store.visible(who, username);
    const tallies = await this.#tallies.of(visible.filter(isSmart));
    return visible.map((playlist) => playlistFor(playlist, tallies.get(playlist._id))).sort(byName);
  }

  /** @throws {CantigaError} NOT_FOUND, also when the caller may not see it */
  async get(who: Principal, id: string): Promise<PlaylistWithTracks> {
    const { playlist, tracks } = await this.#store.read(who, id);
    return isSmart(playlist) ? smart(playlist, await this.#tallies.look(playlist)) : shown(playlist, tracks);
  }

  /** Without its tracks. @throws {CantigaError} NOT_FOUND */
  async summary(who: Principal, id: string): Promise<Playlist> {
    const playlist = await this.#store.get(who, id);
    const tallies = await this.#tallies.of(isSmart(playlist) ? [playlist] : []);
    return playlistFor(playlist, tallies.get(id));
  }

  /** Its first tracks. @throws {CantigaError} NOT_FOUND */
  async sample(who: Principal, id: string): Promise<string[]> {
    const { playlist, tracks } = await this.#store.read(who, id);
    if (!isSmart(playlist)) return tracks.slice(0, MOST_SAMPLED).map(([track]) => track);
    const tally = (await this.#tallies.of([playlist])).get(id);
    return (tally ?? (await this.#tallies.look(playlist)).tally).sample;
  }

  /** @param wanted with the `key` of a client, it is made once: a repetition gives it as it is by then */
  create(
    who: Principal,
    { name, tracks: ids, key }: { name: string; tracks: string[]; key?: string | undefined },
    durations: Durations,
  ): Promise<PlaylistWithTracks> {
    return this.#once(who, key, async (id) => {
      const blank = await this.#blank(who, id, { name });
      const tracks = await entriesOf(checkLength(ids), [], durations);
      const playlist = await this.#store.insert(blank, tracks);
      this.#tell(playlist);
      return shown(playlist, tracks);
    });
  }

  /** One whose tracks are chosen by rules, which are checked. `key` as of {@link create}. */
  createSmart(
    who: Principal,
    description: Described & { name: string },
    rules: Rules,
    key?: string,
  ): Promise<PlaylistWithTracks> {
    return this.#once(who, key, async (id) => {
      const blank = { ...(await this.#blank(who, id, description)), rules };
      const look = await this.#tallies.choose(blank);
      const playlist = await this.#store.insertSmart(blank);
      await this.#tallies.keep(look);
      this.#tell(playlist);
      return smart({ ...playlist, rules }, look);
    });
  }

  /** Other rules, which are checked. @throws {CantigaError} FORBIDDEN also for one that has none */
  setRules(who: Principal, target: Target, rules: Rules): Promise<PlaylistWithTracks> {
    return this.#change(who, target, ({ playlist, tracks }) => {
      if (isSmart(playlist)) return { playlist: { ...playlist, rules }, tracks };
      throw new CantigaError('FORBIDDEN', 'The songs of the playlist were chosen one by one, not by rules.');
    });
  }

  /** Other tracks, and another name when one is given. @throws {CantigaError} FORBIDDEN when rules choose them */
  replace(
    who: Principal,
    target: Target,
    name: string | undefined,
    ids: string[],
    durations: Durations,
  ): Promise<PlaylistWithTracks> {
    return this.#change(who, target, async (before) => ({
      playlist: { ...before.playlist, ...described({ name }) },
      tracks: await entriesOf(checkLength(ids), chosenByHand(before), durations),
    }));
  }

  /**
   * @throws {CantigaError} BAD_PARAMETER for an index outside of the list, TOO_LARGE; FORBIDDEN for other tracks where
   *   rules choose them
   */
  update(who: Principal, target: Target, change: Update, durations: Durations): Promise<PlaylistWithTracks> {
    const { add = [], remove = [], ...description } = change;
    return this.#change(who, target, async (before) => {
      const playlist = { ...before.playlist, ...described(description) };
      if (add.length + remove.length === 0) return { playlist, tracks: before.tracks };
      const tracks = chosenByHand(before);
      return { playlist, tracks: edited(tracks, remove, await entriesOf(add, tracks, durations)) };
    });
  }

  /** @throws {CantigaError} BAD_PARAMETER for an index outside of the list, TOO_LARGE; FORBIDDEN when rules choose them */
  insert(
    who: Principal,
    target: Target,
    ids: string[],
    at: number | undefined,
    durations: Durations,
  ): Promise<PlaylistWithTracks> {
    return this.#change(who, target, async (before) => {
      const tracks = chosenByHand(before);
      const added = await entriesOf(ids, tracks, durations);
      return { ...before, tracks: inserted(tracks, at ?? tracks.length, added) };
    });
  }

  /** @throws {CantigaError} BAD_PARAMETER for a place outside of the list; FORBIDDEN when rules choose its tracks */
  move(who: Principal, target: Target, { from, count = 1, before: to }: Move): Promise<PlaylistWithTracks> {
    return this.#change(who, target, (before) => ({
      ...before,
      tracks: moved(chosenByHand(before), from, count, to),
    }));
  }

  /** @throws {CantigaError} NOT_FOUND, FORBIDDEN */
  async remove(who: Principal, id: string): Promise<void> {
    this.#tell(await this.#store.remove(who, id));
  }

  /** Removes all playlists of a listener. */
  forget(ownerId: string): Promise<void> {
    return this.#store.forget(ownerId);
  }

  async #change(
    who: Principal,
    target: Target,
    change: (before: State) => State | Promise<State>,
  ): Promise<PlaylistWithTracks> {
    let look: Look | undefined;
    const { playlist, tracks } = await this.#store.write(who, target, async (before) => {
      const after = await change(before);
      // Before it is written, so that whoever gets an error finds nothing changed.
      if (isSmart(after.playlist)) look = await this.#tallies.choose(after.playlist);
      return after;
    });
    this.#tell(playlist);
    if (!isSmart(playlist) || look === undefined) return shown(playlist, tracks);
    await this.#tallies.keep(look);
    return smart(playlist, look);
  }

  #tell({ _id: id, ownerId: owner }: Pick<StoredPlaylist, '_id' | 'ownerId'>): void {
    this.#changed({ id, owner });
  }

  /** Makes what nobody has made under that key of the listener yet. */
  async #once(
    who: Principal,
    key: string | undefined,
    make: (id: string) => Promise<PlaylistWithTracks>,
  ): Promise<PlaylistWithTracks> {
    if (key === undefined) return make(newId('pl'));
    const id = keyedId('pl', who.id, key);
    const again = () => this.get(who, id);
    try {
      return await again();
    } catch (error) {
      if (!isError(error, 'NOT_FOUND')) throw error;
    }
    return make(id).catch((error: unknown) => {
      if (isError(error, 'ALREADY_EXISTS')) return again();
      throw error;
    });
  }

  /** @throws {CantigaError} TOO_LARGE when the listener has as many as anybody may; BAD_PARAMETER for the name */
  async #blank(
    who: Principal,
    id: string,
    description: Described & { name: string },
  ): Promise<NewDoc<StoredPlaylist>> {
    if ((await this.#store.count(who.id)) >= MOST_PLAYLISTS) {
      throw new CantigaError('TOO_LARGE', `A listener has at most ${MOST_PLAYLISTS} playlists.`);
    }
    const now = new Date().toISOString();
    return {
      _id: id,
      comment: '',
      public: false,
      ...described(description),
      name: checkName(description.name),
      ownerId: who.id,
      owner: who.name,
      ownerKey: usernameKey(who.name),
      songCount: 0,
      duration: 0,
      created: now,
      changed: now,
    };
  }
}

/** What is given of a description. @throws {CantigaError} BAD_PARAMETER for the name */
function described({ name, comment, public: open }: Described): Partial<StoredPlaylist> {
  return {
    ...(name !== undefined && { name: checkName(name) }),
    ...(comment !== undefined && { comment }),
    ...(open !== undefined && { public: open }),
  };
}

function shown(playlist: StoredPlaylist, tracks: readonly Entry[]): PlaylistWithTracks {
  return { ...playlistFor(playlist), tracks: tracks.map(([id]) => id) };
}

function smart(playlist: SmartPlaylist, { tracks, tally }: Look): PlaylistWithTracks {
  return { ...playlistFor(playlist, tally), tracks, rules: playlist.rules };
}

/** Tracks that may be changed. @throws {CantigaError} FORBIDDEN when rules choose them */
function chosenByHand({ playlist, tracks }: State): Entry[] {
  if (!isSmart(playlist)) return tracks;
  throw new CantigaError('FORBIDDEN', 'The playlist is a smart one: its songs are chosen by its rules.');
}
