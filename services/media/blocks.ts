import { LRUCache } from 'lru-cache';
import type { Source } from './source.ts';

/** Bytes of a block; also the most that crosses the bus at once. */
export const BLOCK_SIZE = 262_144;

/** A block of a file in memory. Its bytes stay what they are only until the end of the turn, or while it is pinned. */
export interface Block {
  readonly bytes: Buffer;
}

interface Slot extends Block {
  memory: Buffer;
  bytes: Buffer;
  pins: number;
  cached: boolean;
  /** Nobody has used it since it was read, so its first use is no hit. */
  fresh: boolean;
}

/**
 * The hot blocks of audio files. All its memory is a fixed number of slots that are used again and again, so what is being
 * read and what sockets still hold counts too, and nothing waits for the garbage collector.
 */
export class BlockCache {
  readonly slots: number;
  hits = 0;
  misses = 0;
  /** Deliveries that read through the cache now. */
  readers = 0;
  #allocated = 0;
  #pinned = 0;
  readonly #free: Slot[] = [];
  readonly #cached: LRUCache<string, Slot>;
  readonly #loading = new Map<string, Promise<void>>();

  constructor(maxBytes: number) {
    this.slots = Math.max(4, Math.floor(maxBytes / BLOCK_SIZE));
    this.#cached = new LRUCache({ max: this.slots, dispose: (slot) => this.#evicted(slot) });
  }

  /** Bytes of memory taken, never more than the configured maximum (but at least 1 MiB). */
  get bytes(): number {
    return this.#allocated * BLOCK_SIZE;
  }

  /** Blocks that sockets hold. */
  get pinned(): number {
    return this.#pinned;
  }

  /** Reads in flight. */
  get loading(): number {
    return this.#loading.size;
  }

  /** Slots for each reader: with less than two, blocks would be evicted before they are used up. */
  get share(): number {
    return this.slots / Math.max(1, this.readers);
  }

  has(source: Source, index: number): boolean {
    const key = keyOf(source, index);
    return this.#cached.has(key) || this.#loading.has(key);
  }

  /** The block, when it is in memory. */
  peek(source: Source, index: number): Block | undefined {
    const slot = this.#cached.get(keyOf(source, index));
    if (slot?.fresh) slot.fresh = false;
    else if (slot) this.hits++;
    return slot;
  }

  /**
   * Brings a block into memory, in one read however many ask. Resolves without it when all memory is in use;
   * a failed read is not remembered.
   */
  load(source: Source, index: number): Promise<void> {
    const key = keyOf(source, index);
    const flight = this.#loading.get(key);
    if (flight) return flight;
    const slot = this.#cached.has(key) ? undefined : this.#takeSlot();
    if (!slot) return Promise.resolve();
    this.misses++;
    const offset = index * BLOCK_SIZE;
    slot.bytes = slot.memory.subarray(0, Math.min(BLOCK_SIZE, source.size - offset));
    const reading = source
      .read(slot.bytes, offset)
      .then(
        () => {
          slot.cached = true;
          slot.fresh = true;
          this.#cached.set(key, slot);
        },
        (error: unknown) => {
          this.#free.push(slot);
          throw error;
        },
      )
      .finally(() => this.#loading.delete(key));
    this.#loading.set(key, reading);
    return reading;
  }

  /** Keeps a block's bytes for a socket. Refused when sockets hold half of the memory already. */
  pin(block: Block): boolean {
    const slot = block as Slot;
    if (slot.pins === 0) {
      if (this.#pinned >= this.slots / 2) return false;
      this.#pinned++;
    }
    slot.pins++;
    return true;
  }

  unpin(block: Block): void {
    const slot = block as Slot;
    slot.pins--;
    if (slot.pins > 0) return;
    this.#pinned--;
    if (!slot.cached) this.#free.push(slot);
  }

  #takeSlot(): Slot | undefined {
    if (this.#free.length === 0 && this.#allocated === this.slots) this.#evictOne();
    const free = this.#free.pop();
    if (free || this.#allocated === this.slots) return free;
    this.#allocated++;
    const memory = Buffer.allocUnsafeSlow(BLOCK_SIZE);
    return { memory, bytes: memory, pins: 0, cached: false, fresh: true };
  }

  #evictOne(): void {
    for (const key of this.#cached.rkeys()) {
      if (this.#cached.peek(key)?.pins === 0) {
        this.#cached.delete(key);
        return;
      }
    }
  }

  #evicted(slot: Slot): void {
    slot.cached = false;
    if (slot.pins === 0) this.#free.push(slot);
  }
}

function keyOf(source: Source, index: number): string {
  return `${source.key}/${index}`;
}
