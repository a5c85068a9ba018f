import { Signal } from './signal.ts';

export interface LoopOptions {
  /** What to say when it fails for a while. */
  name: string;
  /** Does what there is to do now. Whether there may be more at once. */
  round: () => Promise<boolean>;
  warn: (message: string) => void;
}

/** Milliseconds between looks when nothing calls. */
const POLL = 2000;
const FIRST_BACKOFF = 250;
const LONGEST_BACKOFF = 15_000;
/** Failures in a row until it is worth a line: services start, stop and move all the time. */
const WORTH_A_LINE = 6;

/** Work that is done again and again: at once while there is more, else at a wake-up or every two seconds. */
export class Loop {
  readonly #options: LoopOptions;
  readonly #signal = new Signal();
  #running: Promise<void> | undefined;
  #failures = 0;
  stopping = false;

  constructor(options: LoopOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  wake(): void {
    this.#signal.wake();
  }

  /** Resolves when the round that is under way has ended. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.stopping) {
      try {
        const more = await this.#options.round();
        this.#recovered();
        if (!more && !this.stopping) await this.#signal.wait(POLL);
      } catch (error) {
        this.#failed(error as Error);
        if (!this.stopping)
          await this.#signal.wait(Math.min(FIRST_BACKOFF * 2 ** this.#failures, LONGEST_BACKOFF));
      }
    }
  }

  #failed(error: Error): void {
    this.#failures++;
    if (this.#failures === WORTH_A_LINE)
      this.#options.warn(`${this.#options.name} (${error.message}). It goes on trying.`);
  }

  #recovered(): void {
    if (this.#failures >= WORTH_A_LINE) this.#options.warn(`${this.#options.name}: that is over.`);
    this.#failures = 0;
  }
}
