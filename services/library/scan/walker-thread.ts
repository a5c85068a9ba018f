import { realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { lowerPriority } from '../../thread-priority.ts';
import { Comparison } from './compare.ts';
import { KnownFiles } from './known-files.ts';
import { isAvailable, type RootState, rootState } from './roots.ts';
import type { KnownProblem } from './rows.ts';
import { emptyWalk, type WalkResult, walk } from './walk.ts';
import type {
  Candidate,
  FromWalker,
  Queue,
  ToWalker,
  WalkerData,
  WalkSummary,
  WalkTask,
} from './walker-protocol.ts';

/** ms of walking between two looks at the messages. */
const SLICE = 50;
/** ms between the two looks at a file that was changed just now. */
const SETTLE = 500;

const port = parentPort!;
const { tasks, roots, full, unsettled } = workerData as WalkerData;
const known = new Map(tasks.map(({ id }) => [id, new KnownFiles()]));
let problems: KnownProblem[] = [];
const queues = { changed: [] as Candidate[], fresh: [] as Candidate[], gone: [] as string[] };
/** Whether all that is known has been sent. */
let complete = false;
const completion = Promise.withResolvers<void>();

port.on('message', (message: ToWalker) => {
  if (message.type === 'files') known.get(message.folder)?.add(message.rows);
  else if (message.type === 'problems') {
    problems = message.problems;
    for (const { folder, dir } of problems) known.get(folder)?.hold(dir);
  } else if (message.type === 'compare') {
    complete = true;
    completion.resolve();
  } else send(take(message.queue, message.count));
});

function send(message: FromWalker): void {
  port.postMessage(message);
}

function take(queue: Queue, count: number): FromWalker {
  if (queue === 'gone') return { type: 'taken', files: [], ids: queues.gone.splice(0, count) };
  // From the end: removing from the front of a long list copies all of it.
  return { type: 'taken', files: queues[queue].splice(-count), ids: [] };
}

async function look(): Promise<void> {
  const summary: WalkSummary = {
    seen: 0,
    changed: 0,
    fresh: 0,
    gone: 0,
    problems: [],
    solved: [],
    unfinished: [],
    unavailable: [],
    roots: [],
  };
  const results: { task: WalkTask; result: WalkResult; before: RootState }[] = [];
  for (const task of tasks) {
    const before = await rootState(task.root);
    if (before === null || !isAvailable(before, null, task.knowsFiles)) {
      summary.unavailable.push(task.id);
      send({ type: 'absent', folder: task.id });
    } else results.push({ task, result: await walkTask(task, summary), before });
  }
  await completion.promise;
  for (const { task, result, before } of results) {
    if (!isAvailable(await rootState(task.root), before, task.knowsFiles)) summary.unavailable.push(task.id);
    else {
      summary.roots.push({ id: task.id, state: before });
      compare(task, result, summary);
    }
  }
  await settle(summary);
  for (const queue of ['changed', 'fresh'] as const) queues[queue].reverse();
  summary.changed = queues.changed.length;
  summary.fresh = queues.fresh.length;
  summary.gone = queues.gone.length;
  send({ type: 'compared', summary });
}

async function walkTask(task: WalkTask, summary: WalkSummary): Promise<WalkResult> {
  const { id, root, scopes, links } = task;
  const result = emptyWalk();
  const before = summary.seen;
  let dirs: string[] = [];
  const tell = () => {
    send({ type: 'seen', seen: before + result.seen });
    if (dirs.length > 0) send({ type: 'folders', folder: id, dirs: dirs.join('\0') });
    dirs = [];
  };
  let slice = performance.now();
  for (const dir of walk(root, scopes, { others: roots.map(realPath), links }, result)) {
    dirs.push(dir);
    if (complete) settleFolder(id, dir, result);
    if (performance.now() - slice < SLICE) continue;
    tell();
    await new Promise(setImmediate);
    slice = performance.now();
  }
  tell();
  send({ type: 'walked', folder: id, links: result.links });
  summary.seen += result.seen;
  return result;
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Lets go of a folder in which nothing has changed: of most scans, nearly all that was found and known. */
function settleFolder(id: number, dir: string, result: WalkResult): void {
  const found = result.files.get(dir);
  if (found === undefined || full) return;
  if (known.get(id)!.settle(dir, found)) result.files.delete(dir);
}

function compare({ id }: WalkTask, result: WalkResult, summary: WalkSummary): void {
  for (const dir of result.files.keys()) settleFolder(id, dir, result);
  const comparison = new Comparison(result, full);
  for (const file of known.get(id)!.rest()) comparison.file(file);
  for (const problem of problems) if (problem.folder === id) comparison.problem(problem, problem.stamp);
  const { changed, fresh, solved } = comparison.result();
  for (const file of changed) queues.changed.push({ ...file, folder: id });
  for (const file of fresh) queues.fresh.push({ ...file, folder: id });
  for (const gone of comparison.gone) queues.gone.push(gone);
  for (const { dir, name } of solved) summary.solved.push({ folder: id, dir, name });
  for (const [path, reason] of result.problems) summary.problems.push({ folder: id, path, reason });
}

/** Leaves out files that somebody is still writing: changed a moment ago, and again between two looks. */
async function settle(summary: WalkSummary): Promise<void> {
  const since = Date.now() - unsettled;
  const recent = [...queues.changed, ...queues.fresh].filter((file) => file.mtimeMs > since);
  if (recent.length === 0) return;
  await wait(SETTLE);
  const roots = new Map(tasks.map(({ id, root }) => [id, root]));
  const moving = new Set(
    recent.filter((file) => hasChanged(join(roots.get(file.folder)!, file.dir, file.name), file)),
  );
  queues.changed = queues.changed.filter((file) => !moving.has(file));
  queues.fresh = queues.fresh.filter((file) => !moving.has(file));
  for (const { folder, dir } of moving) summary.unfinished.push({ folder, dir });
}

function hasChanged(absolute: string, { size, mtimeMs }: Candidate): boolean {
  try {
    const stat = statSync(absolute);
    return stat.size !== size || stat.mtimeMs !== mtimeMs;
  } catch {
    return false;
  }
}

lowerPriority();
await look();
