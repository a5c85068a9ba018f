import { close, fstat, open, read } from 'node:fs';
import { promisify } from 'node:util';
import { LRUCache } from 'lru-cache';
import { CantigaError } from '../../errors.ts';
import type { FileInfo } from '../actions.ts';
import type { Source } from './source.ts';

/** Descriptors kept open for the next range of the same file, and for how long, in ms. */
const IDLE_FILES = 64;
const IDLE_TIME = 10_000;
/** How often a file in use is looked at, in ms. */
const LOOK_INTERVAL = 1_000;

const NONE = -1;

const openFile = promisify(open);
const stat = promisify(fstat);

interface OpenFile {
  key: string;
  /** Resolves when `fd` is there and the file has been looked at. */
  ready: Promise<void>;
  fd: number;
  size: number;
  mtime: number;
  /** Sources and reads in flight: the descriptor stays while there is any. */
  users: number;
  lookedAt: number;
}

/**
 * Audio files on a disk of this node. A descriptor is shared by all who read the file, so a file that is replaced or deleted
 * meanwhile plays to its end; one that is written to in place does not.
 */
export class LocalFiles {
  readonly #inUse = new Map<string, OpenFile>();
  readonly #idle = new LRUCache<string, OpenFile>({
    max: IDLE_FILES,
    ttl: IDLE_TIME,
    ttlAutopurge: true,
    dispose: (file, _key, reason) => {
      if (reason !== 'delete') closeQuietly(file.fd);
    },
  });
  #closed = false;

  /** Files that are being read. */
  get open(): number {
    return this.#inUse.size;
  }

  /** @throws FILE_CHANGED when the file is not the one that the library knows, UNAVAILABLE when it cannot be opened now */
  async source(info: FileInfo & { path: string }): Promise<Source> {
    const key = `${info.track}/${info.etag}`;
    const file = this.#inUse.get(key) ?? this.#open(key, info);
    file.users++;
    try {
      await file.ready;
    } catch (error) {
      this.#release(file);
      throw error;
    }
    let held = true;
    return {
      key,
      size: info.size,
      local: true,
      read: (into, offset) => {
        file.users++;
        return readFully(file, into, offset).finally(() => this.#release(file));
      },
      release: () => {
        if (held) this.#release(file);
        held = false;
      },
    };
  }

  /** Closes what nobody uses, now and from now on. */
  close(): void {
    this.#closed = true;
    this.#idle.clear();
  }

  #open(key: string, info: FileInfo & { path: string }): OpenFile {
    const idle = this.#idle.peek(key);
    if (idle) this.#idle.delete(key);
    const file = { key, fd: idle?.fd ?? NONE, size: info.size, mtime: info.mtime, users: 0, lookedAt: 0 };
    const ready = (async () => {
      if (file.fd === NONE) file.fd = await openFile(info.path, 'r').catch(refuse);
      await look(file);
    })();
    const opened = Object.assign(file, { ready });
    this.#inUse.set(key, opened);
    return opened;
  }

  #release(file: OpenFile): void {
    if (--file.users > 0) return;
    this.#inUse.delete(file.key);
    file.ready.then(
      () => (this.#closed ? closeQuietly(file.fd) : this.#keep(file)),
      () => file.fd !== NONE && closeQuietly(file.fd),
    );
  }

  #keep(file: OpenFile): void {
    // Somebody may have opened the same file anew meanwhile.
    if (this.#inUse.has(file.key)) closeQuietly(file.fd);
    else this.#idle.set(file.key, file);
  }
}

async function look(file: Pick<OpenFile, 'fd' | 'size' | 'mtime' | 'lookedAt'>): Promise<void> {
  file.lookedAt = performance.now();
  const now = await stat(file.fd).catch(refuse);
  // The library may keep whole milliseconds only.
  if (now.size !== file.size || Math.abs(now.mtimeMs - file.mtime) >= 1) throw changed();
}

async function readFully(file: OpenFile, into: Buffer, offset: number): Promise<void> {
  let filled = 0;
  while (filled < into.length) {
    const bytes = await readSome(file.fd, into, filled, offset + filled);
    if (bytes === 0) throw changed();
    filled += bytes;
  }
  if (performance.now() - file.lookedAt > LOOK_INTERVAL) await look(file);
}

/** By hand, because promisified it allocates an object for every read. */
function readSome(fd: number, into: Buffer, at: number, offset: number): Promise<number> {
  return new Promise((resolve, reject) => {
    read(fd, into, at, into.length - at, offset, (error, bytes) => {
      if (error) reject(unavailable());
      else resolve(bytes);
    });
  });
}

function refuse(error: NodeJS.ErrnoException): never {
  throw error.code === 'ENOENT' || error.code === 'ENOTDIR' ? changed() : unavailable();
}

function changed(): CantigaError {
  return new CantigaError('FILE_CHANGED', 'The file has changed since it was last looked at.');
}

function unavailable(): CantigaError {
  return new CantigaError('UNAVAILABLE', 'The file cannot be read right now.', { retryAfter: 5 });
}

function closeQuietly(fd: number): void {
  close(fd, () => {});
}
