import type { Worker } from 'node:worker_threads';

/** ms for which a thread is kept: changes to files come in bursts, and to start a thread takes longer than to look at them. */
const KEPT = 10_000;

/** Keeps one thread that has done its work for the next one. */
export class SpareThread {
  readonly #start: () => Worker;
  #spare: Worker | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(start: () => Worker) {
    this.#start = start;
  }

  take(): Worker {
    const spare = this.#spare;
    if (spare === undefined) return this.#start();
    clearTimeout(this.#timer);
    this.#spare = undefined;
    return unheard(spare);
  }

  /** @param thread one with nothing left to do */
  keep(thread: Worker): void {
    if (this.#closed || this.#spare !== undefined) {
      void thread.terminate();
      return;
    }
    const lose = () => {
      if (this.#spare === thread) this.#spare = undefined;
    };
    this.#spare = unheard(thread).on('error', lose).on('exit', lose);
    this.#timer = setTimeout(() => void this.#end(), KEPT).unref();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#end();
  }

  async #end(): Promise<void> {
    const spare = this.#spare;
    this.#spare = undefined;
    await spare?.terminate();
  }
}

/** Not all listeners: with its own ones gone, a thread is never heard of again. */
function unheard(thread: Worker): Worker {
  return thread.removeAllListeners('message').removeAllListeners('error').removeAllListeners('exit');
}
