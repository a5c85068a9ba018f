import { createHash } from 'node:crypto';
import { isError, toPublicError } from '../../../errors.ts';
import type { Track } from '../../catalog/model.ts';
import type { DiskCache } from './disk-cache.ts';
import { identicon, placeholder } from './drawing.ts';
import { type Ask, type Motif, motifOf } from './motif.ts';
import type { Pictures } from './pictures.ts';
import { Queue } from './queue.ts';
import { grid, kindOf, rasterize, resize } from './render.ts';
import { LARGEST, sizeFor } from './sizes.ts';

/** A picture that can be sent: its entity tag is known before it is made. */
export interface Cover {
  etag: string;
  bytes(): Promise<Buffer>;
}

/** Two at a time leave half of libuv's threads to the listeners. */
const CONCURRENCY = 2;
const LONGEST_QUEUE = 1_000;
/** Edge in pixels of what is drawn when no size is asked for. */
const DRAWN_SIZE = 512;
/** Part of every key: raise it when pictures come out different than before. */
const EDITION = '1';

/** Covers and avatars, made once and kept on disk. */
export class Covers {
  readonly #pictures: Pictures;
  readonly #cache: DiskCache;
  readonly #unkept: (error: Error) => void;
  readonly #queue = new Queue(CONCURRENCY, LONGEST_QUEUE);
  readonly #making = new Map<string, Promise<Buffer>>();

  /** @param unkept told when a picture could not be kept, as on a full disk; it is sent all the same */
  constructor(pictures: Pictures, cache: DiskCache, unkept: (error: Error) => void) {
    this.#pictures = pictures;
    this.#cache = cache;
    this.#unkept = unkept;
  }

  /**
   * The cover of a track, an album, an artist or a playlist.
   * @param asked pixels; rounded up to the sizes that there are
   * @throws NOT_FOUND when the listener has no such thing, UNAVAILABLE
   */
  async cover(id: string, asked: number | undefined, ask: Ask): Promise<Cover> {
    const size = asked === undefined ? undefined : sizeFor(asked);
    const motif = await motifOf(id, ask);
    const versions = await this.#versionsOf(motif);
    if (motif.kind === 'placeholder' || versions === undefined) return this.#placeholder(id, size);
    const key = keyOf(motif.kind, ...versions, String(size));
    return this.#kept(key, () => this.#make(motif, id, size));
  }

  /** The picture of a listener. */
  avatar(username: string): Cover {
    return this.#kept(keyOf('avatar', username), () => rasterize(identicon(username, 256), 'png'));
  }

  #placeholder(id: string, size = DRAWN_SIZE): Cover {
    return this.#kept(keyOf('placeholder', id, String(size)), () => draw(id, size));
  }

  /** @returns undefined when one of the pictures is not there */
  async #versionsOf(motif: Motif): Promise<string[] | undefined> {
    const tracks = motif.kind === 'picture' ? [motif.track] : motif.kind === 'grid' ? motif.tracks : [];
    try {
      return await Promise.all(tracks.map((track) => this.#pictures.version(track)));
    } catch (error) {
      if (isError(error, 'NOT_FOUND') || isError(error, 'FILE_CHANGED')) return undefined;
      throw toPublicError(error);
    }
  }

  async #make(
    motif: Exclude<Motif, { kind: 'placeholder' }>,
    id: string,
    size: number | undefined,
  ): Promise<Buffer> {
    if (motif.kind === 'picture') return this.#scaled(motif.track, id, size);
    const edge = size ?? DRAWN_SIZE;
    const cells: Buffer[] = [];
    for (const track of motif.tracks) cells.push(await this.#scaled(track, track.albumId, edge / 2));
    return grid(cells, edge);
  }

  /** A picture that cannot be read is replaced by the drawing. */
  async #scaled(track: Track, seed: string, size: number | undefined): Promise<Buffer> {
    const original = await this.#pictures.original(track);
    const scaled = original && (await resize(original, size).catch(() => undefined));
    return scaled ?? draw(seed, Math.min(size ?? DRAWN_SIZE, LARGEST));
  }

  #kept(key: string, make: () => Promise<Buffer>): Cover {
    return { etag: `"${key}"`, bytes: () => this.#once(key, make) };
  }

  /** In one flight for all who ask, which lasts until the picture is kept. */
  #once(key: string, make: () => Promise<Buffer>): Promise<Buffer> {
    const flying = this.#making.get(key);
    if (flying) return flying;
    const land = () => this.#making.delete(key);
    const flight = (async () => {
      const kept = await this.#cache.get(key);
      if (kept && kindOf(kept) !== undefined) {
        land();
        return kept;
      }
      const made = await this.#queue.run(make);
      this.#cache.put(key, made).catch(this.#unkept).finally(land);
      return made;
    })().catch((error: unknown) => {
      land();
      throw toPublicError(error);
    });
    this.#making.set(key, flight);
    return flight;
  }
}

function draw(seed: string, size: number): Promise<Buffer> {
  return rasterize(placeholder(seed, size), 'jpeg');
}

/** Parts are kept apart, so that no two lists of them make the same key. */
function keyOf(...parts: string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([EDITION, ...parts]))
    .digest('hex')
    .slice(0, 40);
}
