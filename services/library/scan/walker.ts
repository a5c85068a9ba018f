import type { Worker } from 'node:worker_threads';
import type { KnownProblem, Rows } from './rows.ts';
import type { SpareThread } from './spare-thread.ts';
import type { Links } from './walk.ts';
import type { Candidate, FromWalker, LookData, ToWalker, WalkSummary } from './walker-protocol.ts';

export interface WalkerEvents {
  /** So many files have been seen. */
  seen(seen: number): void;
  /** Folders of a music folder have been listed. */
  folders(folder: number, dirs: string[]): void;
  /** A music folder has been walked through, as far as its scopes go. */
  walked(folder: number, links: Links): void;
  /** A music folder is not there. */
  absent(folder: number): void;
}

/** The thread that walks the music folders and compares them with what is known, seen from outside. */
export class Walker {
  readonly #threads: SpareThread;
  readonly #worker: Worker;
  readonly #walked: Promise<void>;
  readonly #compared: Promise<WalkSummary>;
  readonly #died: Promise<never>;
  readonly #unsettled: { folder: number; dirs: string[] }[] = [];
  /** Whether the thread has said all that it says by itself. */
  #finished = false;
  #closed = false;
  #taken: ((message: FromWalker & { type: 'taken' }) => void) | undefined;

  constructor(data: LookData, threads: SpareThread, events: WalkerEvents) {
    this.#threads = threads;
    this.#worker = threads.take();
    this.#died = new Promise((_, reject) => {
      this.#worker.once('error', reject);
      this.#worker.once('exit', () => reject(new Error('The walk of the music folders was ended.')));
    });
    this.#died.catch(() => {});
    const walked = Promise.withResolvers<void>();
    const compared = Promise.withResolvers<WalkSummary>();
    this.#walked = walked.promise;
    this.#compared = compared.promise;
    let left = data.tasks.length;
    const oneLess = () => {
      if (--left === 0) walked.resolve();
    };
    if (left === 0) walked.resolve();
    this.#worker.on('message', (message: FromWalker) => {
      if (message.type === 'seen') events.seen(message.seen);
      else if (message.type === 'folders') events.folders(message.folder, message.dirs.split('\0'));
      else if (message.type === 'walked') {
        events.walked(message.folder, message.links);
        oneLess();
      } else if (message.type === 'unsettled') {
        this.#unsettled.push(message);
      } else if (message.type === 'absent') {
        events.absent(message.folder);
        oneLess();
      } else if (message.type === 'compared') {
        this.#finished = true;
        compared.resolve(message.summary);
      } else {
        this.#taken?.(message);
        this.#taken = undefined;
      }
    });
    this.#send({ type: 'look', data });
  }

  /** Resolves when all music folders have been walked through. */
  walked(): Promise<void> {
    return Promise.race([this.#walked, this.#died]);
  }

  /** Folders that are not settled of music folders of which settled ones were told, when all have been walked through. */
  async unsettled(): Promise<readonly { folder: number; dirs: string[] }[]> {
    await this.walked();
    return this.#unsettled;
  }

  /** Tells the thread what is known of some files of a music folder. */
  files(folder: number, rows: Rows): void {
    this.#worker.postMessage({ type: 'files', folder, rows } satisfies ToWalker, [rows.numbers.buffer]);
  }

  /** Tells the thread what could not be read. */
  problems(problems: KnownProblem[]): void {
    this.#send({ type: 'problems', problems });
  }

  /** To be called when all that is known was told. */
  compare(): Promise<WalkSummary> {
    this.#send({ type: 'compare' });
    return Promise.race([this.#compared, this.#died]);
  }

  /** The next files to read, none when there are no more. Calls must not overlap. */
  async next(queue: 'changed' | 'fresh', count: number): Promise<Candidate[]> {
    return (await this.#take({ type: 'take', queue, count })).files;
  }

  async gone(count: number): Promise<string[]> {
    return (await this.#take({ type: 'take', queue: 'gone', count })).ids;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#finished && this.#taken === undefined) this.#threads.keep(this.#worker);
    else await this.#worker.terminate();
  }

  #take(request: ToWalker & { type: 'take' }): Promise<FromWalker & { type: 'taken' }> {
    const answer = new Promise<FromWalker & { type: 'taken' }>((resolve) => {
      this.#taken = resolve;
    });
    this.#send(request);
    return Promise.race([answer, this.#died]);
  }

  #send(message: ToWalker): void {
    this.#worker.postMessage(message);
  }
}
