import { setTimeout as sleep } from 'node:timers/promises';
import { PARTITIONS } from '../journal/partitions.ts';
import type { ReadModels } from './models.ts';

/** Milliseconds between an event and the step that takes it in, so that others come along. */
const WINDOW = 20;
/** Milliseconds between looks at partitions of which nothing was heard: another node may have written there. */
const SWEEP = 2000;
/** Milliseconds after a step that failed: the first wait, and the longest. */
const FIRST_WAIT = 250;
const LONGEST_WAIT = 10_000;

interface FollowerOptions {
  models: Pick<ReadModels, 'advance' | 'rest'>;
  /** Whether nobody else writes to the journal, so that every event is heard of. */
  isAlone: boolean;
  /** Is told once when steps begin to fail. */
  onFailure(error: unknown): void;
}

/** Lets read models follow a journal, as long as it runs. */
export class Follower {
  readonly #options: FollowerOptions;
  readonly #ended = new AbortController();
  #behind = new Set(Array.from({ length: PARTITIONS }, (_, p) => p));
  #wake = () => {};
  #running: Promise<void> | undefined;
  #idle: (() => void)[] = [];

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** There is something new in a partition. */
  hint(p: number): void {
    this.#behind.add(p);
    this.#wake();
  }

  /** Ends when everything is taken in of which was heard until now. */
  caughtUp(): Promise<void> {
    this.#wake();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  async stop(): Promise<void> {
    this.#ended.abort();
    this.#wake();
    await this.#running;
    await this.#options.models.rest();
  }

  async #run(): Promise<void> {
    let wait = FIRST_WAIT;
    while (!this.#ended.signal.aborted) {
      const partitions = [...this.#behind];
      this.#behind = new Set();
      try {
        for (const p of await this.#options.models.advance(partitions)) this.#behind.add(p);
        wait = FIRST_WAIT;
      } catch (error) {
        for (const p of partitions) this.#behind.add(p);
        if (wait === FIRST_WAIT) this.#options.onFailure(error);
        await this.#pause(wait);
        wait = Math.min(2 * wait, LONGEST_WAIT);
        continue;
      }
      if (this.#behind.size > 0) continue;
      for (const tell of this.#idle.splice(0)) tell();
      await this.#news();
    }
  }

  async #news(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (this.#behind.size > 0 || this.#ended.signal.aborted) resolve();
      else if (!this.#options.isAlone) this.#sweepLater();
    });
    this.#wake = () => {};
    await this.#pause(WINDOW);
  }

  #sweepLater(): void {
    const sweep = setTimeout(() => {
      for (let p = 0; p < PARTITIONS; p++) this.#behind.add(p);
      this.#wake();
    }, SWEEP);
    sweep.unref();
    const wake = this.#wake;
    this.#wake = () => {
      clearTimeout(sweep);
      wake();
    };
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#ended.signal }).catch(() => {});
  }
}
