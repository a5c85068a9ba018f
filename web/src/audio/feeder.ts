import { FormatError, type Sound } from './format/sound.ts';
import type { Append, Output } from './output.ts';
import type { QueueEntry } from './player.ts';
import { SourceError } from './source.ts';

/** An entry when its turn has come: what follows it depends on more than on the entry. */
export interface Turn {
  readonly entry: QueueEntry;
}

/** A track, or the rest of one, on the timeline of the element. Times are seconds there. */
export interface Stretch<T extends Turn> {
  turn: T;
  /** Where the first sample of the track lies, or would lie when it is not played from its start. */
  readonly start: number;
  /** Up to where its music is in the buffer. */
  fedTo: number;
  /** Where it ends; known when all of it is in the buffer. */
  end: number | undefined;
  /** Entries before it that turned out to be unplayable. */
  readonly skipped: readonly Unplayable[];
  /** Why it ends before its time. */
  broken: Unplayable['kind'] | undefined;
}

export interface Unplayable {
  entry: QueueEntry;
  kind: 'missing' | 'undecodable';
}

/** A file that is being read. */
export interface OpenFile {
  sound: Sound;
  /** No bytes are wanted for a while. */
  drain(): Promise<void>;
}

export interface FeederEvents<T extends Turn> {
  open(entry: QueueEntry, signal: AbortSignal): Promise<OpenFile>;
  /** What is heard after a turn; undefined when nothing is. */
  after(turn: T): T | undefined;
  /** The first entry of a series cannot be played, so nothing is heard. */
  onUnplayable(what: Unplayable): void;
  onSignedOut(entry: QueueEntry): void;
  /** The browser takes no more of an entry, and nothing else after that either. */
  onRefused(entry: QueueEntry): void;
  /** Something was put into the buffer. */
  onFed(): void;
}

/** How far ahead of what is heard the buffer is filled: browsers give it 12 MB, of which some stays behind. */
const AHEAD_SECONDS = 120;
const AHEAD_BYTES = 7 << 20;
/** What was heard is kept that long, for a small step back. */
const BEHIND_SECONDS = 15;
const BEHIND_BYTES = 2 << 20;
/** A decoder has already taken what is heard so soon. */
const TAKEN = 1.5;
/** As many tracks in a row that cannot be played, and the feeder looks no further. */
const MOST_SKIPPED = 50;
/** As many times a file may become another one while it is read. */
const MOST_CHANGES = 3;
/** Seconds by which two times may differ and be the same. */
const CLOSE = 0.005;

/** Keeps the output's buffer filled: with the rest of the track that is heard, then with those that follow. */
export class Feeder<T extends Turn> {
  /** In the order of the timeline. */
  stretches: readonly Stretch<T>[] = [];
  #output: Output;
  #events: FeederEvents<T>;
  #stopper = new AbortController();
  #pieces: { from: number; to: number; bytes: number }[] = [];
  #wake: (() => void) | undefined;
  #horizon = 0;
  /** The stretch behind the last one, while its file is opened and nothing of it is in the buffer. */
  #coming: Stretch<T> | undefined;

  constructor(output: Output, events: FeederEvents<T>) {
    this.#output = output;
    this.#events = events;
  }

