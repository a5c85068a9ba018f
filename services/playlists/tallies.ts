import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Collection, Database } from '../../mixins/store/types.ts';
import type { Choice, Chosen } from './choose.ts';
import { MOST_SAMPLED, type SmartPlaylist, type StoredTally } from './model.ts';

/** How long what a list of playlists says of a smart one is left alone, in ms. */
const FRESH_TIME = 60_000;
const MOST_KNOWN = 10_000;

/** Tracks of a smart playlist, and what is said of them in lists. */
export interface Look {
  tracks: string[];
  tally: Omit<StoredTally, 'rev'>;
}

export interface TalliesOptions {
  /** Asks for what rules choose. */
  choose: (choice: Choice) => Promise<Chosen>;
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
  readonly #tallies: Collection<StoredTally>;
  readonly #choose: (choice: Choice) => Promise<Chosen>;
  readonly #unkept: (error: Error) => void;
  readonly #now: () => number;
  readonly #fresh = new LRUCache<string, true>({ max: MOST_KNOWN, ttl: FRESH_TIME });
  readonly #waiting = new Map<string, SmartPlaylist>();
  #looking: Promise<void> | undefined;

  constructor(db: Database, { choose, unkept, now = Date.now }: TalliesOptions) {
    this.#db = db;
    this.#tallies = db.collection('tallies');
    this.#choose = choose;
    this.#unkept = unkept;
    this.#now = now;
  }

  /** The tracks of a smart playlist now. */
  async look({ _id, ownerId, rules }: Pick<SmartPlaylist, '_id' | 'ownerId' | 'rules'>): Promise<Look> {
    const now = new Date(this.#now()).toISOString();
    // A random choice is another one every day, and the same until then.
    const { tracks, duration } = await this.#choose({ ownerId, rules, seed: `${_id} ${now.slice(0, 10)}` });
    const digest = hash('sha1', tracks.join(' '), 'hex');
    const before = await this.#tallies.get(_id);
    this.#fresh.set(_id, true);
    if (before?.digest === digest) return { tracks, tally: before };
    const tally = {
      ...{ _id, ownerId, digest, changed: now, songCount: tracks.length },
      duration: Math.round(duration),
      sample: tracks.slice(0, MOST_SAMPLED),
    };
    // Whoever looks has the tracks; a full disk keeps nobody from that.
    await this.#db.commit([{ collection: 'tallies', put: tally }]).catch(this.#unkept);
    return { tracks, tally };
  }

  /** What is stored of some. Those at which nobody has looked for a minute are looked at when there is time. */
  async of(playlists: readonly SmartPlaylist[]): Promise<Map<string, StoredTally>> {
    for (const playlist of playlists) {
      if (!this.#fresh.has(playlist._id)) this.#waiting.set(playlist._id, playlist);
    }
    if (this.#waiting.size > 0) this.#looking ??= this.#lookAtAll();
    const found = await this.#tallies.getMany(playlists.map(({ _id }) => _id));
    return new Map(found.flatMap((tally) => (tally ? [[tally._id, tally] as const] : [])));
  }

  /** Resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    this.#waiting.clear();
    await this.#looking;
  }

  async #lookAtAll(): Promise<void> {
    for (const [id, playlist] of this.#waiting) {
      this.#waiting.delete(id);
      // Also after a failure: the next list may try again, a minute later.
      this.#fresh.set(id, true);
      await this.look(playlist).catch(this.#unkept);
    }
    this.#looking = undefined;
  }
}
