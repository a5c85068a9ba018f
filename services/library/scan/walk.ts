import { type Dirent, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { coverRank, isAudio, suffixOf } from '../formats.ts';
import { isIn, type Scope } from './scopes.ts';
import { besideOf, coverStamp } from './stamp.ts';

/** Links to folders that were followed, with the real paths that they lead to. */
export type Links = ReadonlyMap<string, string>;

/** An audio file as the walk saw it. */
export interface FoundFile {
  name: string;
  size: number;
  mtimeMs: number;
  /** See stamp.ts. */
  beside: string;
  /** Name of the lyrics beside it. */
  lrc: string | null;
  folderCover: boolean;
}

export interface WalkResult {
  /** By folder inside the music folder, in the order of the file system. */
  files: Map<string, FoundFile[]>;
  /** How many files there are. */
  seen: number;
  /** Reasons by path: what could not be looked at. */
  problems: Map<string, string>;
  /** Folders that could not be listed; nothing can be said of what is in them. */
  unreadable: Set<string>;
  /** Folders that were seen and, as they are not in the scopes, not entered. */
  passed: Set<string>;
  links: Map<string, string>;
}

export function emptyWalk(): WalkResult {
  return {
    files: new Map(),
    seen: 0,
    problems: new Map(),
    unreadable: new Set(),
    passed: new Set(),
    links: new Map(),
  };
}

const DOT = 46;

/** What a walk needs to know of what it does not walk through. */
export interface Surroundings {
  /** Real paths of all music folders. */
  others: readonly string[];
  /** Links that were followed before: where two lead to the same folder, it is entered through the same one again. */
  links: Links;
}

interface Folder {
  dir: string;
  deep: boolean;
  /** Its real path. */
  real: string;
  /** Whether a link leads to it or to a folder that it is in. */
  linked: boolean;
}

/**
 * Looks at a music folder, one directory a step, synchronously: it is meant for a thread of its own.
 * Hidden files are skipped. Links to folders are followed, except in circles (to a folder that the link is in) and to what
 * is walked anyway: music folders and what is in them, and folders already entered through another link.
 * @returns a generator that fills `result` and yields every folder that is there, when it has been looked at
 */
export function* walk(
  root: string,
  scopes: readonly Scope[],
  surroundings: Surroundings,
  result: WalkResult,
): Generator<string, void> {
  const ways = new Ways(root, scopes, surroundings, result);
  const start = join(root, '/');
  const pending = scopes.map((scope) => ways.start(scope)).filter((folder) => folder !== null);
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const { dir } = at;
    const absolute = dir === '' ? root : start + dir;
    let entries: Dirent[];
    try {
      entries = readdirSync(absolute, { withFileTypes: true });
    } catch (error) {
      if (noteUnlistable(result, dir, error)) yield dir;
      continue;
    }
    const listing = sortOut(absolute, dir, entries, result);
    for (const [names, isLink] of [
      [listing.folders, false],
      [listing.links, true],
    ] as const) {
      for (const name of names) {
        const next = at.deep ? ways.into(at, name, isLink) : null;
        if (next !== null) pending.push(next);
        else if (!at.deep && !isIn(scopes, inside(dir, name))) result.passed.add(inside(dir, name));
      }
    }
    noteFiles(absolute, dir, listing, result);
    yield dir;
  }
}

/** Which folders a walk enters. */
class Ways {
  readonly #root: string;
  readonly #real: string;
  readonly #others: readonly string[];
  /** Folders behind links, by real path, with the link through which each is entered. */
  readonly #links = new Map<string, string>();
  readonly #result: WalkResult;

  constructor(root: string, scopes: readonly Scope[], { others, links }: Surroundings, result: WalkResult) {
    this.#root = root;
    this.#real = realpathSync(root);
    this.#others = others;
    for (const [dir, real] of links) {
      if (!isIn(scopes, dir) || linkTarget(join(root, dir)) === real) this.#links.set(real, dir);
    }
    this.#result = result;
  }

