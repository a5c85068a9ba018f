import { realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Comparison } from './compare.ts';
import { KnownFiles } from './known-files.ts';
import { isAvailable, type RootState, rootState } from './roots.ts';
import type { KnownProblem } from './rows.ts';
import { UNSETTLED } from './settled-folders.ts';
import { digestOf } from './stamp.ts';
import { emptyWalk, type WalkResult, walk } from './walk.ts';
import type {
  AboutLook,
  Candidate,
  FromWalker,
  LookData,
  Queue,
  WalkSummary,
  WalkTask,
} from './walker-protocol.ts';

/** ms of walking between two looks at the messages. */
const SLICE = 50;
/** ms between the two looks at a file that was changed just now. */
const SETTLE = 500;

/** One look at music folders: walks through them, compares what it finds with what it is told, and hands out the rest. */
export class Look {
  readonly #data: LookData;
  /** Real paths of all music folders. */
  readonly #roots: readonly string[];
  readonly #send: (message: FromWalker) => void;
  readonly #known: ReadonlyMap<number, KnownFiles>;
  /** Digests of what is found, by music folder and folder. */
  readonly #found: ReadonlyMap<number, Map<string, string>>;
  readonly #queues = { changed: [] as Candidate[], fresh: [] as Candidate[], gone: [] as string[] };
  #problems: KnownProblem[] = [];
  /** Whether all that is known has been told. */
  #complete = false;
  readonly #completion = Promise.withResolvers<void>();

  constructor(data: LookData, send: (message: FromWalker) => void) {
    this.#data = data;
    this.#roots = data.roots.map(realPath);
    this.#send = send;
    this.#known = new Map(data.tasks.map(({ id }) => [id, new KnownFiles()]));
    this.#found = new Map(data.tasks.map(({ id }) => [id, new Map()]));
  }

  receive(message: AboutLook): void {
    if (message.type === 'files') this.#known.get(message.folder)?.add(message.rows);
    else if (message.type === 'problems') {
      this.#problems = message.problems;
      for (const { folder, dir } of message.problems) this.#known.get(folder)?.hold(dir);
    } else if (message.type === 'compare') {
      this.#complete = true;
      this.#completion.resolve();
    } else this.#send(this.#take(message.queue, message.count));
  }

