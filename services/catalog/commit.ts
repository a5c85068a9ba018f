import type { Operation } from '../../mixins/store/types.ts';
import type { LibraryChange, LibraryCommit } from '../library/facts.ts';
import type { CommitDoc, TrackDoc } from './collections.ts';
import type { Track } from './model.ts';
import { type Release, toEntry } from './track.ts';

/** Where the catalog stands: its last commit. */
export type Tail = Pick<CommitDoc, 'pos' | 'source' | 'epoch' | 'era' | 'leftovers' | 'paths'>;

/** Places for the tracks of one commit in the numbers of tracks. */
export const NUMBERS_PER_COMMIT = 65_536;
/** Changes that go into one commit, unless a single commit of the library has more. */
const MAX_CHANGES = 256;

/** Where the catalog stands before it takes in commits that do not follow on what it has: the library has begun anew. */
export function newEra({ pos, era = 0 }: Tail): Tail {
  return { pos, source: 0, era: era + 1, leftovers: true, paths: true };
}

/** Where a catalog stands that was made before tracks had paths: it follows the library once more to learn them. */
export function learningPaths(tail: Tail): Tail {
  return { ...tail, source: 0, paths: true };
}

/** The library's commits that the next commit of the catalog takes in: from the first, whole ones. */
export function takeBatch(feed: readonly LibraryCommit[]): LibraryCommit[] {
  let changes = 0;
  const batch = feed.findIndex((commit) => {
    changes += commit.changes.length;
    return changes > MAX_CHANGES;
  });
  return feed.slice(0, batch === -1 ? undefined : Math.max(1, batch));
}

/** A change with the library's position, and its place in the commit. */
export interface PlacedChange {
  change: LibraryChange;
  source: number;
  place: number;
}

/**
 * The last change of each track in a batch, in the order in which the tracks first appear. The place depends on the
 * batches' beginning only, so two nodes that take in batches of different length number new tracks alike.
 */
export function lastChanges(batch: readonly LibraryCommit[]): PlacedChange[] {
  const last = new Map<string, PlacedChange>();
  for (const { pos, changes } of batch) {
    for (const change of changes) {
      const place = last.get(change.track)?.place ?? last.size;
      last.set(change.track, { change, source: pos, place });
    }
  }
  return [...last.values()];
}

/** The document of a track after a change. `stored`: the one that is there. Null: that one is as new, or newer. */
export function applyChange(
  { change, source, place }: PlacedChange,
  tail: Tail,
  stored: TrackDoc | null,
): TrackDoc | null {
  const known = stored !== null && (stored.era ?? 0) === (tail.era ?? 0);
  if (known && (stored.source > source || (stored.source === source && hasPath(stored)))) return null;
  const { track, release, lyrics } = toEntry(change);
  // A library that has begun anew takes every track for a new one.
  if (stored !== null && !known)
    track.created = earlier(track.created, (JSON.parse(stored.track) as Track).created);
  const n = stored?.n ?? (tail.pos + 1) * NUMBERS_PER_COMMIT + place;
  return {
    _id: change.track,
    rev: stored?.rev ?? 0,
    n,
    source,
    ...eraOf(tail),
    track: JSON.stringify(track),
    release: JSON.stringify(release),
    lyrics,
  };
}

function hasPath({ release }: TrackDoc): boolean {
  return (JSON.parse(release) as Release).path !== undefined;
}

/** The document of a track that the library, having begun anew, does not know any more. Null when it is not such a one. */
export function leftBehind(stored: TrackDoc, tail: Tail): TrackDoc | null {
  if ((stored.era ?? 0) === (tail.era ?? 0)) return null;
  const track = JSON.parse(stored.track) as Track;
  if (track.missing) return null;
  return { ...stored, source: 0, ...eraOf(tail), track: JSON.stringify({ ...track, missing: true }) };
}

/** The commit of a batch, with the last operation as the fence: another node may have made a commit of that position. */
export function commitOf(
  tail: Tail,
  batch: readonly LibraryCommit[],
  at: number,
  docs: readonly TrackDoc[],
): { commit: Omit<CommitDoc, 'rev'>; operations: Operation[] } {
  const ids = [...new Set(batch.flatMap(({ changes }) => changes.map((change) => change.track)))];
  const { pos: source, epoch } = batch.at(-1)!;
  return commitAt({ ...tail, source, epoch }, at, ids, docs);
}

/** The next commit after `tail`, which stands where it does in the library's feed. */
export function commitAt(
  tail: Tail,
  at: number,
  ids: string[],
  docs: readonly TrackDoc[],
): { commit: Omit<CommitDoc, 'rev'>; operations: Operation[] } {
  const { source, epoch, leftovers, paths } = tail;
  const pos = tail.pos + 1;
  const commit = {
    _id: commitId(pos),
    pos,
    source,
    ...(epoch === undefined ? {} : { epoch }),
    ...eraOf(tail),
    ...(leftovers ? { leftovers } : {}),
    ...(paths ? { paths } : {}),
    at,
    ids,
  };
  const operations: Operation[] = docs.map((doc) => write(doc));
  return { commit, operations: [...operations, { collection: 'commits', insert: commit }] };
}

function eraOf({ era = 0 }: Tail): { era?: number } {
  return era === 0 ? {} : { era };
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

/** Guarded, not put: a node that is behind must not overwrite what one that is ahead has written. */
function write({ rev, ...doc }: TrackDoc): Operation {
  return rev === 0
    ? { collection: 'tracks', insert: doc }
    : { collection: 'tracks', update: { rev, ...doc } };
}

/** Ids of commits sort as their positions. */
export function commitId(pos: number): string {
  return String(pos).padStart(12, '0');
}
