import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { coverRank, isAudio, suffixOf } from '../formats.ts';
import { besideOf, coverStamp } from './stamp.ts';

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
}

export function emptyWalk(): WalkResult {
  return { files: new Map(), seen: 0, problems: new Map(), unreadable: new Set() };
}

const DOT = 46;

/** A part of a music folder: all of it is `{ dir: '', deep: true }`. */
export interface Scope {
  dir: string;
  /** With the folders in it. */
  deep: boolean;
}

export const WHOLE_FOLDER: Scope = { dir: '', deep: true };

/**
 * Looks at a music folder, one directory a step, synchronously: it is meant for a thread of its own.
 * Hidden files are skipped. Links to folders are followed, except to what is walked anyway: music folders and what is in
 * them (which every loop leads back to), and folders already entered through another link.
 * @param others real paths of all music folders
 * @returns a generator that fills `result` and yields after every directory
 */
export function* walk(root: string, scopes: readonly Scope[], others: readonly string[], result: WalkResult) {
  const real = realpathSync(root);
  const entered = new Set<string>();
  const pending = scopes.map(({ dir, deep }) => ({ dir, deep, linked: null as string | null }));
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const absolute = at.dir === '' ? root : join(root, at.dir);
    let entries: Dirent[];
    try {
      entries = readdirSync(absolute, { withFileTypes: true });
    } catch (error) {
      noteUnlistable(result, at.dir, error);
      continue;
    }
    const listing = sortOut(absolute, at.dir, entries, result);
    if (at.deep) {
      for (const name of listing.folders) {
        const dir = inside(at.dir, name);
        const path = at.linked === null ? join(real, dir) : join(at.linked, name);
        if (at.linked === null ? !others.includes(path) || path === real : !entered.has(path)) {
          pending.push({ dir, deep: true, linked: at.linked === null ? null : path });
        }
      }
      for (const name of listing.links) {
        const target = linkTarget(join(absolute, name));
        const known =
          target === null || entered.has(target) || others.some((other) => isWithin(target, other));
        if (known) continue;
        entered.add(target);
        pending.push({ dir: inside(at.dir, name), deep: true, linked: target });
      }
    }
    noteFiles(absolute, at.dir, listing, result);
    yield;
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

function noteUnlistable(result: WalkResult, dir: string, error: unknown): void {
  const { code } = error as NodeJS.ErrnoException;
  // Gone since its parent was listed, or what a watcher reported: then its files are gone too.
  if (code === 'ENOENT' || code === 'ENOTDIR') return;
  result.unreadable.add(dir);
  result.problems.set(dir, fileProblem(error, 'folder'));
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
