import { setImmediate as breathe } from 'node:timers/promises';
import type { Collection, Database, Doc } from '../../../mixins/store/types.ts';
import type { Scope } from '../scan/scopes.ts';
import type { FileRecord, ProblemDoc } from './collections.ts';

/** Documents read at a time: few enough that nobody waits for them. */
const PAGE = 500;

/** Records of the files in these parts of a music folder, page by page. */
export async function* filesIn(
  db: Database,
  folder: number,
  scopes: readonly Scope[],
): AsyncGenerator<FileRecord[]> {
  for (const range of scopes.flatMap(rangesOf)) {
    yield* pages(db.collection<FileRecord>('files'), 'byDir', { folder }, range);
  }
}

/** All file records, in about the order in which the tracks were made: the fastest way to see every one. */
export function allFiles(db: Database): AsyncGenerator<FileRecord[]> {
  return pages(db.collection<FileRecord>('files'), 'byPos', {}, {});
}

export function allProblems(db: Database): AsyncGenerator<ProblemDoc[]> {
  return pages(db.collection<ProblemDoc>('problems'), 'all', {}, {});
}

/** Pages of a query, with room for other work after each. */
export async function* pages<T extends Doc>(
  collection: Collection<T>,
  query: string,
  equal: Record<string, string | number | boolean>,
  range: { from?: string | number; to?: string },
): AsyncGenerator<T[]> {
  let after: T | undefined;
  while (true) {
    const page = await collection.query(query, equal, {
      ...range,
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
    });
    if (page.length > 0) yield page;
    if (page.length < PAGE) return;
    after = page.at(-1);
    await breathe();
  }
}

/** The folder itself, and what is below it: `0` is the character after `/`. */
function rangesOf({ dir, deep }: Scope): { from?: string; to?: string }[] {
  if (deep && dir === '') return [{}];
  const own = { from: dir, to: dir };
  return deep ? [own, { from: `${dir}/`, to: `${dir}0` }] : [own];
}
