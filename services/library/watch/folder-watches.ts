import { type FSWatcher, type Stats, statSync, watch } from 'node:fs';
import { basename, join } from 'node:path';
import { isIn, isWhole, type Scope } from '../scan/scopes.ts';

export interface FolderWatchesOptions {
  /** The music folder. */
  root: string;
  heard: HeardOf;
  /** Called once, until all folders are watched again. */
  cannot: (error: NodeJS.ErrnoException) => void;
}

/** What is heard of a music folder; see changes.ts. */
export interface HeardOf {
  /** The system has told of something. */
  event(): void;
  name(path: string): void;
  folder(dir: string): void;
  content(dir: string): void;
}

/** A walk that tells of folders. */
export interface Round {
  /** Later walks have higher ones. */
  number: number;
  /** When it began, ms since 1970. */
  since: number;
}

interface Watched {
  /** Null where the system refuses. */
  watch: FSWatcher | null;
  dev: number;
  /** NaN when the path may lead to another folder by now. */
  ino: number;
  /** The last walk that saw it. */
  round: number;
}

/** ms by which the time of a change may lie before the clock: file systems keep time in steps of up to 2 s. */
const COARSE = 2000;

/**
 * The watches of one music folder: one for each folder in it, none for files. Which folders there are is told by
 * walks. A watch follows its folder when that is moved, so a path that may lead elsewhere gets a new one at
 * the next walk, and every change of names in a folder must lead to one.
 *
 * Methods that take long are generators, so that the caller can do them in slices.
 */
export class FolderWatches {
  readonly #options: FolderWatchesOptions;
  readonly #folders = new Map<string, Watched>();
  /** The walk at which the system had no more watches to give. */
  #exhausted = -1;
  #complained = false;

  constructor(options: FolderWatchesOptions) {
    this.#options = options;
  }

  /** How many folders are watched. */
  get size(): number {
    return [...this.#folders.values()].filter(({ watch: handle }) => handle !== null).length;
  }

  /** Whether the music folder has been walked through and is still the one that it was then. */
  knows(root: { dev: number; ino: number }): boolean {
    const known = this.#folders.get('');
    return known !== undefined && isSame(known, root);
  }

  /** Watches these folders from now on. What changed in them since the walk began is heard of. */
  *see(dirs: readonly string[], round: Round): Generator<undefined, void> {
    for (const dir of dirs) {
      this.#see(dir, round);
      yield;
    }
  }

  /** Gives up the folders in these parts that the walk has not seen. */
  *walked(scopes: readonly Scope[], round: Round): Generator<undefined, void> {
    const deep = scopes.some((scope) => scope.deep);
    for (const dir of deep ? this.#folders.keys() : scopes.map((scope) => scope.dir)) {
      const known = this.#folders.get(dir);
      if (known !== undefined && known.round < round.number && isIn(scopes, dir)) this.#drop(dir, known);
      yield;
    }
    if (this.#exhausted !== round.number && isWhole(scopes)) this.#complained = false;
  }

  clear(): void {
    for (const { watch: handle } of this.#folders.values()) handle?.close();
    this.#folders.clear();
  }

  #see(dir: string, round: Round): void {
    const path = this.#absolute(dir);
    const known = this.#folders.get(dir);
    if (known !== undefined) {
      const now = statOrNull(path);
      if (now !== null && isSame(known, now) && (known.watch !== null || this.#exhausted === round.number)) {
        known.round = round.number;
        return;
      }
      this.#drop(dir, known);
    }
    const handle = this.#watch(dir, path, round);
    const now = statOrNull(path);
    if (now === null) {
      handle?.close();
      this.#options.heard.folder(dir);
      return;
    }
    this.#folders.set(dir, { watch: handle, dev: now.dev, ino: now.ino, round: round.number });
    // The walk may have listed it before that.
    if (handle !== null && now.mtimeMs >= round.since - COARSE) this.#options.heard.content(dir);
  }

  #watch(dir: string, path: string, round: Round): FSWatcher | null {
    if (this.#exhausted === round.number) return null;
    try {
      const handle = watch(path, { persistent: false }, (type, name) => this.#hear(dir, type, name));
      return handle.on('error', () => this.#lose(dir, handle));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // One that may not be read is listed as a problem by the scan; one that has vanished was heard of.
      if (code === 'EACCES' || code === 'EPERM' || isGone(code)) return null;
      this.#exhausted = round.number;
      if (!this.#complained) this.#options.cannot(error as NodeJS.ErrnoException);
      this.#complained = true;
      return null;
    }
  }

  #hear(dir: string, type: 'rename' | 'change', name: string | null): void {
    const { heard } = this.#options;
    heard.event();
    if (name === null) heard.folder(dir);
    else if (!name.startsWith('.')) this.#hearName(dir, type, name);
  }

  #hearName(dir: string, type: 'rename' | 'change', name: string): void {
    const { heard } = this.#options;
    const path = dir === '' ? name : `${dir}/${name}`;
    const known = this.#folders.get(path);
    if (known !== undefined) {
      // What could not be watched may be readable now.
      if (type === 'rename' || known.watch === null) this.#doubt(path);
      else heard.content(path);
    } else if (type === 'change') heard.content(dir);
    else {
      heard.name(path);
      // So the system tells that the folder itself, or what a link to it leads to, was moved, removed or unmounted.
      if (name === basename(this.#absolute(dir))) this.#doubt(dir);
    }
  }

  #doubt(dir: string): void {
    const known = this.#folders.get(dir);
    if (known !== undefined) known.ino = Number.NaN;
    this.#options.heard.folder(dir);
  }

  /** The system cannot tell of a folder any more. */
  #lose(dir: string, handle: FSWatcher): void {
    const known = this.#folders.get(dir);
    if (known?.watch !== handle) return;
    this.#drop(dir, known);
    this.#options.heard.folder(dir);
  }

  #drop(dir: string, { watch: handle }: Watched): void {
    handle?.close();
    this.#folders.delete(dir);
  }

  #absolute(dir: string): string {
    return dir === '' ? this.#options.root : join(this.#options.root, dir);
  }
}

function isSame(a: { dev: number; ino: number }, b: { dev: number; ino: number }): boolean {
  return a.dev === b.dev && a.ino === b.ino;
}

function isGone(code: string | undefined): boolean {
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP';
}

function statOrNull(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}
