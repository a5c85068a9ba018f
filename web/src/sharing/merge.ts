import { spliceBetween, spliced } from '../../../services/playback/queue/splice.ts';

/**
 * A queue that two have edited at once, with both edits; undefined when they have edited the same place of it. Whoever has
 * put in something else altogether means just that.
 */
export function merged<T>(
  base: readonly T[],
  ours: readonly T[],
  theirs: readonly T[],
): readonly T[] | undefined {
  const edit = spliceBetween(base, ours);
  const other = spliceBetween(base, theirs);
  if (edit === undefined) return theirs;
  if (other === undefined || edit.removed === base.length) return ours;
  const shift = other.inserted.length - other.removed;
  if (other.at + other.removed <= edit.at) return spliced(theirs, { ...edit, at: edit.at + shift });
  if (edit.at + edit.removed <= other.at) return spliced(theirs, edit);
  return undefined;
}

export function areSame<T>(one: readonly T[], other: readonly T[]): boolean {
  return one === other || (one.length === other.length && one.every((item, at) => item === other[at]));
}
