import type { CollectionSpec, Doc } from '../../../mixins/store/types.ts';
import type { LibraryChange } from '../facts.ts';

/** What the library must know of a file to tell on the next scan whether it changed. Its facts are in the feed. */
export interface FileRecord extends Doc {
  /** The track: `tr-…`. */
  _id: string;
  /** Number of the music folder. */
  folder: number;
  /** Folder of the file inside the music folder, with `/`; empty at the top. */
  dir: string;
  name: string;
  /** See scan/stamp.ts. */
  beside: string;
  /** Bytes. */
  size: number;
  /** ms since 1970. */
  mtime: number;
  /** See identity/. */
  audio: string;
  /** RFC 3339 */
  added: string;
  missing: boolean;
  /** Commit of the feed that tells the newest of this track. */
  pos: number;
  /** Commit of the feed that holds its newest facts. */
  factsPos: number;
  /** Hash of the facts, to tell whether reading again brought anything new. */
  digest: string;
}

/** `_id` is `pos` with leading zeros: it makes positions unique, so a second writer cannot append. */
export interface CommitDoc extends Doc {
  pos: number;
  /** See {@link LibraryCommit}. */
  epoch?: string;
  /** Of `changes` as JSON, about. */
  bytes: number;
  changes: LibraryChange[];
}

/** `_id` is {@link problemId}. */
export interface ProblemDoc extends Doc {
  folder: number;
  dir: string;
  name: string;
  reason: string;
  /** RFC 3339 */
  since: string;
  /** Of the file when it was read; empty when it is to be tried again at every scan. */
  stamp: string;
}

/** `_id` is the number of the folder in decimal. */
export interface FolderDoc extends Doc {
  path: string;
}

export interface ScanDoc extends Doc {
  state: 'idle' | 'running' | 'cancelled';
  /** Whether files are read even if they look unchanged. */
  full: boolean;
  seen: number;
  read: number;
  toRead: number;
  startedAt?: string;
  finishedAt?: string;
}

export const COLLECTIONS = {
  files: {
    fields: {
      folder: 'number',
      dir: 'string',
      name: 'string',
      beside: 'string',
      size: 'number',
      mtime: 'number',
      audio: 'string',
      added: 'string',
      missing: 'boolean',
      pos: 'number',
    },
    queries: {
      byDir: { equal: ['folder'], order: ['dir'] },
      // The orders put new tracks at the end of these indexes: by id they would be strewn all over them.
      byFolder: { equal: ['folder', 'missing'], order: ['pos'] },
      byAudio: { equal: ['audio'] },
      byMissing: { equal: ['missing'], order: ['pos'] },
      byAdded: { order: ['added'] },
      byPos: { order: ['pos'] },
    },
  },
  commits: { fields: { pos: 'number' }, queries: { byPos: { order: ['pos'] } } },
  problems: { queries: { all: {} } },
  folders: { fields: { path: 'string' }, queries: { all: {} }, unique: [['path']] },
  state: {},
} as const satisfies Record<string, CollectionSpec>;

export function pathOf({ dir, name }: { dir: string; name: string }): string {
  return dir === '' ? name : `${dir}/${name}`;
}

export function splitPath(path: string): { dir: string; name: string } {
  const slash = path.lastIndexOf('/');
  return { dir: path.slice(0, Math.max(0, slash)), name: path.slice(slash + 1) };
}

/** Sorts problems by folder, then path. */
export function problemId(folder: number, path: string): string {
  return `${String(folder).padStart(6, '0')}:${path}`;
}

/** Changes whenever the bytes of a file do, as far as its size and the time of its last change tell. */
export function etagOf(size: number, mtimeMs: number): string {
  return `${size.toString(36)}-${Math.round(mtimeMs * 1000).toString(36)}`;
}
