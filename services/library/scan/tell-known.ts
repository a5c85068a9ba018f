import type { Database } from '../../../mixins/store/types.ts';
import { pathOf } from '../store/collections.ts';
import type { MusicFolder } from '../store/folders.ts';
import { allFiles, allProblems, filesIn } from '../store/known.ts';
import { type KnownProblem, packRows } from './rows.ts';
import type { ScanContext } from './scan.ts';
import { isIn } from './scopes.ts';
import type { Walker } from './walker.ts';
import type { WalkTask } from './walker-protocol.ts';

type Task = Pick<WalkTask, 'id' | 'scopes' | 'settled'>;

/**
 * Tells the walker of the problems in what it walks through.
 * @returns all known problems, by their id
 */
export async function tellProblems(
  db: Database,
  walker: Walker,
  tasks: readonly Task[],
): Promise<ScanContext['problems']> {
  const scopes = new Map(tasks.map((task) => [task.id, task.scopes]));
  const problems: ScanContext['problems'] = new Map();
  const concerned: KnownProblem[] = [];
  for await (const page of allProblems(db)) {
    for (const problem of page) {
      problems.set(problem._id, problem);
      const parts = scopes.get(problem.folder) ?? [];
      if (isIn(parts, problem.dir) || isIn(parts, pathOf(problem))) concerned.push(problem);
    }
  }
  walker.problems(concerned);
  return problems;
}

/** Tells the walker what is known of the files in these parts of the music folders. */
export async function tellParts(db: Database, walker: Walker, tasks: readonly Task[]): Promise<void> {
  for (const { id, scopes } of tasks) {
    for await (const page of filesIn(db, id, scopes)) walker.files(id, packRows(page));
  }
}

/** Tells the walker what is known of the files in folders that are not settled. */
export async function tellUnsettled(db: Database, walker: Walker): Promise<void> {
  for (const { folder, dirs } of await walker.unsettled()) {
    const scopes = dirs.map((dir) => ({ dir, deep: false }));
    for await (const page of filesIn(db, folder, scopes)) walker.files(folder, packRows(page));
  }
}

/**
 * Tells the walker what is known of all files.
 * @returns tracks in folders that are no longer configured
 */
export async function tellAll(
  db: Database,
  walker: Walker,
  folders: readonly MusicFolder[],
): Promise<string[]> {
  const abandoned: string[] = [];
  const configured = new Set(folders.filter((folder) => folder.configured).map(({ id }) => id));
  for await (const page of allFiles(db)) {
    for (const [folder, records] of Map.groupBy(page, (record) => record.folder)) {
      if (configured.has(folder)) walker.files(folder, packRows(records));
      else for (const { _id, missing } of records) if (!missing) abandoned.push(_id);
    }
  }
  return abandoned;
}
