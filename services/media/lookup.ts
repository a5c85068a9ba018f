import { LRUCache } from 'lru-cache';
import { isError } from '../../errors.ts';
import type { FileInfo } from '../actions.ts';
import type { LocalFiles } from './files.ts';
import { type Pull, remoteSource } from './remote.ts';
import type { Source } from './source.ts';

/** What the library says of a file; with its path when the file is on this node. */
export type Found = FileInfo & { path?: string };

/** How long an answer of the library is believed, in ms: a hot track is asked for many times a second. */
const FRESH_TIME = 3_000;
const MAX_FILES = 4_096;

/** Finds the files behind tracks, and opens them. */
export class Lookup {
  readonly #found: LRUCache<string, Found>;
  readonly #files: LocalFiles;
  readonly #pull: Pull;

  constructor(find: (track: string) => Promise<Found>, files: LocalFiles, pull: Pull) {
    this.#found = new LRUCache({ max: MAX_FILES, ttl: FRESH_TIME, fetchMethod: (track) => find(track) });
    this.#files = files;
    this.#pull = pull;
  }

  /** @throws NOT_FOUND, FILE_CHANGED when it has vanished, UNAVAILABLE */
  async file(track: string): Promise<Found> {
    return (await this.#found.fetch(track))!;
  }

  /** @throws FILE_CHANGED when the file is another by now, UNAVAILABLE */
  async open(found: Found): Promise<Source> {
    const { path } = found;
    if (path === undefined) return remoteSource(found, this.#pull);
    try {
      return await this.#files.source({ ...found, path });
    } catch (error) {
      if (isError(error, 'FILE_CHANGED')) this.#found.delete(found.track);
      throw error;
    }
  }

  /** The library has changed: ask it anew. */
  forget(): void {
    this.#found.clear();
  }
}
