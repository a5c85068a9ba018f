import type { Clock } from './clock.ts';
import { PartitionWriter } from './partition.ts';
import type { Commit, CommitLog } from './types.ts';

interface JournalOptions {
  log: CommitLog;
  clock: Clock;
  /** Unlike that of every other process there ever was. */
  process: string;
  /** Is told of every commit that this process has stored, and of its bytes of JSON, about. */
  onStored?: (commit: Commit, weight: number) => void;
}

/** The event log of one service: partitions, each with at most one writer of this process. */
export class Journal {
  readonly log: CommitLog;
  readonly clock: Clock;
  readonly #process: string;
  readonly #onStored: JournalOptions['onStored'];
  #opened = 0;
  readonly #writers = new Map<number, Promise<PartitionWriter>>();

  constructor({ log, clock, process, onStored }: JournalOptions) {
    this.log = log;
    this.clock = clock;
    this.#process = process;
    this.#onStored = onStored;
  }

  /**
   * The writer of a partition, which takes it over when there is none, or when the one before was fenced. Whatever was
   * concluded under another writer is to be read again.
   * @throws UNAVAILABLE
   */
  async writer(p: number): Promise<PartitionWriter> {
    const present = this.#writers.get(p);
    if (present !== undefined && !(await present).isFenced) return present;
    // Somebody who waited for the same one may have been here before.
    if (this.#writers.get(p) !== present) return this.writer(p);
    const opening = PartitionWriter.open({
      log: this.log,
      clock: this.clock,
      p,
      writer: `${this.#process}.${++this.#opened}`,
      onStored: this.#onStored,
    });
    this.#writers.set(p, opening);
    opening.catch(() => {
      if (this.#writers.get(p) === opening) this.#writers.delete(p);
    });
    return opening;
  }
}
