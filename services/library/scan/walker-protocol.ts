import type { ToRead } from './compare.ts';
import type { RootState } from './roots.ts';
import type { Scope } from './walk.ts';

/** A music folder to be walked. */
export interface WalkTask {
  id: number;
  root: string;
  scopes: Scope[];
  /** Whether tracks in it are known that are not missing. */
  knowsFiles: boolean;
}

export interface WalkerData {
  tasks: WalkTask[];
  /** Whether files are read even if they look unchanged. */
  full: boolean;
  /** ms; a file that changed within this time before the walk may still be being written. */
  unsettled: number;
}

/** A file to be read, of a music folder. */
export type Candidate = ToRead & { folder: number };

export type Queue = 'changed' | 'fresh' | 'gone';

export type ToWalker =
  /** Known files or problems of a folder: see {@link packRow}. */
  | { type: 'known'; folder: number; rows: string }
  /** All that is known has been sent. */
  | { type: 'compare' }
  | { type: 'take'; queue: Queue; count: number };

export interface WalkSummary {
  seen: number;
  changed: number;
  fresh: number;
  gone: number;
  problems: { folder: number; path: string; reason: string }[];
  solved: { folder: number; path: string }[];
  /** Folders with files that are still being written; look again in a moment. */
  unfinished: { folder: number; dir: string }[];
  unavailable: number[];
  roots: { id: number; state: RootState }[];
}

export type FromWalker =
  | { type: 'seen'; seen: number }
  | { type: 'compared'; summary: WalkSummary }
  | { type: 'taken'; files: Candidate[]; ids: string[] };

export interface Row {
  kind: 'track' | 'missing' | 'problem';
  id: string;
  path: string;
  stamp: string;
}

const KINDS = { track: 't', missing: 'm', problem: 'p' } as const;
const KIND_OF = { t: 'track', m: 'missing', p: 'problem' } as const;

/** One long string crosses to another thread many times faster than the objects it stands for. No path has a NUL. */
export function packRow({ kind, id, path, stamp }: Row): string {
  return `${KINDS[kind]}\0${id}\0${path}\0${stamp}`;
}

export function* unpackRows(rows: string): Generator<Row> {
  const parts = rows.split('\0');
  for (let at = 0; at + 3 < parts.length; at += 4) {
    const kind = KIND_OF[parts[at] as keyof typeof KIND_OF];
    yield { kind, id: parts[at + 1]!, path: parts[at + 2]!, stamp: parts[at + 3]! };
  }
}
