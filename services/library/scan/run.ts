import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../../../mixins/store/types.ts';
import { type FileRecord, pathOf } from '../store/collections.ts';
import { Committer } from '../store/committer.ts';
import type { Feed } from '../store/feed.ts';
import type { MusicFolder } from '../store/folders.ts';
import { markLost } from './lost.ts';
import type { ScanCounts } from './progress.ts';
import { ReaderPool } from './reader-pool.ts';
import { isAvailable, rootState } from './roots.ts';
import { noteProblem, readChanges, type ScanContext, solve } from './scan.ts';
import { type Scope, WHOLE_FOLDER } from './scopes.ts';
import type { SettledFolders } from './settled-folders.ts';
import { tellAll, tellParts, tellProblems, tellUnsettled } from './tell-known.ts';
import type { Walker } from './walker.ts';
import type { WalkSummary, WalkTask } from './walker-protocol.ts';
import type { Walks } from './walks.ts';

export interface ScanRequest {
  /** Read files even if they look unchanged. */
  full: boolean;
  /** Only these parts of the music folders, by their number. */
  parts?: ReadonlyMap<number, readonly Scope[]>;
}

export interface ScanOptions {
  db: Database;
  feed: Feed;
  folders: readonly MusicFolder[];
  walks: Walks;
  /** What earlier scans found, where only this process writes. */
  settled: SettledFolders | undefined;
  threads: number;
  codeCache: string;
  counts: ScanCounts;
  committed: (pos: number) => void;
  tracks: (delta: number) => void;
  signal: AbortSignal;
  changed: () => void;
}

export interface ScanOutcome {
  /** Music folders that were not there. */
  unavailable: number[];
  /** Parts to look at again soon: something is being written there. */
  unfinished: WalkSummary['unfinished'];
}

/** Files sent to a reader at a time. */
const BATCH = 64;
/** ms; see {@link LookData}. */
const UNSETTLED = 2000;

/**
 * One look at the music folders, or at parts of them.
 * @throws the signal's reason when it was cancelled; what was read until then is kept
 */
export async function runScan(request: ScanRequest, options: ScanOptions): Promise<ScanOutcome> {
  const { settled } = options;
  settled?.begin();
  const { unavailable, unfinished, digests } = await look(request, options);
  for (const { folder, digests: found } of digests) {
    if (request.parts === undefined) settled?.replace(folder, found);
    else settled?.merge(folder, found);
  }
  for (const folder of unavailable) settled?.forget(folder);
  settled?.end();
  return { unavailable, unfinished };
}

async function look(request: ScanRequest, options: ScanOptions): Promise<WalkSummary> {
  const { db, feed, folders, threads, codeCache, counts, settled } = options;
  await feed.settle();
  const partial = request.parts !== undefined;
  const chosen = folders.filter(({ id, configured }) => configured && (request.parts?.has(id) ?? true));
  const tasks = await Promise.all(chosen.map((folder) => taskOf(db, folder, request)));
  options.signal.throwIfAborted();
  const whole = !partial && !request.full;
  const skips = whole && settled !== undefined && tasks.every(({ id }) => settled.of(id) !== undefined);
  const manner = { full: request.full, unsettled: UNSETTLED, digests: settled !== undefined };
  const walked = skips ? tasks.map((task) => ({ ...task, settled: settled.of(task.id)! })) : tasks;
  const walker = options.walks.start(walked, manner, (seen) => {
    counts.seen = seen;
    options.changed();
  });
  const pool = new ReaderPool({ threads, codeCache });
  const committer = new Committer(db, feed, options.committed);
  const stop = () => void Promise.allSettled([walker.close(), pool.close()]);
  options.signal.addEventListener('abort', stop);
  try {
    const problems = await tellProblems(db, walker, tasks);
    let abandoned: string[] = [];
    if (partial) await tellParts(db, walker, tasks);
    else if (skips) await tellUnsettled(db, walker);
    else abandoned = await tellAll(db, walker, folders);
    const summary = await walker.compare();
    counts.seen = summary.seen;
    counts.toRead = summary.changed + summary.fresh;
    options.changed();
    const context: ScanContext = {
      ...options,
      committer,
      walker,
      pool,
      roots: new Map(folders.map(({ id, path }) => [id, path])),
      problems,
      batch: BATCH,
      ahead: threads * 2,
      othersFree:
        partial || (await db.collection<FileRecord>('files').count('byMissing', { missing: true })) > 0,
      stillThere: async (record) => {
        if (!partial || (await isThere(record, folders))) return true;
        settled?.doubt(record.folder, record.dir);
        return false;
      },
    };
    for (const { folder, path, reason } of summary.problems) noteProblem(context, folder, path, reason);
    for (const { folder, ...place } of summary.solved) solve(context, folder, pathOf(place));
    const gone = [...abandoned, ...(await allGone(walker))];
    const lost = await readChanges(context, gone);
    await markLost(context, lost, summary, folders);
    return summary;
  } finally {
    options.signal.removeEventListener('abort', stop);
    // Also when the scan was cancelled: what was read is kept.
    await committer.finish();
    await Promise.allSettled([walker.close(), pool.close()]);
  }
}

async function taskOf(
  db: Database,
  { id, path }: MusicFolder,
  { parts }: ScanRequest,
): Promise<Omit<WalkTask, 'links'>> {
  const known = await db
    .collection<FileRecord>('files')
    .query('byFolder', { folder: id, missing: false }, { limit: 1 });
  return { id, root: path, scopes: parts?.get(id) ?? [WHOLE_FOLDER], knowsFiles: known.length > 0 };
}

async function allGone(walker: Walker): Promise<string[]> {
  const ids: string[] = [];
  while (true) {
    const more = await walker.gone(1000);
    if (more.length === 0) return ids;
    for (const id of more) ids.push(id);
  }
}

/** Whether a track's file is still at its place, or cannot be said to be gone. */
async function isThere(record: FileRecord, folders: readonly MusicFolder[]): Promise<boolean> {
  const folder = folders.find(({ id }) => id === record.folder);
  if (folder === undefined || !isAvailable(await rootState(folder.path), null, true)) return true;
  return stat(join(folder.path, pathOf(record))).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT' && error.code !== 'ENOTDIR',
  );
}
