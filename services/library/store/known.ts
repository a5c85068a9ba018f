import { setImmediate as breathe } from 'node:timers/promises';
import type { Database } from '../../../mixins/store/types.ts';
import { KNOWN_FIELDS, type KnownRecord } from '../scan/rows.ts';
import type { Scope } from '../scan/scopes.ts';
import type { FileRecord, ProblemDoc } from './collections.ts';

/** Documents read at a time: few enough that nobody waits for them. */
const PAGE = 200;

interface Range {
  from?: string;
  to?: string;
}

/** What is known of the files in these parts of a music folder, page by page. */
export async function* filesIn(
  db: Database,
  folder: number,
  scopes: readonly Scope[],
): AsyncGenerator<KnownRecord[]> {
  for (const range of scopes.flatMap(rangesOf)) yield* files(db, 'byDir', { folder }, range);
}

/** What is known of all files, in about the order in which the tracks were made: the fastest way to see every one. */
export function allFiles(db: Database): AsyncGenerator<KnownRecord[]> {
  return files(db, 'byPos', {}, {});
}

function files(
  db: Database,
  query: string,
  equal: Record<string, number>,
  range: Range,
): AsyncGenerator<KnownRecord[]> {
  const collection = db.collection<FileRecord>('files');
  return pages((after) => collection.pick(KNOWN_FIELDS, query, equal, { ...range, ...after, limit: PAGE }));
}

export function allProblems(db: Database): AsyncGenerator<ProblemDoc[]> {
  const problems = db.collection<ProblemDoc>('problems');
  return pages((after) => problems.query('all', {}, { ...after, limit: PAGE }));
}

/** Pages of {@link PAGE}, with room for other work after each. */
async function* pages<T>(read: (after: { after?: T }) => Promise<T[]>): AsyncGenerator<T[]> {
  let last: T | undefined;
  while (true) {
    const page = await read(last === undefined ? {} : { after: last });
    if (page.length > 0) yield page;
    if (page.length < PAGE) return;
    last = page.at(-1);
    await breathe();
  }
}

/** The folder itself, and what is below it: `0` is the character after `/`. */
function rangesOf({ dir, deep }: Scope): Range[] {
  if (deep && dir === '') return [{}];
  const own = { from: dir, to: dir };
  return deep ? [own, { from: `${dir}/`, to: `${dir}0` }] : [own];
}