  /** Where to begin for a part of the music folder; null when a walk of all of it would not come there. */
  start({ dir, deep }: Scope): Folder | null {
    if (dir === '') return { dir, deep, real: this.#real, linked: false };
    const above = dir.slice(0, Math.max(0, dir.lastIndexOf('/')));
    try {
      const real = realpathSync(join(this.#root, above));
      const linked = real !== join(this.#real, above);
      const isLink = lstatSync(join(this.#root, dir)).isSymbolicLink();
      if (linked ? this.#isElsewhere(real) : this.#isDeeper(real)) return null;
      return this.into({ dir: above, deep, real, linked }, basename(dir), isLink);
    } catch (error) {
      noteUnlistable(this.#result, dir, error);
      return null;
    }
  }

  /** What a name in a folder leads to; null when that is not to be walked. */
  into(folder: Folder, name: string, isLink: boolean): Folder | null {
    const dir = inside(folder.dir, name);
    if (!isLink) {
      const real = folder.real === '/' ? `/${name}` : `${folder.real}/${name}`;
      if (this.#others.includes(real) || (folder.linked && this.#links.has(real))) return null;
      return { dir, deep: folder.deep, real, linked: folder.linked };
    }
    const real = linkTarget(join(this.#root, dir));
    if (real === null || isWithin(folder.real, real)) return null;
    if ((this.#links.get(real) ?? dir) !== dir || this.#isElsewhere(real)) return null;
    this.#links.set(real, dir);
    this.#result.links.set(dir, real);
    return { dir, deep: folder.deep, real, linked: true };
  }

  /** In a music folder, this one or another. */
  #isElsewhere(real: string): boolean {
    return this.#others.some((other) => isWithin(real, other));
  }

  /** In a music folder that lies inside this one. */
  #isDeeper(real: string): boolean {
    return this.#others.some(
      (other) => other !== this.#real && isWithin(other, this.#real) && isWithin(real, other),
    );
  }
}

interface Listing {
  folders: string[];
  /** Links to folders. */
  links: string[];
  audio: string[];
  lyrics: Map<string, string> | null;
  cover: string | null;
}

function sortOut(absolute: string, dir: string, entries: Dirent[], result: WalkResult): Listing {
  const listing: Listing = { folders: [], links: [], audio: [], lyrics: null, cover: null };
  let best = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    const { name } = entry;
    if (name.charCodeAt(0) === DOT) continue;
    // Node puts U+FFFD for bytes that are not UTF-8, and such a name can no longer be opened.
    if (name.includes('\ufffd') && statOrNull(join(absolute, name)) === null) {
      result.problems.set(inside(dir, name), 'The name is not valid UTF-8. Rename the file or folder.');
      continue;
    }
    if (entry.isDirectory()) listing.folders.push(name);
    else if (entry.isSymbolicLink() && statOrNull(join(absolute, name))?.isDirectory())
      listing.links.push(name);
    else {
      const suffix = suffixOf(name);
      if (isAudio(suffix)) listing.audio.push(name);
      else if (suffix === 'lrc') {
        listing.lyrics ??= new Map();
        listing.lyrics.set(stem(name), name);
      } else {
        const rank = coverRank(name);
        if (rank >= 0 && rank < best) {
          best = rank;
          listing.cover = name;
        }
      }
    }
  }
  return listing;
}

function noteFiles(absolute: string, dir: string, listing: Listing, result: WalkResult): void {
  if (listing.audio.length === 0) return;
  const picture = listing.cover === null ? null : statOrNull(join(absolute, listing.cover));
  const cover = listing.cover === null || picture === null ? '' : coverStamp(listing.cover, picture);
  const prefix = `${absolute}/`;
  const found: FoundFile[] = [];
  for (const name of listing.audio) {
    try {
      const stat = statSync(prefix + name);
      if (!stat.isFile()) continue;
      const lrc = listing.lyrics === null ? null : (listing.lyrics.get(stem(name)) ?? null);
      const words = lrc === null ? null : statOrNull(prefix + lrc);
      found.push({
        name,
        size: stat.size,
        mtimeMs: stat.mtimeMs,
        beside: words === null ? cover : besideOf(cover, words),
        lrc: words === null ? null : lrc,
        folderCover: cover !== '',
      });
    } catch (error) {
      result.problems.set(inside(dir, name), fileProblem(error));
    }
  }
  result.files.set(dir, found);
  result.seen += found.length;
}

/** Whether the folder is there. */
function noteUnlistable(result: WalkResult, dir: string, error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  // Gone since its parent was listed, or what a watcher reported: then its files are gone too.
  if (code === 'ENOENT' || code === 'ENOTDIR') return false;
  result.unreadable.add(dir);
  result.problems.set(dir, fileProblem(error, 'folder'));
  return true;
}

/** A reason for people, from an error of the file system. */
export function fileProblem(error: unknown, what = 'file'): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') return `The ${what} may not be read: permission denied.`;
  if (code === 'ENOENT') return `The ${what} is a link that leads nowhere.`;
  if (code === 'ELOOP') return `The ${what} is a link that leads to itself.`;
  if (code === 'EIO') return `The disk reports an error when reading the ${what}.`;
  if (code === 'ENAMETOOLONG') return `The path of the ${what} is too long.`;
  return `The ${what} could not be read${code === undefined ? `: ${message}` : ` (${code})`}.`;
}

function inside(dir: string, name: string): string {
  return dir === '' ? name : `${dir}/${name}`;
}

function stem(name: string): string {
  return name.slice(0, name.lastIndexOf('.'));
}

function statOrNull(path: string) {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

function linkTarget(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
