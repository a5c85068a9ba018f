import { SWALLOWED } from './pace.ts';

/** Seconds of music that any listener gets ahead of the clock. */
const LEAD = 8;
/** How much faster than the music a listener is served after that: music is louder here and softer there. */
const PACE = 1.2;
/** Who has read the music that much faster than it plays is no listener but somebody who copies it. */
const EAGER = 2;
/** The least that is taken for the rate of music, in bytes a second: what files say of their own duration can be wrong. */
const LEAST_RATE = 40_000;

/** Bytes that may lie in the kernel's buffers beyond the rations, for all clients together. */
export class Headroom {
  readonly max: number;
  #taken = 0;

  constructor(max: number) {
    this.max = max;
  }

  get taken(): number {
    return this.#taken;
  }

  /** Takes `bytes`, or gives them back when negative. @returns whether there are so many */
  take(bytes: number): boolean {
    if (bytes > 0 && this.#taken + bytes > this.max) return false;
    this.#taken += bytes;
    return true;
  }
}

/**
 * How far a delivery may run ahead of its listener. The kernel swallows megabytes for every client that reads slowly, and when its memory
 * for TCP is full, all connections suffer. So a client that has not shown that it reads gets what its music needs; more, as long as
 * there is headroom. Times are monotonic, in ms.
 */
export class Ration {
  readonly #headroom: Headroom;
  readonly #rate: number;
  #since = 0;
  #sent = 0;
  #taken = 0;

  /** @param rate bytes of music a second */
  constructor(headroom: Headroom, rate: number, now: number) {
    this.#headroom = headroom;
    this.#rate = Number.isNaN(rate) ? LEAST_RATE : Math.max(rate, LEAST_RATE);
    this.#since = now;
  }

  /** Whether `bytes` more may be written now. */
  allows(bytes: number, now: number): boolean {
    const seconds = (now - this.#since) / 1000;
    const sent = this.#sent + bytes;
    const eager = sent - SWALLOWED > EAGER * this.#rate * seconds;
    const ahead = Math.ceil(sent - (LEAD + PACE * seconds) * this.#rate);
    return this.#take(eager ? 0 : Math.max(0, Math.min(ahead, SWALLOWED)));
  }

  wrote(bytes: number): void {
    this.#sent += bytes;
  }

  /** Begins anew, with nothing sent. */
  restart(now: number): void {
    this.#take(0);
    this.#since = now;
    this.#sent = 0;
  }

  #take(wanted: number): boolean {
    const taken = this.#headroom.take(wanted - this.#taken);
    if (taken) this.#taken = wanted;
    return taken;
  }
}
