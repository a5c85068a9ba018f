import { hash } from 'node:crypto';
import type { Database } from '../../../mixins/store/types.ts';
import type { FileRecord } from '../store/collections.ts';

/** Hexadecimal: 80 bits. Should two tracks ever share them, the second counts as a copy. */
const DIGITS = 20;
/** So many ids given out last may not be in the database yet, and more. */
const UNWRITTEN = 4096;

/**
 * The id of a track, made of its audio: whoever loses the database of the library gets the same ids from the same
 * files, so that stars and playlists hold on.
 * @param audio see identity.ts
 * @param copy 1 for the first track of this audio, 2 for the next
 */
export function trackId(audio: string, copy: number): string {
  const digest = hash('sha256', `${audio} ${copy}`, 'hex').slice(0, DIGITS);
  return `tr-${BigInt(`0x${digest}`).toString(36).padStart(16, '0')}`;
}

/** Gives ids to new tracks, none to two. */
export class NewIds {
  readonly #db: Database;
  readonly #given = new Set<string>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** Ids for tracks of this audio, one for each. */
  async next(audios: readonly string[]): Promise<string[]> {
    const first = audios.map((audio) => trackId(audio, 1));
    const taken = await this.#taken(first);
    const ids: string[] = [];
    for (const [index, id] of first.entries()) {
      const free = !taken.has(id) && !this.#given.has(id);
      ids.push(this.#give(free ? id : await this.#another(audios[index]!)));
    }
    return ids;
  }

  /** The id of a copy. Those before it have the first numbers, unless some have had other audio since. */
  async #another(audio: string): Promise<string> {
    let copy = Math.max(1, await this.#db.collection<FileRecord>('files').count('byAudio', { audio }));
    while (true) {
      const id = trackId(audio, ++copy);
      if (!this.#given.has(id) && (await this.#taken([id])).size === 0) return id;
    }
  }

  async #taken(ids: string[]): Promise<Set<string>> {
    const records = await this.#db.collection<FileRecord>('files').getMany(ids);
    return new Set(records.filter((record) => record !== null).map((record) => record._id));
  }

  #give(id: string): string {
    this.#given.add(id);
    if (this.#given.size > UNWRITTEN) {
      for (const oldest of this.#given) {
        this.#given.delete(oldest);
        break;
      }
    }
    return id;
  }
}
