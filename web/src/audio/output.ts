import { AudioGraph } from './graph.ts';

/** Some bytes for the buffer and where they belong. Times are seconds on the timeline of the element. */
export interface Append {
  data: Uint8Array;
  mime: string;
  head: Uint8Array | undefined;
  /** Whose bytes these are: those of another one begin with its head. */
  owner: object;
  /** Where the decoder's second 0 lies. */
  offset: number;
  /** Where the first sample of `data` lies. */
  at: number;
  /** What is heard of it. */
  from: number;
  to: number;
}

/** Some browsers (Safari on phones) have only this one; it is used in the same way. */
declare const ManagedMediaSource: typeof MediaSource | undefined;

const Source = typeof ManagedMediaSource === 'undefined' ? globalThis.MediaSource : ManagedMediaSource;

/** Whether this browser decodes such bytes. */
export function canDecode(mime: string): boolean {
  return Source?.isTypeSupported(mime) ?? false;
}

/**
 * The audio element, fed through one SourceBuffer: what is appended with neighbouring times is played without a gap, to the
 * sample. Work on the buffer is done in the order in which it is asked for.
 */
export class Output {
  readonly element = new Audio();
  #graph: AudioGraph | undefined;
  #media: MediaSource | undefined;
  #buffer: SourceBuffer | undefined;
  #mime = '';
  #owner: object | undefined;
  #work: Promise<unknown> = Promise.resolve();
  /** Where to go when the element can be told. */
  #target: number | undefined;

  constructor() {
    this.element.preservesPitch = true;
    // Asked for by the managed kind, which could otherwise send the stream to a device that fetches it itself.
    this.element.disableRemotePlayback = true;
    this.element.addEventListener('loadedmetadata', () => this.#goToTarget());
  }

  /** Made by the first call, which belongs into a click. */
  get graph(): AudioGraph {
    this.#graph ??= new AudioGraph(this.element);
    return this.#graph;
  }

  /** Where it plays, or will. */
  get time(): number {
    return this.#target ?? this.element.currentTime;
  }

  set time(time: number) {
    this.#target = undefined;
    this.element.currentTime = time;
  }

  get isSeeking(): boolean {
    return this.#target !== undefined || this.element.seeking;
  }

  get hasGraph(): boolean {
    return this.#graph !== undefined;
  }

  dispose(): void {
    this.element.removeAttribute('src');
    this.element.load();
    void this.#graph?.context.close();
  }

  /** Empties the buffer and goes to a time at which something will be appended. */
  restart(time: number): void {
    if (!this.isUsable) this.reset();
    this.#target = time;
    this.cut(0)
      .then(() => {
        // The end of what was appended is the end of all times, and nobody may go beyond.
        this.#media!.duration = LONGEST;
        if (this.element.readyState >= this.element.HAVE_METADATA) this.#goToTarget();
      })
      .catch(() => undefined);
  }

  /** Begins anew, with an empty buffer. Also after an error of decoding, which ends a MediaSource. */
  reset(): void {
    const media = new Source();
    const opened = new Promise<void>((resolve) => {
      media.addEventListener('sourceopen', () => resolve(), { once: true });
    });
    const address = URL.createObjectURL(media);
    this.element.src = address;
    this.#media = media;
    this.#buffer = undefined;
    this.#owner = undefined;
    this.#work = opened.then(() => {
      URL.revokeObjectURL(address);
      media.duration = LONGEST;
    });
  }

  /** Whether there is a MediaSource that can be fed. */
  get isUsable(): boolean {
    return this.#media !== undefined && this.element.error === null;
  }

  /** @throws DOMException QuotaExceededError when the buffer is full */
  append(what: Append): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#owner !== what.owner) await this.#begin(what);
      const buffer = this.#buffer!;
      buffer.appendWindowStart = 0;
      buffer.appendWindowEnd = what.to;
      buffer.appendWindowStart = what.from;
      await this.#done(() => buffer.appendBuffer(what.data as BufferSource));
    });
  }

  /** Empties the buffer from a time on. */
  cut(from: number): Promise<void> {
    return this.#inTurn(async () => {
      this.#owner = undefined;
      if (this.#buffer?.buffered.length) {
        await this.#done(() => this.#buffer!.remove(from, Number.POSITIVE_INFINITY));
      }
    });
  }

  /** Empties the buffer up to a time. */
  forget(to: number): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#buffer?.buffered.length && this.#buffer.buffered.start(0) < to) {
        await this.#done(() => this.#buffer!.remove(0, to));
      }
    });
  }

  /** Nothing follows what was appended: the element will end there. Appending more takes it back. */
  end(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#media?.readyState === 'open' && this.#buffer !== undefined) this.#media.endOfStream();
    });
  }

  /** Until which time music is here without a hole, from `time` on; `time` itself when none is. */
  bufferedFrom(time: number): number {
    const ranges = this.#buffer === undefined ? undefined : this.element.buffered;
    for (let index = 0; index < (ranges?.length ?? 0); index++) {
      if (ranges!.start(index) <= time + TINY && ranges!.end(index) > time) return ranges!.end(index);
    }
    return time;
  }

  async #begin({ mime, head, offset, at, owner }: Append): Promise<void> {
    const media = this.#media!;
    if (this.#buffer === undefined) {
      this.#buffer = media.addSourceBuffer(mime);
    } else {
      if (media.readyState === 'open') this.#buffer.abort();
      if (this.#mime !== mime) this.#buffer.changeType(mime);
    }
    const buffer = this.#buffer;
    this.#mime = mime;
    this.#owner = owner;
    buffer.appendWindowStart = 0;
    buffer.appendWindowEnd = Number.POSITIVE_INFINITY;
    if (head === undefined) {
      // Bare frames carry no times: they are put one behind the other from here on.
      buffer.mode = 'sequence';
      buffer.timestampOffset = at;
    } else {
      buffer.mode = 'segments';
      buffer.timestampOffset = offset;
      await this.#done(() => buffer.appendBuffer(head as BufferSource));
    }
  }

  #goToTarget(): void {
    if (this.#target !== undefined) this.time = this.#target;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const media = this.#media;
    const turn = this.#work.then(() => {
      if (this.#media !== media) throw new DOMException('The buffer was given up.', 'AbortError');
      return work();
    });
    this.#work = turn.catch(() => undefined);
    return turn;
  }

  #done(begin: () => void): Promise<void> {
    const buffer = this.#buffer!;
    return new Promise((resolve, reject) => {
      const over = (event: Event) => {
        for (const type of ENDINGS) buffer.removeEventListener(type, over);
        if (event.type === 'updateend') resolve();
        else reject(new DOMException('The bytes cannot be decoded.', 'EncodingError'));
      };
      for (const type of ENDINGS) buffer.addEventListener(type, over);
      try {
        begin();
      } catch (error) {
        for (const type of ENDINGS) buffer.removeEventListener(type, over);
        reject(error);
      }
    });
  }
}

/** Seconds of a timeline that nobody hears to its end. */
const LONGEST = 1e9;
const ENDINGS = ['updateend', 'error', 'abort'];
/** Seconds by which two times may differ and be the same: times are kept in whole microseconds. */
const TINY = 0.001;
