import { type FileRecord, pathOf } from '../store/collections.ts';

/**
 * Who may take over which track. A track is free when its file is missing or gone, or when its path now holds other
 * audio; a free track goes to the first file with its audio. So a moved, renamed or swapped file keeps its id, and a
 * copy whose original is still there gets a new one.
 */
export class Claims {
  readonly #gone: Set<string>;
  readonly #displaced = new Set<string>();
  readonly #taken = new Set<string>();

  constructor(gone: Iterable<string>) {
    this.#gone = new Set(gone);
  }

  /** The path of this track holds other audio now. */
  displace(id: string): void {
    this.#displaced.add(id);
  }

  /** The file has vanished since the walk. */
  lose(id: string): void {
    this.#gone.add(id);
  }

  isFree(record: FileRecord): boolean {
    if (this.#taken.has(record._id)) return false;
    return record.missing || this.#gone.has(record._id) || this.#displaced.has(record._id);
  }

  /** The track among those of the same audio that the file at `path` is: of the same name first, then the oldest. */
  claim(candidates: readonly FileRecord[], path: string): FileRecord | null {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const free = candidates.filter((record) => this.isFree(record));
    const chosen =
      free.find((record) => pathOf(record) === path) ??
      free.find((record) => record.name === name) ??
      free.sort((a, b) => (a.added < b.added || (a.added === b.added && a._id < b._id) ? -1 : 1))[0];
    if (chosen === undefined) return null;
    this.#taken.add(chosen._id);
    return chosen;
  }

  /** Takes a track that nobody claimed by its audio for the file at its path. */
  claimByPath(id: string): boolean {
    if (this.#taken.has(id)) return false;
    this.#taken.add(id);
    return true;
  }

  /** Tracks that are gone, or whose path another track has taken, and that no file turned out to be. */
  unclaimed(): string[] {
    return [...new Set([...this.#gone, ...this.#displaced])].filter((id) => !this.#taken.has(id));
  }
}
