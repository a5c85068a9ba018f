import { isError } from '../../errors.ts';
import type { Clock } from './clock.ts';
import type { Commit, CommitLog, StoredEvent } from './types.ts';
import { weightOf } from './weight.ts';

/** Of one commit. Together they also keep it far from what a document of MongoDB may have. */
const MOST_EVENTS = 200;
const MOST_BYTES = 256 * 1024;
/** Milliseconds between looks at a log that does not answer: the first wait, and the longest. */
const FIRST_WAIT = 5;
const LONGEST_WAIT = 1000;

/**
 * This writer is done: another one has written here, or it cannot be said any more what will be stored. Whatever was
 * concluded from this partition has to be read again.
 */
export class Fenced extends Error {
  override name = 'Fenced';
}

/** A commit's place and time. */
export type Place = Pick<Commit, 'pos' | 'at'>;

interface Waiting {
  events: StoredEvent[];
  weight: number;
  stored: (place: Place) => void;
  failed: (error: unknown) => void;
}

interface PartitionOptions {
  log: CommitLog;
  clock: Clock;
  p: number;
  /** Unlike that of every other writer there ever was. */
  writer: string;
  /** Is told of every commit that is stored, and of its bytes of JSON, about. */
  onStored?: ((commit: Commit, weight: number) => void) | undefined;
}

/** What waits while one commit is being written goes into the next one together. */
export class PartitionWriter {
  readonly #options: PartitionOptions;
  readonly #epoch: number;
  #pos: number;
  #waiting: Waiting[] = [];
  #writing = false;
  #fenced = false;

  /** Takes a partition over: from what is there now on. */
  static async open(options: PartitionOptions): Promise<PartitionWriter> {
    return new PartitionWriter(options, await options.log.last(options.p));
  }

  private constructor(options: PartitionOptions, last: Commit | null) {
    this.#options = options;
    this.#epoch = (last?.epoch ?? 0) + 1;
    this.#pos = last?.pos ?? 0;
  }

  /** Position of the last commit that is known to be stored. */
  get pos(): number {
    return this.#pos;
  }

  /** Whether nothing can be written with this one any more. */
  get isFenced(): boolean {
    return this.#fenced;
  }

  /**
   * Stores the events of one command, together, and returns when they survive a crash. Waits for as long as the outcome
   * is not known.
   * @throws {Fenced}; DISK_FULL; whatever else says that nothing was stored
   */
  append(events: StoredEvent[]): Promise<Place> {
    if (this.#fenced) return Promise.reject(new Fenced());
    return new Promise((stored, failed) => {
      this.#waiting.push({ events, weight: weightOf(events), stored, failed });
      if (!this.#writing) void this.#write();
    });
  }

  async #write(): Promise<void> {
    this.#writing = true;
    while (this.#waiting.length > 0) await this.#writeNext(this.#take());
    this.#writing = false;
  }

  async #writeNext(taken: Waiting[]): Promise<void> {
    const { p, writer, clock, onStored } = this.#options;
    const events = taken.flatMap((each) => each.events);
    const commit = { p, pos: this.#pos + 1, epoch: this.#epoch, writer, at: clock.now(), events };
    try {
      await this.#store(commit);
      this.#pos = commit.pos;
      for (const { stored } of taken) stored({ pos: commit.pos, at: commit.at });
      onStored?.(
        commit,
        taken.reduce((sum, { weight }) => sum + weight, 0),
      );
    } catch (error) {
      if (error instanceof Fenced) {
        this.#fenced = true;
        taken.push(...this.#waiting.splice(0));
      }
      for (const { failed } of taken) failed(error);
    }
  }

  #take(): Waiting[] {
    let [count, events, bytes] = [0, 0, 0];
    for (const each of this.#waiting) {
      events += each.events.length;
      bytes += each.weight;
      if (count > 0 && (events > MOST_EVENTS || bytes > MOST_BYTES)) break;
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  /** Tries until the commit is stored, or cannot be: the same one, so that one that arrives late does no harm. */
  async #store(commit: Commit): Promise<void> {
    const { log, clock } = this.#options;
    let isInDoubt = false;
    for (let wait = FIRST_WAIT; ; wait = Math.min(2 * wait, LONGEST_WAIT)) {
      try {
        return await log.append(commit);
      } catch (error) {
        const isTaken = isError(error, 'ALREADY_EXISTS');
        if (!isTaken && !isError(error, 'UNAVAILABLE')) {
          // An earlier try may still arrive, and its position must not be given to another commit of this writer.
          if (isInDoubt) throw new Fenced();
          throw error;
        }
        isInDoubt = true;
        const there = await this.#lookAt(commit.pos);
        if (there?.writer === commit.writer) return;
        if (there !== undefined || isTaken) throw new Fenced();
        await clock.sleep(wait);
      }
    }
  }

  async #lookAt(pos: number): Promise<Commit | undefined> {
    const { log, clock, p } = this.#options;
    for (let wait = FIRST_WAIT; ; wait = Math.min(2 * wait, LONGEST_WAIT)) {
      try {
        return (await log.read(p, pos - 1, 1))[0];
      } catch (error) {
        if (!isError(error, 'UNAVAILABLE')) throw error;
        await clock.sleep(wait);
      }
    }
  }
}
