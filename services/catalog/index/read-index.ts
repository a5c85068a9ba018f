import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { CantigaError } from '../../../errors.ts';
import { breathe } from '../signal.ts';
import { openForReading } from './file.ts';
import { type FromIndexer, isDamage, type ToIndexer } from './protocol.ts';
import { IndexFile } from './rows.ts';
import type { IndexRow, IndexState, RebuildPage } from './writer.ts';

type Request = ToIndexer extends infer M ? (M extends ToIndexer ? Omit<M, 'request'> : never) : never;

interface Waiting {
  resolve: (state: IndexState) => void;
  reject: (error: Error) => void;
}

/** The index file is damaged; {@link ReadIndex.reset} makes an empty one. */
export class DamagedIndexError extends Error {
  override name = 'DamagedIndexError';
}

/** Milliseconds after which a thread that has nothing to write is ended: it holds tens of megabytes. */
const IDLE = 10_000;

/**
 * The read index of this node: an SQLite file that one thread writes and this one reads. It is never the truth, so it
 * may be thrown away at any time.
 */
export class ReadIndex {
  readonly #file: string;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #started: Promise<void> | undefined;
  #next = 1;
  #connection: DatabaseSync | undefined;
  #rows: IndexFile | undefined;
  #damaged = false;
  #closed = false;
  /** The last position that the thread has told of. */
  #pos = 0;
  readonly #idle: NodeJS.Timeout;

  private constructor(file: string, idle: number) {
    this.#file = file;
    this.#idle = setTimeout(() => this.#retire(), idle).unref();
  }

  /** Opens the file, or makes one where there is none, a damaged one or one of another version. */
  static async open(file: string, idle = IDLE): Promise<{ index: ReadIndex; state: IndexState }> {
    const index = new ReadIndex(file, idle);
    try {
      const state = await index.#spawn();
      index.#connect();
      return { index, state };
    } catch (error) {
      await index.#worker?.terminate();
      throw error;
    }
  }

  /** Whether a read has found the file damaged. */
  get damaged(): boolean {
    return this.#damaged;
  }

  /** Whether the thread that writes is there. */
  get isWriting(): boolean {
    return this.#worker !== undefined;
  }

  /**
   * Asks the index, on this thread.
   * @throws UNAVAILABLE while a damaged index is being replaced
   */
  read<T>(ask: (rows: IndexFile) => T): T {
    if (this.#rows === undefined || this.#damaged) throw beingRebuilt();
    try {
      return ask(this.#rows);
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.#damaged = true;
      throw beingRebuilt();
    }
  }

  /**
   * Asks something long, step by step: between two steps everything else has its turn.
   * @throws UNAVAILABLE as {@link read}, and when the index is replaced meanwhile
   */
  async readInSteps<T>(ask: (rows: IndexFile) => Generator<unknown, T>): Promise<T> {
    const rows = this.#rows;
    const steps = this.read(ask);
    try {
      for (;;) {
        const step = this.read(() => steps.next());
        if (step.done) return step.value;
        await breathe();
        if (this.#rows !== rows) throw beingRebuilt();
      }
    } finally {
      steps.return(undefined as T);
    }
  }

  /** Stores the tracks of the commits up to `pos`, in one transaction with others that wait. */
  apply(rows: IndexRow[], pos: number, at: number): Promise<IndexState> {
    return this.#send({ kind: 'apply', rows, pos, at });
  }

  /** See {@link IndexWriter.beginRebuild}. */
  beginRebuild(target: number, targetAt: number): Promise<IndexState> {
    return this.#send({ kind: 'begin', target, targetAt });
  }

  /** See {@link IndexWriter.rebuild}. */
  rebuild(page: RebuildPage): Promise<IndexState> {
    return this.#send({ kind: 'page', page });
  }

  /** Throws the file away and makes an empty one. */
  async reset(): Promise<IndexState> {
    this.#disconnect();
    const state = await this.#send({ kind: 'reset' });
    this.#connect();
    return state;
  }

  async close(): Promise<void> {
    this.#disconnect();
    this.#closed = true;
    clearTimeout(this.#idle);
    await this.#dismiss();
  }

  #connect(): void {
    this.#connection = openForReading(this.#file);
    this.#rows = new IndexFile(this.#connection);
    this.#damaged = false;
  }

  #disconnect(): void {
    this.#rows = undefined;
    this.#connection?.close();
    this.#connection = undefined;
  }

  /**
   * A thread that was dismissed or has died is replaced.
   * @throws {DamagedIndexError} when the file is no longer what the last one left
   */
  async #send(message: Request): Promise<IndexState> {
    if (this.#closed) throw new Error('The index is closed');
    if (this.#worker === undefined) {
      this.#started = this.#replace(message.kind === 'reset').finally(() => {
        this.#started = undefined;
      });
    }
    // Everybody waits for it, so that requests keep their order.
    await this.#started;
    if (this.#worker === undefined) throw new Error('The thread that writes the index has ended');
    return this.#post(this.#worker, message);
  }

  async #replace(mayBeLost: boolean): Promise<void> {
    const left = this.#pos;
    const { pos } = await this.#spawn();
    if (pos < left && !mayBeLost) throw new DamagedIndexError('The index has lost what it held');
  }

  #retire(): void {
    if (this.#waiting.size > 0) this.#idle.refresh();
    else void this.#dismiss();
  }

  async #dismiss(): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined) return;
    const closed = this.#post(worker, { kind: 'close' });
    this.#worker = undefined;
    await closed;
    await worker.terminate();
  }

  #spawn(): Promise<IndexState> {
    const worker = new Worker(new URL('./indexer-thread.ts', import.meta.url), {
      name: 'catalog index',
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: 8 },
    });
    this.#worker = worker;
    worker.on('message', (message: FromIndexer) => this.#settle(message));
    worker.on('error', (error) => this.#lose(worker, error));
    worker.on('exit', () => this.#lose(worker, new Error('The thread that writes the index has ended')));
    return this.#post(worker, { kind: 'open', file: this.#file });
  }

  #post(worker: Worker, message: Request): Promise<IndexState> {
    const request = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(request, { resolve, reject });
      worker.postMessage({ ...message, request });
    });
  }

  #settle(message: FromIndexer): void {
    const waiting = this.#waiting.get(message.request);
    this.#waiting.delete(message.request);
    if (!this.#closed) this.#idle.refresh();
    if (message.ok) {
      this.#pos = message.state.pos;
      waiting?.resolve(message.state);
    } else
      waiting?.reject(message.damaged ? new DamagedIndexError(message.message) : new Error(message.message));
  }

  #lose(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

function beingRebuilt(): CantigaError {
  return new CantigaError(
    'UNAVAILABLE',
    'The index of the catalog is being rebuilt. Try again in a moment.',
    {
      retryAfter: 2,
    },
  );
}
