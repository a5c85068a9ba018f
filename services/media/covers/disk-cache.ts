import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LRUCache } from 'lru-cache';

/** How often the use of a file is noted on disk, in ms. */
const NOTE_INTERVAL = 3_600_000;
const TEMPORARY = '.tmp';

interface Entry {
  size: number;
  notedAt: number;
}

/**
 * A folder of small files under keys, no larger than `maxBytes`: the least recently used go first, also
 * after a restart. Keys are hexadecimal. The folder may be emptied at any time.
 */
export class DiskCache {
  readonly #folder: string;
  readonly #entries: LRUCache<string, Entry>;
  #known = false;
  #written = 0;

  constructor(folder: string, maxBytes: number) {
    this.#folder = folder;
    this.#entries = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: (entry) => entry.size,
      dispose: (_entry, key, reason) => {
        if (reason === 'evict') void this.#remove(this.#pathOf(key));
      },
    });
  }

  get bytes(): number {
    return this.#entries.calculatedSize;
  }

  /** Finds out what an earlier run has left. The cache works before that is done. */
  async open(): Promise<void> {
    const found: { key: string; size: number; mtime: number }[] = [];
    for (const shard of await readdir(this.#folder).catch(() => [])) {
      const folder = join(this.#folder, shard);
      for (const name of await readdir(folder).catch(() => [])) {
        const path = join(folder, name);
        const file = await stat(path).catch(() => undefined);
        if (!file?.isFile()) continue;
        if (name.endsWith(TEMPORARY) || file.size === 0) await this.#remove(path);
        else found.push({ key: name, size: file.size, mtime: file.mtimeMs });
      }
    }
    const used = [...this.#entries.entries()].reverse();
    found.sort((one, other) => one.mtime - other.mtime);
    for (const { key, size, mtime } of found) this.#entries.set(key, { size, notedAt: mtime });
    // What has been used since the start is used last.
    for (const [key, entry] of used) this.#entries.set(key, entry);
    this.#known = true;
  }

  async get(key: string): Promise<Buffer | undefined> {
    const entry = this.#entries.get(key);
    if (!entry && this.#known) return undefined;
    const path = this.#pathOf(key);
    const bytes = await readFile(path).catch(() => undefined);
    if (!bytes || bytes.length === 0) {
      this.#entries.delete(key);
      return undefined;
    }
    if (!entry) this.#entries.set(key, { size: bytes.length, notedAt: 0 });
    else if (Date.now() - entry.notedAt > NOTE_INTERVAL) {
      entry.notedAt = Date.now();
      const now = new Date(entry.notedAt);
      await utimes(path, now, now).catch(() => {});
    }
    return bytes;
  }

  /** Either the whole file is there afterwards, or none. @throws the error of the file system, such as ENOSPC */
  async put(key: string, bytes: Buffer): Promise<void> {
    const path = this.#pathOf(key);
    const aside = `${path}.${process.pid}.${this.#written++}${TEMPORARY}`;
    await mkdir(dirname(path), { recursive: true });
    try {
      await writeFile(aside, bytes, { flush: true });
      await rename(aside, path);
    } catch (error) {
      await this.#remove(aside);
      throw error;
    }
    this.#entries.set(key, { size: bytes.length, notedAt: Date.now() });
    // Larger than the whole cache: lru-cache did not take it.
    if (!this.#entries.has(key)) await this.#remove(path);
  }

  #pathOf(key: string): string {
    return join(this.#folder, key.slice(0, 2), key);
  }

  async #remove(path: string): Promise<void> {
    await rm(path, { force: true }).catch(() => {});
  }
}
