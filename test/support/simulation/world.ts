import type { Clock } from '../../../mixins/journal/clock.ts';

interface Happening {
  at: number;
  /** Of two at one time, the one that was arranged first. */
  n: number;
  run: () => void;
}

/** Time and chance, both following from a seed: the same seed gives the same run, to the step. */
export class World {
  readonly #agenda: Happening[] = [];
  #random: number;
  #arranged = 0;
  /** Milliseconds. */
  time = 0;
  steps = 0;

  constructor(seed: number) {
    this.#random = seed;
  }

  /** In [0, 1). Mulberry32, by Tommy Ettinger. */
  chance(): number {
    this.#random = (this.#random + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#random ^ (this.#random >>> 15), 1 | this.#random);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** Whether something of that probability happens now. */
  odds(probability: number): boolean {
    return this.chance() < probability;
  }

  /** An integer in [from, to). */
  between(from: number, to: number): number {
    return from + Math.floor(this.chance() * (to - from));
  }

  oneOf<T>(values: readonly T[]): T {
    return values[this.between(0, values.length)]!;
  }

  /** Runs something later. @param ms milliseconds */
  after(ms: number, run: () => void): void {
    this.#agenda.push({ at: this.time + ms, n: this.#arranged++, run });
  }

  /** A clock whose sleepers wake no more when `isAlive` says no. It is off by some seconds, and jumps. */
  clock(isAlive: () => boolean): Clock {
    const skew = this.between(-5000, 5000);
    return {
      now: () => 1_700_000_000_000 + Math.floor(this.time) + skew + (this.odds(0.01) ? -3_600_000 : 0),
      sleep: (ms) =>
        new Promise<void>((resolve) =>
          this.after(ms, () => {
            if (isAlive()) resolve();
          }),
        ),
    };
  }

  /** Lets everything happen that is arranged, one after the other. @throws when it does not come to an end */
  async run(): Promise<void> {
    for (;;) {
      // All that follows at once from what has happened.
      await new Promise((resolve) => setImmediate(resolve));
      const next = this.#takeNext();
      if (next === undefined) return;
      if (++this.steps > 200_000) throw new Error('It does not come to an end.');
      this.time = next.at;
      next.run();
    }
  }

  #takeNext(): Happening | undefined {
    let first = 0;
    for (let i = 1; i < this.#agenda.length; i++) {
      const [a, b] = [this.#agenda[i]!, this.#agenda[first]!];
      if (a.at < b.at || (a.at === b.at && a.n < b.n)) first = i;
    }
    return this.#agenda.splice(first, 1)[0];
  }
}
