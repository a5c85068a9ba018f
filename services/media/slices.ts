/** Bytes of a slice while few are in use, and while many clients stall: what a slow socket may hold at most. */
export const LARGE_SLICE = 65_536;
export const SMALL_SLICE = 16_384;

/** Large slices that may be in use at a time. */
const MOST_LARGE = 256;
/** Small slices kept for the next use; more than that at once are rare and left to the garbage collector. */
const KEPT_SMALL = 1_024;

/** Buffers for slow sockets, used again and again. */
export class SlicePool {
  readonly #large: Buffer[] = [];
  readonly #small: Buffer[] = [];
  #bytes = 0;
  #largeTaken = 0;

  /** Bytes in use. */
  get bytes(): number {
    return this.#bytes;
  }

  take(): Buffer {
    const large = this.#largeTaken < MOST_LARGE;
    const size = large ? LARGE_SLICE : SMALL_SLICE;
    this.#bytes += size;
    if (large) this.#largeTaken++;
    return (large ? this.#large : this.#small).pop() ?? Buffer.allocUnsafeSlow(size);
  }

  giveBack(slice: Buffer): void {
    this.#bytes -= slice.length;
    if (slice.length === LARGE_SLICE) {
      this.#largeTaken--;
      this.#large.push(slice);
    } else if (this.#small.length < KEPT_SMALL) {
      this.#small.push(slice);
    }
  }
}
