import { pathOf } from '../store/collections.ts';
import { READ_AGAIN, stampOf } from './stamp.ts';
import type { FoundFile, WalkResult } from './walk.ts';

/** A file record, as much of it as a comparison needs. */
export interface KnownFile {
  id: string;
  dir: string;
  name: string;
  size: number;
  mtimeMs: number;
  beside: string;
  missing: boolean;
}

export interface ToRead extends FoundFile {
  dir: string;
  /** The track that was at this path at the last look. */
  id?: string;
}

interface Place {
  dir: string;
  name: string;
}

/**
 * Compares what was found in one music folder with what is known of it. Feed all known files and problems in any order,
 * then take the answers. Most files of most scans are unchanged, and made to cost next to nothing.
 */
export class Comparison {
  /** Tracks whose file is no longer where it was. */
  readonly gone: string[] = [];
  readonly #found: WalkResult;
  readonly #full: boolean;
  /** The track of a found file, or that nothing about it has changed. */
  readonly #known = new Map<FoundFile, KnownFile>();
  readonly #same = new Set<FoundFile>();
  readonly #problems: { place: Place; stamp: string }[] = [];
  #at = { dir: '\0', files: undefined as FoundFile[] | undefined, next: 0 };

  /** @param full whether files are read even if they look unchanged */
  constructor(found: WalkResult, full: boolean) {
    this.#found = found;
    this.#full = full;
  }

  file(known: KnownFile): void {
    const file = this.#find(known);
    if (file === undefined) {
      if (!known.missing && !this.#hidden(known)) this.gone.push(known.id);
    } else if (this.#known.size === 0 || !this.#known.has(file)) {
      if (!this.#same.has(file)) this.#settle(file, known);
      else if (!known.missing) this.gone.push(known.id);
    } else this.#displace(file, known, this.#known.get(file)!);
  }

  problem(place: Place, stamp: string): void {
    this.#problems.push({ place, stamp });
  }

  /** The files that must be read (those of known tracks, those that are new), and problems that are no more. */
  result(): { changed: ToRead[]; fresh: ToRead[]; solved: Place[] } {
    const { hopeless, solved } = this.#lookAtProblems();
    const changed: ToRead[] = [];
    const fresh: ToRead[] = [];
    for (const [dir, files] of this.#found.files) {
      for (const file of files) {
        if (this.#same.has(file) || hopeless.has(file)) continue;
        const known = this.#known.get(file);
        if (known === undefined) fresh.push({ ...file, dir });
        else changed.push({ ...file, dir, id: known.id });
      }
    }
    return { changed, fresh, solved };
  }

  /** Tracks come in about the order in which their files were found, so the next file is mostly the one. */
  #find({ dir, name }: Place): FoundFile | undefined {
    const at = this.#at;
    if (at.dir !== dir) this.#at = { dir, files: this.#found.files.get(dir), next: 0 };
    const { files, next } = this.#at;
    if (files === undefined) return undefined;
    const index = files[next]?.name === name ? next : files.findIndex((file) => file.name === name);
    this.#at.next = index + 1;
    return files[index];
  }

  #settle(file: FoundFile, known: KnownFile): void {
    if (!this.#full && !known.missing && isSame(file, known)) this.#same.add(file);
    else this.#known.set(file, known);
  }

  /** Two tracks at one path, after a crash between two moves: the one that was moved there last has it. */
  #displace(file: FoundFile, known: KnownFile, other: KnownFile): void {
    const fit = (one: KnownFile) => (one.missing ? 0 : isSame(file, one) ? 2 : 1);
    const [stays, goes] = fit(known) > fit(other) ? [known, other] : [other, known];
    this.#known.delete(file);
    this.#settle(file, stays);
    if (!goes.missing) this.gone.push(goes.id);
  }

  /** A file that was unreadable and has not changed since is not tried again. */
  #lookAtProblems(): { hopeless: Set<FoundFile>; solved: Place[] } {
    const hopeless = new Set<FoundFile>();
    const solved: Place[] = [];
    for (const { place, stamp } of this.#problems) {
      const file = this.#find(place);
      if (file === undefined) {
        if (!this.#hidden(place) && !this.#found.passed.has(pathOf(place))) solved.push(place);
      } else if (stampOf(file, file.beside) === stamp && !this.#full) hopeless.add(file);
      else if (this.#same.has(file)) solved.push(place);
    }
    return { hopeless, solved };
  }

  /** Whether the path lies where the walk could not look. */
  #hidden(place: Place): boolean {
    const { unreadable, problems } = this.#found;
    if (unreadable.size === 0 && problems.size === 0) return false;
    const path = pathOf(place);
    if (problems.has(path) || unreadable.has('')) return true;
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      if (unreadable.has(path.slice(0, slash))) return true;
    }
    return false;
  }
}

function isSame(file: FoundFile, known: KnownFile): boolean {
  return (
    file.mtimeMs === known.mtimeMs &&
    file.size === known.size &&
    file.beside === known.beside &&
    known.beside !== READ_AGAIN
  );
}
