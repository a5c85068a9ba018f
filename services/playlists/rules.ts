import { CantigaError } from '../../errors.ts';
import type { Playlist, Principal } from '../actions.ts';

export const MOST_TRACKS = 50_000;
/** Characters. */
export const LONGEST_NAME = 200;

/**
 * A playlist's name without spaces around it.
 * @throws {CantigaError} BAD_PARAMETER when it is empty, too long or has control characters
 */
export function checkName(text: string): string {
  const name = text.trim();
  const length = [...name].length;
  if (length < 1 || length > LONGEST_NAME || /[\p{Cc}\p{Cs}]/u.test(name)) {
    throw new CantigaError(
      'BAD_PARAMETER',
      `The name of a playlist has 1 to ${LONGEST_NAME} characters, none of them control characters.`,
    );
  }
  return name;
}

/**
 * A list after a change: first what stands at the indexes goes, counted from 0 in the list as it was, then the
 * additions come at the end. Duplicates stay.
 * @throws {CantigaError} BAD_PARAMETER for an index outside of the list, TOO_LARGE
 */
export function edited<T>(list: readonly T[], remove: readonly number[], add: readonly T[]): T[] {
  const beyond = remove.find((index) => index >= list.length);
  if (beyond !== undefined) throw outside(list, beyond);
  const gone = new Set(remove);
  return checkLength([...list.filter((_, index) => !gone.has(index)), ...add]);
}

/**
 * A list with additions before what stands at an index.
 * @throws {CantigaError} BAD_PARAMETER for an index outside of the list, TOO_LARGE
 */
export function inserted<T>(list: readonly T[], at: number, add: readonly T[]): T[] {
  if (at > list.length) throw outside(list, at);
  return checkLength([...list.slice(0, at), ...add, ...list.slice(at)]);
}

/**
 * A list with `count` of its members, from the index `from` on, before what stands at the index `before` now; the
 * length of the list stands for its end.
 * @throws {CantigaError} BAD_PARAMETER for a place outside of the list
 */
export function moved<T>(list: readonly T[], from: number, count: number, before: number): T[] {
  if (from + count > list.length) throw outside(list, from + count - 1);
  if (before > list.length) throw outside(list, before);
  const rest = list.toSpliced(from, count);
  const to = before <= from ? before : Math.max(from, before - count);
  return [...rest.slice(0, to), ...list.slice(from, from + count), ...rest.slice(to)];
}

function outside(list: readonly unknown[], index: number): CantigaError {
  return new CantigaError(
    'BAD_PARAMETER',
    `The playlist has ${list.length} songs, so none at index ${index}.`,
  );
}

/** @throws {CantigaError} TOO_LARGE */
export function checkLength<T>(list: T[]): T[] {
  if (list.length <= MOST_TRACKS) return list;
  throw new CantigaError('TOO_LARGE', `A playlist has at most ${MOST_TRACKS} songs.`);
}

type Owned = Pick<Playlist, 'ownerId' | 'public'>;

/** What is private is so for administrators too: running the engine is no reason to read it. */
export function maySee(who: Principal, playlist: Owned): boolean {
  return playlist.public || mayEdit(who, playlist);
}

export function mayEdit(who: Principal, playlist: Owned): boolean {
  return playlist.ownerId === who.id;
}

/** An administrator may remove what others have made public, but not put words into their mouths. */
export function mayRemove(who: Principal, playlist: Owned): boolean {
  return mayEdit(who, playlist) || (playlist.public && who.roles.includes('admin'));
}

let collator: Intl.Collator | undefined;

/** By name, as a person would look for it. */
export function byName(a: Playlist, b: Playlist): number {
  // Making one takes 20 ms, which the start of the engine should not wait for.
  collator ??= new Intl.Collator('en', { numeric: true });
  return collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1);
}
