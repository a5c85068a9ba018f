/** What the buffers of the two kernels may swallow without the client reading any of it (Linux's usual maximum). */
export const SWALLOWED = 4 * 1_048_576;
/** Bytes a millisecond that make a client fast: about 16 Mbit/s. */
const FAST = 2_000;
/** A fast client that takes a batch slower than this, in ms, is slow again. */
const PATIENCE = 500;

/**
 * How fast a client takes bytes, as far as it shows: a socket whose buffers are empty takes megabytes at once, whoever
 * is at the other end, so that much proves nothing. Times are monotonic, in ms.
 */
export class Pace {
  #fast = false;
  #since = 0;
  #bytes = 0;

  get fast(): boolean {
    return this.#fast;
  }

  /** A request begins; the time since the one before says nothing. */
  start(now: number): void {
    this.#since = now;
    this.#bytes = 0;
  }

  /** The kernel has taken `bytes` that were written at `written`. */
  took(bytes: number, written: number, now: number): void {
    this.#bytes += bytes;
    if (this.#fast) {
      if (now - written < PATIENCE) return;
      this.#fast = false;
      this.start(now);
    } else {
      this.#fast = this.#bytes > SWALLOWED + FAST * (now - this.#since);
    }
  }
}
