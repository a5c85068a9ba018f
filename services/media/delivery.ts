import type { ServerResponse } from 'node:http';
import { BLOCK_SIZE, type Block, type BlockCache } from './blocks.ts';
import type { Pace } from './pace.ts';
import type { Ration } from './ration.ts';
import { LARGE_SLICE, type SlicePool } from './slices.ts';
import type { Source } from './source.ts';

/** Blocks that a fast socket gets at once, in one system call. */
const BATCH = 2;
/** Blocks asked for before they are needed. */
const READ_AHEAD = 4;
/** Bytes written before other connections have their turn. */
const TURN = 1_048_576;
/** How long a client that has had its ration waits, in ms. */
const RATION_WAIT = 1_000;

/** What ended a delivery. */
export type Ending = 'completed' | 'left' | 'stalled' | 'failed';

export interface Parts {
  cache: BlockCache;
  slices: SlicePool;
  pace: Pace;
  ration: Ration;
  source: Source;
  res: ServerResponse;
  /** Writes status and headers; called once, when the first bytes are there. */
  begin: () => void;
}

/**
 * Pumps bytes of a source into a response, no faster than the client takes them.
 * A fast client gets whole blocks out of the cache, uncopied. Any other gets small slices, so that its socket never holds a block;
 * slices of a local file that no block holds are read past the cache, because a slow client would use a block
 * for seconds, while the page cache of the system does as well.
 */
export class Delivery {
  /** Bytes that the system has taken for the client. */
  bytes = 0;
  /** When it last took any, monotonic, in ms. */
  progressAt = performance.now();
  ending: Ending | undefined;
  readonly #parts: Parts;
  readonly #end: number;
  readonly #failed: (error: unknown) => void;
  #position: number;
  #begun = false;
  #closed = false;
  #turn = 0;
  /** Counted among the readers of the cache. */
  #reading = false;
  /** The block whose load has been waited for: when it is not there after that, there is no room for it. */
  #awaited = -1;
  #letGo: (() => void) | undefined;
  #waiting: NodeJS.Timeout | undefined;

  /** @param failed called at most once, before anything was written; later failures end the connection */
  constructor(parts: Parts, range: { first: number; end: number }, failed: (error: unknown) => void) {
    this.#parts = parts;
    this.#position = range.first;
    this.#end = range.end;
    this.#failed = failed;
    parts.pace.start(this.progressAt);
  }

  /** Writes what can be written now. */
  pump(): void {
    if (this.#closed) return;
    if (this.#position === this.#end) {
      this.#parts.res.end();
      return;
    }
    const { pace, ration, source } = this.#parts;
    this.#readThrough(pace.fast || !source.local);
    if (pace.fast && this.#writeBlocks()) return;
    if (pace.fast || ration.allows(LARGE_SLICE, performance.now())) this.#writeSlice();
    else this.#waiting = setTimeout(() => this.pump(), RATION_WAIT);
  }

  /** Ends the connection at once. */
  abort(ending: Ending): void {
    this.ending ??= ending;
    this.#parts.res.destroy();
  }

  /** The response is over, one way or another: lets go of everything. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#waiting);
    this.#readThrough(false);
    this.#parts.ration.restart(0);
    this.#letGo?.();
    this.#parts.source.release();
  }

  /** @returns whether the client is served that way now */
  #writeBlocks(): boolean {
    const { cache, source } = this.#parts;
    const index = Math.floor(this.#position / BLOCK_SIZE);
    this.#readAhead(index);
    const pinned: Block[] = [];
    const chunks: Buffer[] = [];
    let position = this.#position;
    while (pinned.length < BATCH && position < this.#end) {
      const block = cache.peek(source, index + pinned.length);
      if (!block || !cache.pin(block)) break;
      pinned.push(block);
      const offset = (index + pinned.length - 1) * BLOCK_SIZE;
      const chunk = block.bytes.subarray(position - offset, Math.min(block.bytes.length, this.#end - offset));
      chunks.push(chunk);
      position += chunk.length;
    }
    if (pinned.length === 0) return this.#await(index);
    this.#write(chunks, () => {
      for (const block of pinned) cache.unpin(block);
    });
    return true;
  }

  #writeSlice(): void {
    const { cache, slices, source } = this.#parts;
    const index = Math.floor(this.#position / BLOCK_SIZE);
    if (this.#reading && !source.local) this.#readAhead(index);
    const block = cache.peek(source, index);
    if (!block && this.#await(index)) return;
    const slice = slices.take();
    const letGo = () => slices.giveBack(slice);
    const bytes = slice.subarray(0, Math.min(slice.length, this.#end - this.#position));
    if (block) {
      const from = this.#position - index * BLOCK_SIZE;
      const copied = block.bytes.copy(bytes, 0, from, from + bytes.length);
      this.#write([bytes.subarray(0, copied)], letGo);
      return;
    }
    source.read(bytes, this.#position).then(
      () => this.#write([bytes], letGo),
      (error: unknown) => {
        letGo();
        this.#fail(error);
      },
    );
  }

  /** Waits for a block when it is worth it. @returns whether it does */
  #await(index: number): boolean {
    const { cache, source } = this.#parts;
    if (!this.#reading || cache.share < 2 || this.#awaited === index) return false;
    this.#awaited = index;
    cache.load(source, index).then(
      () => this.pump(),
      (error: unknown) => this.#fail(error),
    );
    return true;
  }

  #readAhead(index: number): void {
    const { cache, source } = this.#parts;
    const last = Math.min(index + Math.min(READ_AHEAD, cache.share / 2), (this.#end - 1) / BLOCK_SIZE);
    for (let next = index + 1; next <= last; next++) {
      if (!cache.has(source, next)) cache.load(source, next).catch(() => {});
    }
  }

  #write(chunks: Buffer[], letGo: () => void): void {
    if (this.#closed || this.#parts.res.destroyed) {
      letGo();
      return;
    }
    this.#letGo = letGo;
    if (!this.#begun) this.#parts.begin();
    this.#begun = true;
    const written = performance.now();
    const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    const last = chunks.pop()!;
    for (const chunk of chunks) this.#parts.res.write(chunk);
    this.#parts.res.write(last, (error) => {
      // After a close, the sockets' buffers have been let go already.
      if (!this.#closed && !error) this.#took(length, written);
    });
  }

  #took(length: number, written: number): void {
    this.#letGo?.();
    this.#letGo = undefined;
    this.#position += length;
    this.bytes += length;
    this.progressAt = performance.now();
    const { pace, ration } = this.#parts;
    pace.took(length, written, this.progressAt);
    if (pace.fast) ration.restart(this.progressAt);
    else ration.wrote(length);
    this.#turn += length;
    if (this.#turn < TURN) {
      this.pump();
      return;
    }
    this.#turn = 0;
    setImmediate(() => this.pump());
  }

  #fail(error: unknown): void {
    if (this.#closed) return;
    if (this.#begun) {
      this.abort('failed');
      return;
    }
    this.close();
    this.#failed(error);
  }

  #readThrough(wanted: boolean): void {
    if (wanted === this.#reading) return;
    this.#reading = wanted;
    this.#parts.cache.readers += wanted ? 1 : -1;
  }
}
