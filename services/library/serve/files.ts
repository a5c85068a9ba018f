import { type FileHandle, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import { CantigaError } from '../../../errors.ts';
import type { Database } from '../../../mixins/store/types.ts';
import type { FileInfo } from '../../actions.ts';
import { formatOf, suffixOf } from '../formats.ts';
import { etagOf, type FileRecord, pathOf } from '../store/collections.ts';
import type { MusicFolder } from '../store/folders.ts';

/** Files kept open, and ms after their last use until they are closed. */
const OPEN_FILES = 128;
const IDLE = 30_000;

/** Gives out what is in the files of tracks. Tracks are named by id only, so no path can be asked for. */
export class TrackFiles {
  readonly #db: Database;
  readonly #folders: ReadonlyMap<number, string>;
  readonly #open: LRUCache<string, Promise<FileHandle>>;

  constructor(db: Database, folders: readonly MusicFolder[]) {
    this.#db = db;
    this.#folders = new Map(folders.map(({ id, path }) => [id, path]));
    this.#open = new LRUCache({
      max: OPEN_FILES,
      ttl: IDLE,
      ttlAutopurge: true,
      updateAgeOnGet: true,
      // Closing waits for the reads that are under way.
      dispose: (handle) => void handle.then((file) => file.close()).catch(() => {}),
    });
  }

  /** @throws NOT_FOUND; FILE_CHANGED when the file is not there */
  async info(track: string): Promise<FileInfo & { path: string }> {
    const record = await this.record(track);
    const path = this.absolute(record);
    const found = await stat(path).catch(() => null);
    if (record.missing || found === null) throw vanished();
    const suffix = suffixOf(record.name);
    const { contentType } = formatOf(suffix);
    const { size, mtimeMs } = found;
    return {
      track,
      size,
      etag: etagOf(size, mtimeMs),
      mtime: Math.round(mtimeMs),
      contentType,
      suffix,
      path,
    };
  }

  /**
   * Bytes of a file, fewer than `length` only at its end.
   * @throws NOT_FOUND; FILE_CHANGED when the file is no longer the one of that etag
   */
  async read(track: string, etag: string, offset: number, length: number): Promise<Buffer> {
    const file = await this.#handle(`${track} ${etag}`, track);
    const { size, mtimeMs } = await file.stat();
    if (etagOf(size, mtimeMs) !== etag) {
      this.#open.delete(`${track} ${etag}`);
      throw new CantigaError('FILE_CHANGED', 'The file of this track has changed.');
    }
    const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - offset)));
    let got = 0;
    while (got < buffer.length) {
      const { bytesRead } = await file.read(buffer, got, buffer.length - got, offset + got);
      if (bytesRead === 0) break;
      got += bytesRead;
    }
    return buffer.subarray(0, got);
  }

  /** @throws NOT_FOUND */
  async record(track: string): Promise<FileRecord> {
    const record = await this.#db.collection<FileRecord>('files').get(track);
    if (record === null) throw new CantigaError('NOT_FOUND', 'There is no such track.');
    return record;
  }

  /** Where the file of a record is on this machine. */
  absolute(record: FileRecord): string {
    return join(this.#folders.get(record.folder)!, pathOf(record));
  }

  close(): void {
    this.#open.clear();
  }

  async #handle(key: string, track: string): Promise<FileHandle> {
    const known = this.#open.get(key);
    if (known !== undefined) return known;
    const opening = this.record(track).then((record) =>
      open(this.absolute(record), 'r').catch(() => {
        throw vanished();
      }),
    );
    this.#open.set(key, opening);
    opening.catch(() => {
      if (this.#open.peek(key) === opening) this.#open.delete(key);
    });
    return opening;
  }
}

function vanished(): CantigaError {
  return new CantigaError('FILE_CHANGED', 'The file of this track is not there at the moment.');
}
