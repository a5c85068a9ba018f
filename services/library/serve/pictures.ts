import { hash } from 'node:crypto';
import type { Worker } from 'node:worker_threads';
import { LRUCache } from 'lru-cache';
import { CantigaError } from '../../../errors.ts';
import type { PictureSlice } from '../../actions.ts';
import { stampOf } from '../scan/stamp.ts';
import { pictureType } from '../tags/picture-type.ts';
import { startThread } from '../thread.ts';
import type { TrackFiles } from './files.ts';

interface Picture {
  contentType: string;
  etag: string;
  data: Buffer;
}

/** Bytes of pictures kept in memory: media asks for one in several slices. */
const CACHE = 24 * 1_048_576;
const SLICE = 262_144;
/** ms that finding a picture may take, and ms without work after which the thread ends. */
const TIME_LIMIT = 20_000;
const IDLE = 30_000;

/** Pictures of tracks, taken out of the files in a thread of its own. */
export class Pictures {
  readonly #files: TrackFiles;
  readonly #codeCache: string;
  readonly #cache: LRUCache<string, { picture: Picture | null }, unknown>;
  readonly #waiting = new Map<number, (data: Uint8Array | null) => void>();
  #worker: Worker | null = null;
  #idle: NodeJS.Timeout | undefined;
  #last = 0;

  constructor(files: TrackFiles, codeCache: string) {
    this.#files = files;
    this.#codeCache = codeCache;
    this.#cache = new LRUCache({
      maxSize: CACHE,
      maxEntrySize: 33 * 1_048_576,
      sizeCalculation: ({ picture }) => (picture?.data.length ?? 0) + 100,
      fetchMethod: (_key, _stale, { context }) => this.#extract(context as string),
    });
  }

  /** @throws NOT_FOUND when the track has no picture; FILE_CHANGED when its file is not there */
  async slice(track: string, offset: number): Promise<PictureSlice> {
    const record = await this.#files.record(track);
    const path = this.#files.absolute(record);
    const found = await this.#cache.fetch(
      `${track} ${stampOf({ size: record.size, mtimeMs: record.mtime }, record.beside)}`,
      { context: path },
    );
    if (!found?.picture) throw new CantigaError('NOT_FOUND', 'This track has no picture.');
    const { contentType, etag, data } = found.picture;
    return { contentType, etag, size: data.length, data: data.subarray(offset, offset + SLICE) };
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    await this.#worker?.terminate();
  }

  async #extract(path: string): Promise<{ picture: Picture | null }> {
    const bytes = await this.#ask(path);
    const contentType = bytes === null ? null : pictureType(bytes);
    if (bytes === null || contentType === null) return { picture: null };
    const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    return { picture: { contentType, etag: hash('sha1', data, 'base64url'), data } };
  }

  #ask(path: string): Promise<Uint8Array | null> {
    const id = ++this.#last;
    const worker = this.#thread();
    return new Promise<Uint8Array | null>((resolve) => {
      const limit = setTimeout(() => this.#give(worker), TIME_LIMIT);
      this.#waiting.set(id, (data) => {
        clearTimeout(limit);
        this.#waiting.delete(id);
        if (this.#waiting.size === 0) this.#rest(worker);
        resolve(data);
      });
      worker.postMessage({ id, path });
    });
  }

  #thread(): Worker {
    clearTimeout(this.#idle);
    if (this.#worker !== null) return this.#worker;
    const worker = startThread(new URL('./picture-thread.ts', import.meta.url), this.#codeCache, {
      resourceLimits: { maxOldGenerationSizeMb: 256 },
    });
    worker.on('message', ({ id, data }: { id: number; data: Uint8Array | null }) =>
      this.#waiting.get(id)?.(data),
    );
    worker.on('error', () => this.#give(worker));
    worker.on('exit', () => this.#give(worker));
    this.#worker = worker;
    return worker;
  }

  #rest(worker: Worker): void {
    this.#idle = setTimeout(() => this.#give(worker), IDLE);
    this.#idle.unref();
  }

  /** Ends the thread. What it was asked for is answered with "no picture". */
  #give(worker: Worker): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    void worker.terminate();
    for (const resolve of [...this.#waiting.values()]) resolve(null);
  }
}
