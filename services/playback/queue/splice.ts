/** From `at` on, `removed` items go and `inserted` come. */
export interface Splice<T> {
  at: number;
  removed: number;
  inserted: readonly T[];
}

/** The one splice that makes a list of another one, as short as can be; undefined when they are the same. */
export function spliceBetween<T>(old: readonly T[], wanted: readonly T[]): Splice<T> | undefined {
  const shorter = Math.min(old.length, wanted.length);
  let at = 0;
  while (at < shorter && old[at] === wanted[at]) at++;
  let same = 0;
  while (same < shorter - at && old[old.length - 1 - same] === wanted[wanted.length - 1 - same]) same++;
  const removed = old.length - same - at;
  const inserted = wanted.slice(at, wanted.length - same);
  return removed + inserted.length === 0 ? undefined : { at, removed, inserted };
}

/** The list after a splice. */
export function spliced<T>(list: readonly T[], { at, removed, inserted }: Splice<T>): T[] {
  return list.toSpliced(at, removed, ...inserted);
}
