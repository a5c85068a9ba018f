import type { FoundFile, WalkResult } from './walk.ts';

/** A file record, as much of it as a comparison needs. */
export interface KnownFile {
  id: string;
  path: string;
  stamp: string;
  missing: boolean;
}

export interface ToRead extends FoundFile {
  path: string;
  /** The track that was at this path at the last look. */
  id?: string;
}

/**
 * Compares what was found in one music folder with what is known of it. Feed all known files and problems in any order,
 * then take the answers.
 */
export class Comparison {
  /** Tracks whose file is no longer where it was. */
  readonly gone: string[] = [];
  /** Problems (their paths) that are no more, once {@link toRead} was called. */
  readonly solved: string[] = [];
  readonly #found: WalkResult;
  readonly #full: boolean;
  readonly #atPath = new Map<string, KnownFile>();
  /** Stamps by path. A file that was unreadable and has not changed since is not tried again. */
  readonly #problems = new Map<string, string>();

  /** @param full whether files are read even if they look unchanged */
  constructor(found: WalkResult, full: boolean) {
    this.#found = found;
    this.#full = full;
  }

  file(known: KnownFile): void {
    if (!this.#found.files.has(known.path)) {
      if (!known.missing && !this.#hidden(known.path)) this.gone.push(known.id);
      return;
    }
    const other = this.#atPath.get(known.path);
    if (other === undefined) this.#atPath.set(known.path, known);
    else this.#displace(known, other);
  }

  problem(path: string, stamp: string): void {
    this.#problems.set(path, stamp);
  }

  /** The files that must be read: those of known tracks, and those that no track was at before. */
  toRead(): { changed: ToRead[]; fresh: ToRead[] } {
    const changed: ToRead[] = [];
    const fresh: ToRead[] = [];
    for (const [path, file] of this.#found.files) {
      const known = this.#atPath.get(path);
      if (this.#problems.get(path) === file.stamp && !this.#full) continue;
      if (known === undefined) fresh.push({ ...file, path });
      else if (this.#full || known.missing || known.stamp !== file.stamp) {
        changed.push({ ...file, path, id: known.id });
      } else if (this.#problems.has(path)) this.solved.push(path);
    }
    for (const path of this.#problems.keys()) {
      const there = this.#found.files.has(path) || this.#found.problems.has(path);
      if (!there && !this.#hidden(path)) this.solved.push(path);
    }
    return { changed, fresh };
  }

  /** Two tracks at one path, after a crash between two moves: the one that was moved there last has it. */
  #displace(known: KnownFile, other: KnownFile): void {
    const { stamp } = this.#found.files.get(known.path)!;
    const better = (one: KnownFile) => (one.missing ? 0 : one.stamp === stamp ? 2 : 1);
    const [stays, goes] = better(known) > better(other) ? [known, other] : [other, known];
    this.#atPath.set(known.path, stays);
    if (!goes.missing) this.gone.push(goes.id);
  }

  /** Whether the path lies where the walk could not look. */
  #hidden(path: string): boolean {
    const { unreadable, problems } = this.#found;
    if (problems.has(path) || unreadable.has('')) return true;
    if (unreadable.size === 0) return false;
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      if (unreadable.has(path.slice(0, slash))) return true;
    }
    return false;
  }
}
