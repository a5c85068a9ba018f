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
  /** Digests of settled folders, see settled-folders.ts. With them, what is known of files is told only of the other ones. */
  settled?: ReadonlyMap<string, string>;
}

/** What to look at, and how. */
export interface LookData {
  tasks: WalkTask[];
  /** Paths of all music folders. */
  roots: readonly string[];
  /** Whether files are read even if they look unchanged. */
  full: boolean;
  /** ms; a file that changed within this time before the walk may still be being written. */
  unsettled: number;
  /** Whether digests of what is found in folders are wanted. */
  digests: boolean;
}

/** A file to be read, of a music folder. */
export type Candidate = ToRead & { folder: number };

export type Queue = 'changed' | 'fresh' | 'gone';

/** To a look that has begun. */
export type AboutLook =
  | { type: 'files'; folder: number; rows: Rows }
  | { type: 'problems'; problems: KnownProblem[] }
  /** All that is known has been sent. */
  | { type: 'compare' }
  | { type: 'take'; queue: Queue; count: number };

export type ToWalker = { type: 'look'; data: LookData } | AboutLook;

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
  /** Of what was found in the folders that were looked at, see settled-folders.ts. */
  digests: { folder: number; digests: Map<string, string> }[];
}

export type FromWalker =
  | { type: 'seen'; seen: number }
  /** Folders that have been listed, parted by NUL. Comes before any answer that tells what is in them. */
  | { type: 'folders'; folder: number; dirs: string }
  /** A music folder has been walked through, as far as its scopes go. */
  | { type: 'walked'; folder: number; links: Links }
  /** Folders of which must be known what is stored: all others are settled. */
  | { type: 'unsettled'; folder: number; dirs: string[] }
  /** A music folder is not there. */
  | { type: 'absent'; folder: number }
  | { type: 'compared'; summary: WalkSummary }
  | { type: 'taken'; files: Candidate[]; ids: string[] };
