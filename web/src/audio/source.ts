import { backoff, retryAfter } from './backoff.ts';
import type { Bytes } from './format/sound.ts';

/** Why a file cannot be had, for good. */
export class SourceError extends Error {
  readonly kind: 'missing' | 'signed-out' | 'changed';
  constructor(kind: SourceError['kind']) {
    super(`The file cannot be had: ${kind}.`);
    this.kind = kind;
  }
}

/** Why a file cannot be had at the moment; the next try is at `retryAt`, in milliseconds of `performance.now()`. */
export interface Trouble {
  kind: 'network' | 'busy';
  retryAt: number;
}

export interface SourceOptions {
  /** Address of the file, for each request. */
  url(): string;
  signal: AbortSignal;
  /** After an answer 401. @returns whether there is a session again */
  renewSession(): Promise<boolean>;
  /** Told of each try that has failed, and with null when the first bytes come, or bytes come again. */
  onTrouble(trouble: Trouble | null): void;
}

/** Bytes of one request. Small enough that no request stays open while the buffer is full. */
const SLICE = 1 << 20;
/** A place that lies no further ahead than this is waited for and not asked for anew. */
const NEAR = 128 << 10;
/** Bytes of the start of a file that are kept. */
const HEAD = 64 << 10;
/** Milliseconds without a byte after which a connection counts as dead. */
const STALL = 10_000;

interface Slice {
  reader: ReadableStreamDefaultReader<Uint8Array>;
  /** Of the next byte that comes. */
  at: number;
  stop(): void;
}

class TryAgain extends Error {
  readonly kind: Trouble['kind'];
  readonly after: number;
  constructor(kind: Trouble['kind'], after = 0) {
    super(kind);
    this.kind = kind;
    this.after = after;
  }
}

/**
 * A file over HTTP, read by ranges. What breaks off is asked for again from the same byte on, for as long as it takes;
 * a session that has ended is renewed.
 */
export class HttpBytes implements Bytes {
  size = Number.POSITIVE_INFINITY;
  #options: SourceOptions;
  #etag: string | null | undefined;
  #slice: Slice | undefined;
  #failures = 0;
  #hasCome = false;
  /** What is here: `#held` bytes of `#buffer` from `#start` on, which are those of the file from `#at` on. */
  #buffer = new Uint8Array(256 << 10);
  #start = 0;
  /** From here to `#start` stands what comes before in the file, too. */
  #floor = 0;
  /** The start of the file, kept when reading went on far behind it: who looks into an index comes back. */
  #head = new Uint8Array();
  #held = 0;
  #at = 0;

  constructor(options: SourceOptions) {
    this.#options = options;
    options.signal.addEventListener('abort', () => this.#close(), { once: true });
  }

  async read(at: number, length: number): Promise<Uint8Array> {
    this.#moveTo(at);
    for (;;) {
      const wanted = Math.min(length, Math.max(0, this.size - at));
      if (this.#held >= wanted) return this.#buffer.subarray(this.#start, this.#start + wanted);
      await this.#pullAgain();
    }
  }

  /** Takes in what is still to come of the request under way, so that no connection waits while nothing is read. */
  async drain(): Promise<void> {
    try {
      while (this.#slice !== undefined) await this.#pull();
    } catch {
      // The next read asks again, and tells.
      this.#close();
    }
  }

  /** Goes to a byte. What is here stays; the request under way, too, when it will soon bring that byte. */
  #moveTo(at: number): void {
    const skipped = at - this.#at;
    if (skipped > this.#held || this.#start + skipped < this.#floor) {
      this.#leave();
      const ahead = this.#slice === undefined ? -1 : at - this.#slice.at;
      if (ahead < 0 || ahead > NEAR) this.#close();
      this.#comeTo(at);
    } else {
      this.#start += skipped;
      this.#held -= skipped;
      this.#at = at;
    }
  }

  #leave(): void {
    const isHead = this.#at === this.#start - this.#floor;
    if (isHead && this.#head.length === 0) {
      this.#head = this.#buffer.slice(this.#floor, Math.min(this.#start + this.#held, this.#floor + HEAD));
    }
  }

  #comeTo(at: number): void {
    const known = this.#head.subarray(at);
    this.#start = 0;
    this.#floor = 0;
    this.#held = 0;
    this.#at = at;
    if (known.length === 0) return;
    this.#close();
    this.#keep(known);
  }

