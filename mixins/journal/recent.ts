import { PARTITIONS } from './partitions.ts';
import type { Commit, CommitReader } from './types.ts';

/** Bytes of JSON that are kept of a partition, about. */
const MOST_BYTES = 128 * 1024;

interface Kept {
  commit: Commit;
  weight: number;
}

/** The commits that this process has stored last, so that whoever follows need not read them again. */
export class RecentCommits {
  readonly #log: Pick<CommitReader, 'read'>;
  /** By partition, one position after the other. */
  readonly #kept: Kept[][] = Array.from({ length: PARTITIONS }, () => []);
  readonly #weights = new Array<number>(PARTITIONS).fill(0);

  constructor(log: Pick<CommitReader, 'read'>) {
    this.#log = log;
  }

  /** A commit of so many bytes has been stored. */
  add(commit: Commit, weight: number): void {
    const { p, pos } = commit;
    const kept = this.#kept[p]!;
    const last = kept.at(-1);
    // Another process was here in between.
    if (last !== undefined && last.commit.pos !== pos - 1) {
      kept.length = 0;
      this.#weights[p] = 0;
    }
    kept.push({ commit, weight });
    this.#weights[p]! += weight;
    while (this.#weights[p]! > MOST_BYTES && kept.length > 1) this.#weights[p]! -= kept.shift()!.weight;
  }

  /** As that of the log. */
  read(p: number, after: number, limit: number): Promise<Commit[]> {
    const kept = this.#kept[p]!;
    const from = after + 1 - (kept[0]?.commit.pos ?? Number.POSITIVE_INFINITY);
    if (from < 0 || from >= kept.length) return this.#log.read(p, after, limit);
    return Promise.resolve(kept.slice(from, from + limit).map(({ commit }) => commit));
  }
}
