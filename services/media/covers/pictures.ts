import { LRUCache } from 'lru-cache';
import { isError } from '../../../errors.ts';
import type { Actions, PictureSlice } from '../../actions.ts';
import type { Track } from '../../catalog/model.ts';

type PullPicture = (params: Actions['library.picture']['params']) => Promise<PictureSlice>;

/** Larger pictures are not worth their memory; the largest that people embed are about 20 MB. */
const LARGEST_PICTURE = 32 * 1_048_576;
/** How long the version of a picture in a folder is believed, in ms: unlike an embedded one, it changes without its track. */
const FRESH_TIME = 60_000;
const MAX_VERSIONS = 10_000;

/** The original pictures, which the library has. */
export class Pictures {
  readonly #pull: PullPicture;
  readonly #versions: LRUCache<string, string>;

  constructor(pull: PullPicture) {
    this.#pull = pull;
    this.#versions = new LRUCache({
      max: MAX_VERSIONS,
      ttl: FRESH_TIME,
      fetchMethod: async (track) => (await this.#pull({ track })).etag,
    });
  }

  /** A text that changes whenever the picture of the track may have. @throws NOT_FOUND when there is none */
  async version(track: Track): Promise<string> {
    if (track.cover === 'embedded') return `${track.id}/${track.etag}`;
    return `${track.id}/${await this.#versions.fetch(track.id)}`;
  }

  /** The whole picture; undefined when there is none, or one too large to handle. @throws UNAVAILABLE */
  async original(track: Track): Promise<Buffer | undefined> {
    try {
      const first = await this.#pull({ track: track.id });
      if (first.size > LARGEST_PICTURE) return undefined;
      const slices = [Buffer.from(first.data)];
      for (let offset = first.data.length; offset < first.size; ) {
        const { data, etag } = await this.#pull({ track: track.id, offset });
        if (data.length === 0 || etag !== first.etag) return undefined;
        slices.push(Buffer.from(data));
        offset += data.length;
      }
      return Buffer.concat(slices);
    } catch (error) {
      if (isError(error, 'NOT_FOUND') || isError(error, 'FILE_CHANGED')) return undefined;
      throw error;
    }
  }

  /** The library has changed: ask it anew. */
  forget(): void {
    this.#versions.clear();
  }
}
