import type { MarkedNumbers, Plan } from '../rules/condition.ts';
import type { Marks } from '../rules/rules.ts';
import type { IndexFile } from './rows.ts';

/** Tracks that are looked at in one step: a few milliseconds. */
const STEP = 20_000;

/** The tracks of a plan by number, ascending. Every step looks at some of them. */
export function* matching(index: IndexFile, plan: Plan): Generator<void, number[]> {
  const matches: number[] = [];
  for (const text of found<string>(index, 'group_concat(n)', plan)) {
    for (const n of JSON.parse(`[${text ?? ''}]`) as number[]) if (!plan.without.has(n)) matches.push(n);
    yield;
  }
  return matches;
}

/** How many tracks a plan finds. */
export function* countMatching(index: IndexFile, plan: Plan): Generator<void, number> {
  if (plan.without.size > 0) return (yield* matching(index, plan)).length;
  let count = 0;
  for (const some of found<number>(index, 'count(*)', plan)) {
    count += some ?? 0;
    yield;
  }
  return count;
}

/**
 * One statement whose rows are the answers for a part of the tracks each, so that what the condition asks of the texts
 * that tracks share is found out once.
 */
function* found<T>(index: IndexFile, wanted: string, { sql, values, among }: Plan): Generator<T | null> {
  const parts = among === undefined ? ranges(index) : pieces(among);
  const source =
    among === undefined
      ? 'track_facts WHERE n > part.value ->> 0 AND n <= part.value ->> 1'
      : 'json_each(part.value) AS one CROSS JOIN track_facts ON n = one.value WHERE TRUE';
  const rows = index.each<{ found: T | null }>(
    `SELECT (SELECT ${wanted} FROM ${source} AND ${sql}) AS found FROM json_each(?) AS part`,
    ...values,
    JSON.stringify(parts),
  );
  for (const row of rows) yield row.found;
}

/** Ranges of numbers that hold about as many tracks each: after the first, up to the second. */
function ranges(index: IndexFile): [number, number][] {
  const bounds = index
    .all<{ n: number }>(
      `WITH RECURSIVE step (i) AS (SELECT ? UNION ALL SELECT i + ? FROM step WHERE i < (SELECT tracks FROM state))
        SELECT n FROM step CROSS JOIN ordinal USING (i)`,
      STEP,
      STEP,
    )
    .map(({ n }) => n);
  return [...bounds, Number.MAX_SAFE_INTEGER].map((to, i) => [bounds[i - 1] ?? -1, to]);
}

function pieces(numbers: readonly number[]): number[][] {
  const sorted = Float64Array.from(numbers).sort();
  const parts: number[][] = [];
  for (let i = 0; i < sorted.length; i += STEP) parts.push(Array.from(sorted.subarray(i, i + STEP)));
  return parts;
}

/** Ids that are looked up in one step. */
const IDS = 4000;

/** The numbers of marked tracks that are live. */
export function* numbersOf(index: IndexFile, { starred, rated }: Marks): Generator<void, MarkedNumbers> {
  const lists: number[][] = [];
  for (const ids of rated) lists.push(yield* lookUp(index, ids));
  return { starred: yield* lookUp(index, starred), rated: lists };
}

function* lookUp(index: IndexFile, ids: readonly string[]): Generator<void, number[]> {
  const numbers: number[] = [];
  for (let i = 0; i < ids.length; i += IDS) {
    if (i > 0) yield;
    const some = index.list<number>(
      'SELECT n AS v FROM json_each(?) AS wanted CROSS JOIN track ON track.id = wanted.value',
      JSON.stringify(ids.slice(i, i + IDS)),
    );
    numbers.push(...some);
  }
  return numbers;
}
