import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

// Peers of the journal: SQLite in a thread that does nothing but write events, each group of them with an fsync.

const SECONDS = 3;
const THREAD = new URL('./bare-sqlite-thread.ts', import.meta.url);

interface BareOptions {
  /** Where its file goes. */
  folder: string;
  /** An event like those that are compared. */
  event: { stream: string; cmd: string; data: unknown };
  /** Events in each group, or callers that ask for one event each. */
  group: number;
  /** Whether streams and commands have unique keys, as in a journal. */
  keys?: boolean;
}

let files = 0;
function start({ folder, keys = false, ...options }: BareOptions, seconds: number): Worker {
  const file = join(folder, `bare-${++files}.db`);
  return new Worker(THREAD, { workerData: { ...options, file, keys, seconds } });
}

/** Events a second of the thread alone: nobody asks it, nobody is answered. */
export async function bareLoop(options: BareOptions): Promise<number> {
  const worker = start(options, SECONDS);
  const [perSecond] = (await once(worker, 'message')) as [number];
  await once(worker, 'exit');
  return perSecond;
}

/** The same thread, which writes what it is asked for, with one fsync for all that came meanwhile. */
export class BareWorker {
  readonly #worker: Worker;
  #outbox: number[] = [];
  readonly #waiting: (() => void)[] = [];

  constructor(options: BareOptions) {
    this.#worker = start(options, 0);
    this.#worker.on('message', (answered: number) => {
      for (const answer of this.#waiting.splice(0, answered)) answer();
    });
  }

  /** Ends when the event is stored. */
  ask(v: number): Promise<void> {
    if (this.#outbox.length === 0) process.nextTick(() => this.#worker.postMessage(this.#outbox.splice(0)));
    this.#outbox.push(v);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async end(): Promise<void> {
    this.#worker.postMessage(null);
    await once(this.#worker, 'exit');
  }
}

/** Events a second when callers on the main thread each wait for the answer to one before they ask for the next. */
export async function askedLoop(options: BareOptions): Promise<number> {
  const worker = new BareWorker(options);
  let n = 0;
  const from = performance.now();
  const caller = async () => {
    while (performance.now() - from < SECONDS * 1000) await worker.ask(n++);
  };
  await Promise.all(Array.from({ length: options.group }, caller));
  const perSecond = n / ((performance.now() - from) / 1000);
  await worker.end();
  return perSecond;
}