  async run(): Promise<void> {
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
      digests: [],
    };
    const results: { task: WalkTask; result: WalkResult; before: RootState }[] = [];
    for (const task of this.#data.tasks) {
      const before = await rootState(task.root);
      if (before === null || !isAvailable(before, null, task.knowsFiles)) {
        summary.unavailable.push(task.id);
        this.#send({ type: 'absent', folder: task.id });
      } else results.push({ task, result: await this.#walk(task, summary), before });
    }
    await this.#completion.promise;
    for (const { task, result, before } of results) {
      if (!isAvailable(await rootState(task.root), before, task.knowsFiles))
        summary.unavailable.push(task.id);
      else {
        summary.roots.push({ id: task.id, state: before });
        this.#compare(task, result, summary);
      }
    }
    await this.#leaveUnfinished(summary);
    for (const queue of ['changed', 'fresh'] as const) this.#queues[queue].reverse();
    summary.changed = this.#queues.changed.length;
    summary.fresh = this.#queues.fresh.length;
    summary.gone = this.#queues.gone.length;
    this.#send({ type: 'compared', summary });
  }

  #take(queue: Queue, count: number): FromWalker {
    if (queue === 'gone') return { type: 'taken', files: [], ids: this.#queues.gone.splice(0, count) };
    // From the end: removing from the front of a long list copies all of it.
    return { type: 'taken', files: this.#queues[queue].splice(-count), ids: [] };
  }

  async #walk(task: WalkTask, summary: WalkSummary): Promise<WalkResult> {
    const { id, root, scopes, links, settled } = task;
    const result = emptyWalk();
    const before = summary.seen;
    let dirs: string[] = [];
    const tell = () => {
      this.#send({ type: 'seen', seen: before + result.seen });
      if (dirs.length > 0) this.#send({ type: 'folders', folder: id, dirs: dirs.join('\0') });
      dirs = [];
    };
    let slice = performance.now();
    for (const dir of walk(root, scopes, { others: this.#roots, links }, result)) {
      dirs.push(dir);
      this.#settle(task, dir, result);
      if (performance.now() - slice < SLICE) continue;
      tell();
      await new Promise(setImmediate);
      slice = performance.now();
    }
    tell();
    if (settled !== undefined) {
      this.#send({ type: 'unsettled', folder: id, dirs: this.#unsettledOf(id, settled, result) });
    }
    this.#send({ type: 'walked', folder: id, links: result.links });
    summary.seen += result.seen;
    return result;
  }

  /** Lets go of a folder in which nothing has changed: of most scans, nearly all that was found and known. */
  #settle({ id, settled }: WalkTask, dir: string, result: WalkResult): void {
    const files = result.files.get(dir);
    if (files === undefined || this.#data.full) return;
    const digest = this.#data.digests ? digestOf(files) : UNSETTLED;
    if (digest !== UNSETTLED) this.#found.get(id)!.set(dir, digest);
    const looksSettled = settled !== undefined && digest === settled.get(dir);
    if (looksSettled || (this.#complete && this.#known.get(id)!.settle(dir, files))) result.files.delete(dir);
  }

  /** Folders that do not look as when they were settled, and those that are no more. */
  #unsettledOf(id: number, settled: ReadonlyMap<string, string>, { files }: WalkResult): string[] {
    const there = this.#found.get(id)!;
    return [...files.keys(), ...[...settled.keys()].filter((dir) => !there.has(dir))];
  }

  #compare(task: WalkTask, result: WalkResult, summary: WalkSummary): void {
    const { id } = task;
    for (const dir of result.files.keys()) this.#settle(task, dir, result);
    const digests = this.#found.get(id)!;
    for (const dir of result.files.keys()) digests.set(dir, UNSETTLED);
    const comparison = new Comparison(result, this.#data.full);
    for (const file of this.#known.get(id)!.rest()) {
      comparison.file(file);
      digests.set(file.dir, UNSETTLED);
    }
    if (this.#data.digests) summary.digests.push({ folder: id, digests });
    for (const problem of this.#problems)
      if (problem.folder === id) comparison.problem(problem, problem.stamp);
    const { changed, fresh, solved } = comparison.result();
    for (const file of changed) this.#queues.changed.push({ ...file, folder: id });
    for (const file of fresh) this.#queues.fresh.push({ ...file, folder: id });
    for (const gone of comparison.gone) this.#queues.gone.push(gone);
    for (const { dir, name } of solved) summary.solved.push({ folder: id, dir, name });
    for (const [path, reason] of result.problems) summary.problems.push({ folder: id, path, reason });
  }

  /** Leaves out files that somebody is still writing: changed a moment ago, and again between two looks. */
  async #leaveUnfinished(summary: WalkSummary): Promise<void> {
    const queues = this.#queues;
    const since = Date.now() - this.#data.unsettled;
    const recent = [...queues.changed, ...queues.fresh].filter((file) => file.mtimeMs > since);
    if (recent.length === 0) return;
    await wait(SETTLE);
    const roots = new Map(this.#data.tasks.map(({ id, root }) => [id, root]));
    const moving = new Set(
      recent.filter((file) => hasChanged(join(roots.get(file.folder)!, file.dir, file.name), file)),
    );
    queues.changed = queues.changed.filter((file) => !moving.has(file));
    queues.fresh = queues.fresh.filter((file) => !moving.has(file));
    for (const { folder, dir } of moving) summary.unfinished.push({ folder, dir });
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function hasChanged(absolute: string, { size, mtimeMs }: Candidate): boolean {
  try {
    const stat = statSync(absolute);
    return stat.size !== size || stat.mtimeMs !== mtimeMs;
  } catch {
    return false;
  }
}