  async #pullAgain(): Promise<void> {
    try {
      await this.#pull();
    } catch (error) {
      this.#close();
      this.#options.signal.throwIfAborted();
      if (error instanceof SourceError) throw error;
      const { kind, after } = error instanceof TryAgain ? error : new TryAgain('network');
      this.#failures += 1;
      const delay = backoff(this.#failures, Math.random(), after);
      this.#options.onTrouble({ kind, retryAt: performance.now() + delay });
      await pause(delay, this.#options.signal);
    }
  }

  async #pull(): Promise<void> {
    this.#slice ??= await this.#open(this.#at + this.#held);
    const slice = this.#slice;
    const { done, value } = await inTime(slice.reader.read());
    if (done) {
      this.#slice = undefined;
      return;
    }
    // Also with its first bytes: the trouble may have been that of a file that was given up.
    if (this.#failures > 0 || !this.#hasCome) {
      this.#failures = 0;
      this.#hasCome = true;
      this.#options.onTrouble(null);
    }
    const end = this.#at + this.#held;
    // What comes before the wanted place is passed over.
    const skip = Math.min(value.length, Math.max(0, end - slice.at));
    slice.at += value.length;
    this.#keep(value.subarray(skip));
  }

  async #open(at: number, isSecondTry = false): Promise<Slice> {
    const stopper = new AbortController();
    const { url, renewSession } = this.#options;
    const request = fetch(url(), {
      headers: { Range: `bytes=${at}-${at + SLICE - 1}` },
      // Partial answers would go through the disk cache, which lets requests of one address wait for each other.
      cache: 'no-store',
      signal: AbortSignal.any([stopper.signal, this.#options.signal]),
    });
    const response = await inTime(request, () => stopper.abort());
    const { status, headers, body } = response;
    if (status === 206 || status === 200) {
      this.#identify(headers, status === 200 ? undefined : headers.get('content-range'));
      if (body === null) throw new TryAgain('network');
      return { reader: body.getReader(), at: status === 206 ? at : 0, stop: () => stopper.abort() };
    }
    stopper.abort();
    if (status === 401) {
      if (!isSecondTry && (await renewSession())) return this.#open(at, true);
      throw new SourceError('signed-out');
    }
    if (status === 416) throw new SourceError('changed');
    if (status === 429 || status >= 500) {
      throw new TryAgain('busy', retryAfter(headers.get('retry-after'), Date.now()));
    }
    throw new SourceError('missing');
  }

  /** @throws SourceError when it is another file than before */
  #identify(headers: Headers, contentRange: string | null | undefined): void {
    const etag = headers.get('etag');
    const size = Number(
      contentRange === undefined ? headers.get('content-length') : contentRange?.split('/')[1],
    );
    const isOther = this.#etag !== undefined && this.#etag !== etag;
    if (isOther || (Number.isFinite(this.size) && this.size !== size)) throw new SourceError('changed');
    if (!Number.isSafeInteger(size)) throw new SourceError('missing');
    this.#etag = etag;
    this.size = size;
  }

  #keep(bytes: Uint8Array): void {
    const held = this.#held + bytes.length;
    if (this.#start + held > this.#buffer.length) {
      const larger = held > this.#buffer.length / 2 ? new Uint8Array(held * 2) : this.#buffer;
      larger.set(this.#buffer.subarray(this.#start, this.#start + this.#held));
      this.#buffer = larger;
      this.#start = 0;
      this.#floor = 0;
    }
    this.#buffer.set(bytes, this.#start + this.#held);
    this.#held = held;
  }

  #close(): void {
    this.#slice?.stop();
    this.#slice = undefined;
  }
}

/** @throws TryAgain when it takes too long */
async function inTime<T>(work: Promise<T>, giveUp?: () => void): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      giveUp?.();
      reject(new TryAgain('network'));
    }, STALL);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits, but no longer than until the browser says that there is a network again. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const over = () => {
      clearTimeout(timer);
      globalThis.removeEventListener('online', over);
      signal.removeEventListener('abort', over);
      resolve();
    };
    const timer = setTimeout(over, milliseconds);
    globalThis.addEventListener('online', over);
    signal.addEventListener('abort', over);
  });
  signal.throwIfAborted();
}
