import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Collection, Database } from '../../mixins/store/types.ts';
import type { Choice, Chosen } from './choose.ts';
import {
  isSmart,
  MOST_SAMPLED,
  type SmartPlaylist,
  type StoredPlaylist,
  type StoredTally,
  type Tally,
} from './model.ts';

/** How long what a list of playlists says of a smart one is left alone, in ms. */
const FRESH_TIME = 60_000;
const MOST_KNOWN = 10_000;

/** Whose rules they are, and what makes a random order of its own. */
type Choosing = Pick<SmartPlaylist, '_id' | 'ownerId' | 'rules'>;

/** Tracks of a smart playlist, and what is said of them in lists. */
export interface Look {
  tracks: string[];
  tally: Tally;
}

export interface TalliesOptions {
  /** Asks for what rules choose. */
  choose: (choice: Choice) => Promise<Pick<Chosen, 'tracks' | 'duration'>>;
  /** Told when a look for a list, or keeping what it gave, has failed. */
  unkept: (error: Error) => void;
  /** ms since 1970 */
  now?: () => number;
}

/**
 * Smart playlists, chosen anew whenever somebody looks at one. Lists of playlists show what the last look gave, and have
 * those looked at again, one after the other, at which nobody has looked for a minute.
 */
export class Tallies {
  readonly #db: Database;
  readonly #playlists: Collection<StoredPlaylist>;
  readonly #tallies: Collection<StoredTally>;
  readonly #choose: TalliesOptions['choose'];
  readonly #unkept: (error: Error) => void;
  readonly #now: () => number;
  readonly #fresh = new LRUCache<string, true>({ max: MOST_KNOWN, ttl: FRESH_TIME });
  readonly #waiting = new Set<string>();
  #looking: Promise<void> | undefined;

  constructor(db: Database, { choose, unkept, now = Date.now }: TalliesOptions) {
    this.#db = db;
    this.#playlists = db.collection('playlists');
    this.#tallies = db.collection('tallies');
    this.#choose = choose;
    this.#unkept = unkept;
    this.#now = now;
  }

  /** What rules choose now, which is not kept. */
  async choose({ _id, ownerId, rules }: Choosing): Promise<Look> {
    const now = new Date(this.#now()).toISOString();
    // A random choice is another one every day, and the same until then.
    const { tracks, duration } = await this.#choose({ ownerId, rules, seed: `${_id} ${now.slice(0, 10)}` });
    const digest = hash('sha1', tracks.join(' '), 'hex');
    const before = await this.#tallies.get(_id);
    if (before?.digest === digest) return { tracks, tally: before };
    const tally = {
      ...{ _id, ownerId, digest, changed: now, songCount: tracks.length },
      duration: Math.round(duration),
      sample: tracks.slice(0, MOST_SAMPLED),
    };
    return { tracks, tally };
  }

  /** Keeps what a stored playlist is now. Whoever looks has the tracks: a full disk keeps nobody from that. */
  async keep({ tally }: Look): Promise<void> {
    this.#fresh.set(tally._id, true);
    if ('rev' in tally) return;
    try {
      await this.#db.commit([{ collection: 'tallies', put: tally }]);
      // One that was removed meanwhile leaves nothing behind.
      if ((await this.#playlists.get(tally._id)) === null) await this.#tallies.remove(tally._id);
    } catch (error) {
      this.#unkept(error as Error);
    }
  }

  /** The tracks of a stored playlist now. */
  async look(playlist: Choosing): Promise<Look> {
    const look = await this.choose(playlist);
    await this.keep(look);
    return look;
  }

  /** What is stored of some. Those at which nobody has looked for a minute are looked at when there is time. */
  async of(playlists: readonly SmartPlaylist[]): Promise<Map<string, StoredTally>> {
    const ids = playlists.map(({ _id }) => _id);
    for (const id of ids) if (!this.#fresh.has(id)) this.#waiting.add(id);
    if (this.#waiting.size > 0) this.#looking ??= this.#lookAtAll();
    const found = await this.#tallies.getMany(ids);
    return new Map(found.flatMap((tally) => (tally ? [[tally._id, tally] as const] : [])));
  }

  /** Resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    this.#waiting.clear();
    await this.#looking;
  }

  async #lookAtAll(): Promise<void> {
    for (const id of this.#waiting) {
      this.#waiting.delete(id);
      // Also after a failure: the next list may try again, a minute later.
      this.#fresh.set(id, true);
      try {
        const playlist = await this.#playlists.get(id);
        if (playlist && isSmart(playlist)) await this.look(playlist);
      } catch (error) {
        this.#unkept(error as Error);
      }
    }
    this.#looking = undefined;
  }
}