  /** Begins anew with an entry, from a second of it on, at a place of the timeline where nothing is. */
  start(turn: T, seconds: number): Stretch<T> {
    this.stop();
    this.#horizon = Math.ceil(Math.max(this.#horizon, this.#output.time)) + 1;
    const stretch = newStretch(turn, this.#horizon, seconds, []);
    this.stretches = [stretch];
    this.#horizon += seconds;
    this.#output.restart(stretch.fedTo);
    void this.#run(stretch, seconds, this.#stopper.signal);
    return stretch;
  }

  stop(): void {
    this.#abort();
    this.stretches = [];
    this.#pieces = [];
  }

  /** The stretch that is heard at a time. */
  at(time: number): Stretch<T> | undefined {
    return this.stretches.findLast(({ start }, index) => index === 0 || start <= time + CLOSE);
  }

  /** Time has passed: makes room behind it and fills up ahead of it. */
  advance(): void {
    const time = this.#output.time;
    const behind = this.#behind(time);
    if (behind > 0) {
      void this.#output.forget(behind).catch(ignore);
      this.#pieces = this.#pieces.filter(({ to }) => to > behind);
    }
    this.#wake?.();
  }

  /**
   * What follows has changed: what of it is no longer right leaves the buffer.
   * @param current the stretch that is heard, its turn renewed
   * @returns whether something was taken out that may already be on its way to the ear
   */
  replan(current: Stretch<T>): boolean {
    let last = current;
    const coming = this.#coming === undefined ? [] : [this.#coming];
    for (const stretch of [...this.stretches.slice(this.stretches.indexOf(current) + 1), ...coming]) {
      const turn = this.#expected(last, stretch);
      if (turn?.entry !== stretch.turn.entry) {
        this.#cutBehind(last);
        return last.end! - this.#output.time < TAKEN;
      }
      stretch.turn = turn;
      last = stretch;
    }
    this.#wake?.();
    return false;
  }

  /** What is to be heard between a stretch and the end of the next one, past what is known to be unplayable. */
  #expected({ turn }: Stretch<T>, { skipped }: Stretch<T>): T | undefined {
    let expected = this.#events.after(turn);
    for (const { entry } of skipped) {
      if (expected?.entry !== entry) return undefined;
      expected = this.#events.after(expected);
    }
    return expected;
  }

