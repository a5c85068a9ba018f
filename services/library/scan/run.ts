import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../../../mixins/store/types.ts';
import { type FileRecord, pathOf } from '../store/collections.ts';
import { Committer } from '../store/committer.ts';
import type { Feed } from '../store/feed.ts';
import type { MusicFolder } from '../store/folders.ts';
import { allFiles, allProblems, filesIn } from '../store/known.ts';
import { markLost } from './lost.ts';
import type { ScanCounts } from './progress.ts';
import { ReaderPool } from './reader-pool.ts';
import { isAvailable, rootState } from './roots.ts';
import { type KnownProblem, packRows } from './rows.ts';
import { noteProblem, readChanges, type ScanContext, solve } from './scan.ts';
import { isIn, type Scope, WHOLE_FOLDER } from './scopes.ts';
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
/** ms; see {@link WalkerData}. */
const UNSETTLED = 2000;

/**
 * One look at the music folders, or at parts of them.
 * @throws the signal's reason when it was cancelled; what was read until then is kept
 */
export async function runScan(request: ScanRequest, options: ScanOptions): Promise<ScanOutcome> {
  const { db, feed, folders, threads, codeCache, counts } = options;
  await feed.settle();
  const partial = request.parts !== undefined;
  const chosen = folders.filter(({ id, configured }) => configured && (request.parts?.has(id) ?? true));
  const tasks = await Promise.all(chosen.map((folder) => taskOf(db, folder, request)));
  options.signal.throwIfAborted();
  const walker = options.walks.start(tasks, request.full, UNSETTLED, (seen) => {
    counts.seen = seen;
    options.changed();
  });
  const pool = new ReaderPool({ threads, codeCache });
  const committer = new Committer(db, feed, options.committed);
  const stop = () => void Promise.allSettled([walker.close(), pool.close()]);
  options.signal.addEventListener('abort', stop);
  try {
    const problems: ScanContext['problems'] = new Map();
    const abandoned = await tellKnown(db, walker, tasks, folders, partial, problems);
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
      stillThere: partial ? (record) => isThere(record, folders) : async () => true,
    };
    for (const { folder, path, reason } of summary.problems) noteProblem(context, folder, path, reason);
    for (const { folder, ...place } of summary.solved) solve(context, folder, pathOf(place));
    const gone = [...abandoned, ...(await allGone(walker))];
    const lost = await readChanges(context, gone);
    await markLost(context, lost, summary, folders);
    return { unavailable: summary.unavailable, unfinished: summary.unfinished };
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

/**
 * Tells the walker what is known.
 * @returns tracks in folders that are no longer configured
 */
async function tellKnown(
  db: Database,
  walker: Walker,
  tasks: readonly Pick<WalkTask, 'id' | 'scopes'>[],
  folders: readonly MusicFolder[],
  partial: boolean,
  problems: ScanContext['problems'],
): Promise<string[]> {
  const scopes = new Map(tasks.map((task) => [task.id, task.scopes]));
  const concerned: KnownProblem[] = [];
  for await (const page of allProblems(db)) {
    for (const problem of page) {
      problems.set(problem._id, problem);
      const parts = scopes.get(problem.folder) ?? [];
      if (isIn(parts, problem.dir) || isIn(parts, pathOf(problem))) concerned.push(problem);
    }
  }
  walker.problems(concerned);
  const abandoned: string[] = [];
  if (partial) {
    for (const { id, scopes } of tasks) {
      for await (const page of filesIn(db, id, scopes)) walker.files(id, packRows(page));
    }
    return abandoned;
  }
  const configured = new Set(folders.filter((folder) => folder.configured).map(({ id }) => id));
  for await (const page of allFiles(db)) {
    for (const [folder, records] of Map.groupBy(page, (record) => record.folder)) {
      if (configured.has(folder)) walker.files(folder, packRows(records));
      else for (const { _id, missing } of records) if (!missing) abandoned.push(_id);
    }
  }
  return abandoned;
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
