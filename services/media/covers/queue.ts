import { CantigaError } from '../../../errors.ts';

/** Runs at most `concurrency` jobs at a time; the rest wait in order, at most `longest` of them. */
export class Queue {
  readonly #concurrency: number;
  readonly #longest: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(concurrency: number, longest: number) {
    this.#concurrency = concurrency;
    this.#longest = longest;
  }

  /** @throws UNAVAILABLE when too many wait; else what `job` throws */
  async run<T>(job: () => Promise<T>): Promise<T> {
    if (this.#running < this.#concurrency) {
      this.#running++;
    } else {
      if (this.#waiting.length >= this.#longest) {
        throw new CantigaError('UNAVAILABLE', 'Too many pictures are asked for at once.', { retryAfter: 2 });
      }
      // Whoever ends hands its place over.
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    try {
      return await job();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }
}