  #cutBehind(last: Stretch<T>): void {
    this.#abort();
    this.stretches = this.stretches.slice(0, this.stretches.indexOf(last) + 1);
    this.#pieces = this.#pieces.filter(({ from }) => from < last.end!);
    void this.#output.cut(last.end!).catch(ignore);
    void this.#follow(last, this.#stopper.signal);
  }

  #abort(): void {
    this.#coming = undefined;
    this.#stopper.abort();
    this.#stopper = new AbortController();
    this.#wake?.();
  }

  async #run(stretch: Stretch<T>, seconds: number, signal: AbortSignal): Promise<void> {
    const kind = await this.#fed(stretch, seconds, signal);
    if (kind === 'given up') return;
    if (kind) this.#events.onUnplayable({ entry: stretch.turn.entry, kind });
    else await this.#follow(stretch, signal);
  }

  /** Feeds what is heard after a stretch, and so on. */
  async #follow(before: Stretch<T>, signal: AbortSignal): Promise<void> {
    let last = before;
    let passed: T | undefined;
    let skipped: Unplayable[] = [];
    while (!signal.aborted) {
      this.#coming = undefined;
      const turn = this.#events.after(passed ?? last.turn);
      if (turn === undefined || skipped.length >= MOST_SKIPPED) {
        await this.#output.end().catch(ignore);
        await this.#change();
        passed = undefined;
        skipped = [];
        continue;
      }
      const stretch = newStretch(turn, last.end!, 0, skipped);
      this.#coming = stretch;
      const kind = await this.#fed(stretch, 0, signal);
      if (kind === 'given up') return;
      if (kind) {
        passed = stretch.turn;
        skipped = [...skipped, { entry: stretch.turn.entry, kind }];
      } else {
        last = stretch;
        passed = undefined;
        skipped = [];
      }
    }
  }

  /** Feeds a stretch. @returns why there is nothing of it in the buffer; undefined when there is something */
  async #fed(
    stretch: Stretch<T>,
    seconds: number,
    signal: AbortSignal,
  ): Promise<Unplayable['kind'] | 'given up' | undefined> {
    try {
      await this.#feed(stretch, seconds, signal);
    } catch (error) {
      const kind = unplayableKind(error, signal);
      if (kind === undefined) {
        this.#tell(error, stretch.turn.entry, signal);
        return 'given up';
      }
      if (stretch.fedTo === stretch.start + seconds) return kind;
      stretch.broken = kind;
    }
    stretch.end = stretch.fedTo;
    this.#events.onFed();
    return undefined;
  }

  #tell(error: unknown, entry: QueueEntry, signal: AbortSignal): void {
    if (signal.aborted) return;
    if (error instanceof SourceError) this.#events.onSignedOut(entry);
    else if ((error as Error).name === 'EncodingError') this.#events.onRefused(entry);
  }

  async #feed(stretch: Stretch<T>, seconds: number, signal: AbortSignal): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await this.#feedFile(stretch, stretch.fedTo - stretch.start, signal);
        break;
      } catch (error) {
        // Somebody wrote new tags into the file, say. The music goes on from the new one.
        const hasChanged = error instanceof SourceError && error.kind === 'changed';
        if (!hasChanged || tries === MOST_CHANGES) throw error;
      }
    }
    // Behind the end of a track that is shorter than its tags say there is nothing, and that is no fault.
    if (seconds === 0 && stretch.fedTo === stretch.start) throw new FormatError('There is no music in it.');
  }

  async #feedFile(stretch: Stretch<T>, seconds: number, signal: AbortSignal): Promise<void> {
    const file = await this.#events.open(stretch.turn.entry, signal);
    const { sound, drain } = file;
    const offset = stretch.start - sound.lead;
    for await (const piece of sound.pieces(seconds > 0 ? seconds + sound.lead : 0)) {
      await this.#room(drain, signal);
      signal.throwIfAborted();
      if (this.#coming === stretch) this.#coming = undefined;
      if (!this.stretches.includes(stretch)) this.stretches = [...this.stretches, stretch];
      const { data, from, to, end } = piece;
      await this.#append(
        {
          data,
          mime: sound.mime,
          head: sound.head,
          owner: file,
          offset,
          at: offset + from,
          from: stretch.start,
          to: end === undefined ? Number.POSITIVE_INFINITY : offset + end,
        },
        signal,
      );
      stretch.fedTo = offset + (end ?? to);
      this.#horizon = Math.max(this.#horizon, stretch.fedTo);
      this.#pieces.push({ from: offset + from, to: stretch.fedTo, bytes: data.length });
      this.#events.onFed();
    }
  }

  /** Appends when the browser has room for it. */
  async #append(what: Append, signal: AbortSignal): Promise<void> {
    for (;;) {
      try {
        await this.#output.append(what);
        return signal.throwIfAborted();
      } catch (error) {
        if ((error as Error).name !== 'QuotaExceededError') throw error;
        await this.#change();
        signal.throwIfAborted();
      }
    }
  }

  async #room(drain: () => Promise<void>, signal: AbortSignal): Promise<void> {
    while (this.#isFull() && !signal.aborted) {
      await drain();
      if (this.#isFull() && !signal.aborted) await this.#change();
    }
  }

  #isFull(): boolean {
    const time = this.#output.time;
    const ahead = this.#pieces.filter(({ to }) => to > time);
    const bytes = ahead.reduce((sum, piece) => sum + piece.bytes, 0);
    return bytes > AHEAD_BYTES || (ahead.at(-1)?.to ?? 0) - time > AHEAD_SECONDS;
  }

  /** The time before which nothing is kept; 0 when there is nothing to let go. */
  #behind(time: number): number {
    let bytes = 0;
    for (const { to, bytes: more } of this.#pieces.toReversed()) {
      if (to > time) continue;
      bytes += more;
      if (bytes > BEHIND_BYTES || time - to > BEHIND_SECONDS) return to;
    }
    return 0;
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}

function newStretch<T extends Turn>(
  turn: T,
  start: number,
  seconds: number,
  skipped: readonly Unplayable[],
): Stretch<T> {
  return { turn, start, fedTo: start + seconds, end: undefined, skipped, broken: undefined };
}

/** Undefined when it is no fault of the file. */
function unplayableKind(error: unknown, signal: AbortSignal): Unplayable['kind'] | undefined {
  if (signal.aborted || error instanceof DOMException) return undefined;
  if (error instanceof SourceError) return error.kind === 'signed-out' ? undefined : 'missing';
  // Damage shows in many ways: numbers that lead out of the file, lengths below zero.
  return 'undecodable';
}

function ignore(): void {}
