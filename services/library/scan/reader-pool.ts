import type { Worker } from 'node:worker_threads';
import type { FileToRead } from '../tags/read.ts';
import { startThread } from '../thread.ts';
import type { FileResult, ReaderAnswer, ReaderData, ReaderRequest } from './reader-protocol.ts';

export interface PoolOptions {
  threads: number;
  /** See {@link startThread}. */
  codeCache: string;
  /** ms that one file may take. */
  timeLimit?: number;
  /** The code of the threads. */
  thread?: URL;
}

interface Job {
  files: FileToRead[];
  resolve: (results: FileResult[]) => void;
  reject: (error: unknown) => void;
}

const TIME_LIMIT = 60_000;
const MEMORY_LIMIT_MB = 512;

/** Threads that read tags. A file that makes one crash or hang is answered with a failure, and the thread replaced. */
export class ReaderPool {
  readonly #options: Required<PoolOptions>;
  readonly #idle: Reader[] = [];
  readonly #readers = new Set<Reader>();
  readonly #waiting: Job[] = [];
  #closed = false;

  constructor({ threads, codeCache, timeLimit = TIME_LIMIT, thread }: PoolOptions) {
    const code = thread ?? new URL('./reader-thread.ts', import.meta.url);
    this.#options = { threads, codeCache, timeLimit, thread: code };
  }

  /** What became of each file, in the same order. @throws when the pool was closed meanwhile */
  async read(files: FileToRead[]): Promise<FileResult[]> {
    if (files.length === 0) return [];
    try {
      return await this.#run(files);
    } catch (error) {
      if (!(error instanceof ReaderDied)) throw error;
      const { index, reason } = error;
      const failed: FileResult = { failure: 'content', reason };
      return [
        ...(await this.read(files.slice(0, index))),
        failed,
        ...(await this.read(files.slice(index + 1))),
      ];
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#waiting.splice(0)) job.reject(new Error('The reading of files was ended.'));
    await Promise.all([...this.#readers].map((reader) => reader.end()));
  }

  #run(files: FileToRead[]): Promise<FileResult[]> {
    return new Promise((resolve, reject) => {
      if (this.#closed) reject(new Error('The reading of files was ended.'));
      else {
        this.#waiting.push({ files, resolve, reject });
        this.#next();
      }
    });
  }

  #next(): void {
    while (this.#waiting.length > 0) {
      const reader = this.#idle.pop() ?? this.#more();
      if (reader === undefined) return;
      void this.#work(reader, this.#waiting.shift()!);
    }
  }

  #more(): Reader | undefined {
    if (this.#readers.size >= this.#options.threads) return undefined;
    const reader = new Reader(this.#options);
    this.#readers.add(reader);
    return reader;
  }

  async #work(reader: Reader, job: Job): Promise<void> {
    try {
      job.resolve(await reader.read(job.files));
      this.#idle.push(reader);
    } catch (error) {
      this.#readers.delete(reader);
      void reader.end();
      job.reject(error);
    }
    this.#next();
  }
}

/** A thread ended while it was reading the file at `index`. */
class ReaderDied extends Error {
  readonly index: number;
  readonly reason: string;

  constructor(index: number, reason: string) {
    super(reason);
    this.index = index;
    this.reason = reason;
  }
}

class Reader {
  readonly #worker: Worker;
  readonly #progress = new Int32Array(new SharedArrayBuffer(4));
  readonly #timeLimit: number;
  #settle: { resolve: (results: FileResult[]) => void; reject: (error: unknown) => void } | undefined;

  constructor({ thread, codeCache, timeLimit }: Required<PoolOptions>) {
    this.#timeLimit = timeLimit;
    Atomics.store(this.#progress, 0, -1);
    this.#worker = startThread(thread, codeCache, {
      workerData: { progress: this.#progress.buffer } satisfies ReaderData,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_LIMIT_MB },
    });
    this.#worker.on('message', ({ results }: ReaderAnswer) =>
      this.#settle?.resolve(JSON.parse(results) as FileResult[]),
    );
    this.#worker.on('error', (error) => this.#fail(error, 'The file made its reader crash.'));
    this.#worker.on('exit', () =>
      this.#fail(new Error('The reader of files was ended.'), 'The file made its reader crash.'),
    );
  }

  async read(files: FileToRead[]): Promise<FileResult[]> {
    const watch = this.#watch();
    try {
      return await new Promise((resolve, reject) => {
        this.#settle = { resolve, reject };
        this.#worker.postMessage({ files } satisfies ReaderRequest);
      });
    } finally {
      clearInterval(watch);
      this.#settle = undefined;
    }
  }

  async end(): Promise<void> {
    this.#settle?.reject(new Error('The reading of files was ended.'));
    await this.#worker.terminate();
  }

  #watch(): NodeJS.Timeout {
    let last = -1;
    let since = performance.now();
    return setInterval(() => {
      const index = Atomics.load(this.#progress, 0);
      if (index !== last) {
        last = index;
        since = performance.now();
      } else if (index >= 0 && performance.now() - since > this.#timeLimit) {
        this.#fail(null, `Reading the file took longer than ${Math.round(this.#timeLimit / 1000)} seconds.`);
      }
    }, this.#timeLimit / 10);
  }

  /** A thread that ends before it reads a file has a fault that no file is to blame for. */
  #fail(error: unknown, reason: string): void {
    const index = Atomics.load(this.#progress, 0);
    this.#settle?.reject(index >= 0 ? new ReaderDied(index, reason) : error);
  }
}
