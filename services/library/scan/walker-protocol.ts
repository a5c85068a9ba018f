import type { ToRead } from './compare.ts';
import type { RootState } from './roots.ts';
import type { KnownProblem, Rows } from './rows.ts';
import type { Scope } from './scopes.ts';
import type { Links } from './walk.ts';

/** A music folder to be walked. */
export interface WalkTask {
  id: number;
  root: string;
  scopes: readonly Scope[];
  /** Links that the walk before has followed. */
  links: Links;
  /** Whether tracks in it are known that are not missing. */
  knowsFiles: boolean;
}

export interface WalkerData {
  tasks: WalkTask[];
  /** Paths of all music folders. */
  roots: readonly string[];
  /** Whether files are read even if they look unchanged. */
  full: boolean;
  /** ms; a file that changed within this time before the walk may still be being written. */
  unsettled: number;
}

/** A file to be read, of a music folder. */
export type Candidate = ToRead & { folder: number };

export type Queue = 'changed' | 'fresh' | 'gone';

export type ToWalker =
  | { type: 'files'; folder: number; rows: Rows }
  | { type: 'problems'; problems: KnownProblem[] }
  /** All that is known has been sent. */
  | { type: 'compare' }
  | { type: 'take'; queue: Queue; count: number };

export interface WalkSummary {
  seen: number;
  changed: number;
  fresh: number;
  gone: number;
  problems: { folder: number; path: string; reason: string }[];
  solved: { folder: number; dir: string; name: string }[];
  /** Folders with files that are still being written; look again in a moment. */
  unfinished: { folder: number; dir: string }[];
  unavailable: number[];
  roots: { id: number; state: RootState }[];
}

export type FromWalker =
  | { type: 'seen'; seen: number }
  /** Folders that have been listed, parted by NUL. Comes before any answer that tells what is in them. */
  | { type: 'folders'; folder: number; dirs: string }
  /** A music folder has been walked through, as far as its scopes go. */
  | { type: 'walked'; folder: number; links: Links }
  /** A music folder is not there. */
  | { type: 'absent'; folder: number }
  | { type: 'compared'; summary: WalkSummary }
  | { type: 'taken'; files: Candidate[]; ids: string[] };
