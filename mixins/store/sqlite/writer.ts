import { Worker } from 'node:worker_threads';
import { CantigaError, StartupError } from '../../../errors.ts';
import type { Format, FromWriter, Statement, ToWriter, WriterError } from './protocol.ts';

type Request = ToWriter extends infer M ? (M extends ToWriter ? Omit<M, 'request'> : never) : never;
/** Requests in a message to the thread, at most. */
const TOGETHER = 32;

interface Waiting {
  resolve: (changes: number[]) => void;
  reject: (error: Error) => void;
}

/** The main thread's side of the thread that writes. One for all databases of the process; it ends with the last. */
class Writer {
  readonly #worker = new Worker(new URL('./writer-thread.ts', import.meta.url), {
    name: 'store writer',
    execArgv: [],
  });
  readonly #waiting = new Map<number, Waiting>();
  readonly #outbox: ToWriter[] = [];
  #next = 1;
  #failure: Error | undefined;

  constructor() {
    this.#worker.unref();
    this.#worker.on('message', (answers: FromWriter) => {
      for (const answer of answers) {
        const waiting = this.#waiting.get(answer.request);
        this.#waiting.delete(answer.request);
        if (answer.ok) waiting?.resolve(answer.changes);
        else waiting?.reject(toError(answer.error));
      }
      if (this.#waiting.size === 0) this.#worker.unref();
    });
    this.#worker.on('error', (cause) => {
      const error = new CantigaError('UNAVAILABLE', `The thread that writes has failed: ${cause.message}`);
      this.#failure = error;
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
    });
  }

  send(message: Request): Promise<number[]> {
    if (this.#failure) return Promise.reject(this.#failure);
    const request = this.#next++;
    // While a write is under way the process must not end.
    if (this.#waiting.size === 0) this.#worker.ref();
    return new Promise((resolve, reject) => {
      this.#waiting.set(request, { resolve, reject });
      // All that is asked for in this turn travels together: a message costs more than what is in it.
      if (this.#outbox.length === 0) process.nextTick(() => this.#post());
      this.#outbox.push({ ...message, request });
      // Enough to begin with, while more is being made ready.
      if (this.#outbox.length >= TOGETHER) this.#post();
    });
  }

  #post(): void {
    if (this.#outbox.length > 0) this.#worker.postMessage(this.#outbox.splice(0));
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

function toError({ type, message }: WriterError): Error {
  return type === 'START' ? new StartupError(message) : new CantigaError(type, message);
}

let shared: Writer | undefined;
let files = 0;

/** A database file, opened for writing by the writer thread. */
export interface WritableFile<W = Statement[]> {
  /** One transaction; the answer comes after the fsync, with the rows changed by each statement. */
  write(work: W): Promise<number[]>;
  close(): Promise<void>;
}

/**
 * Opens (and makes, and migrates) a database file.
 * @throws {StartupError} when it is damaged, of a newer version, or cannot be opened; DISK_FULL
 */
export async function openWritable<W = Statement[]>(
  file: string,
  version: number,
  format: Format,
): Promise<WritableFile<W>> {
  shared ??= new Writer();
  const writer = shared;
  files++;
  const leave = async () => {
    if (--files > 0) return;
    shared = undefined;
    await writer.end();
  };
  try {
    await writer.send({ kind: 'open', file, version, format });
  } catch (error) {
    await leave();
    throw error;
  }
  return {
    write: (work) => writer.send({ kind: 'write', file, work }),
    close: async () => {
      await writer.send({ kind: 'close', file });
      await leave();
    },
  };
}
