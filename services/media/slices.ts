/** Bytes of a slice: what a slow socket may hold at most. */
export const SLICE_SIZE = 16_384;

/** Slices kept for the next use; more than this at once are rare and left to the garbage collector. */
const KEPT = 1024;

/** Small buffers for slow sockets, used again and again. */
export class SlicePool {
  readonly #free: Buffer[] = [];
  #taken = 0;

  /** Bytes in use. */
  get bytes(): number {
    return this.#taken * SLICE_SIZE;
  }

  take(): Buffer {
    this.#taken++;
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(SLICE_SIZE);
  }

  giveBack(slice: Buffer): void {
    this.#taken--;
    if (this.#free.length < KEPT) this.#free.push(slice);
  }
}
