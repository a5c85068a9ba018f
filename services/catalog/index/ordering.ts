import { hash } from 'node:crypto';
import type { RuleOrder, Rules } from '../rules/rules.ts';
import { counts } from './lists.ts';
import type { IndexFile } from './rows.ts';

type Key = string | number;

/** An order of tracks (`t`) that the tables have an index for. */
interface Indexed {
  /** What the index orders by; runs backwards when the order does. */
  keys: readonly string[];
  /** The order of tracks with equal keys, which never runs backwards. */
  within: readonly string[];
  /** All live tracks in the order of the index, its table outermost. */
  walk: string;
  /** The same columns of tracks whose numbers are known. */
  known: string;
}

const TITLE: Indexed = {
  keys: ['t.sort', 't.year', 't.folder', 't.n'],
  within: [],
  walk: 'track AS t INDEXED BY track_title WHERE t.live = 1',
  known: 'track_facts AS t',
};
const ADDED: Indexed = {
  keys: ['t.added', 't.n'],
  within: [],
  walk: 'track AS t INDEXED BY track_added WHERE t.live = 1',
  known: 'track_facts AS t',
};
const INDEXED: Readonly<Record<Exclude<RuleOrder, 'rating' | 'random'>, Indexed>> = {
  title: TITLE,
  added: ADDED,
  album: ofAlbums('album_name', ['album.sort', 'a']),
  artist: ofAlbums('album_by', ['album.artistSort', 'album.sort', 'a']),
  year: ofAlbums('album_year', ['album.year', 'album.sort', 'a']),
};

/** Albums one after the other, the tracks of each in their order. */
function ofAlbums(name: string, keys: readonly string[]): Indexed {
  return {
    keys,
    within: ['t.disc', 't.no', 't.sort', 't.n'],
    walk: `album INDEXED BY ${name}
      CROSS JOIN track AS t INDEXED BY track_album ON t.album = a AND t.live = 1 WHERE album.live = 1`,
    known: 'track_facts AS t CROSS JOIN album ON a = t.album',
  };
}

/** How some tracks are to be ordered, and how many are wanted. */
export interface Ordering extends Pick<Rules, 'order' | 'descending' | 'limit'> {
  /** Tracks rated 1, those rated 2, … by number. */
  rated: readonly (readonly number[])[];
  /** The same one gives the same random order. */
  seed: string;
}

/** Ids of tracks in an order, and their seconds together. */
export interface Chosen {
  tracks: string[];
  duration: number;
}

/**
 * The first tracks in an order. The same index gives the same order, whichever way it is found.
 * @param matches their numbers, ascending
 */
export function* ordered(
  index: IndexFile,
  matches: readonly number[],
  { order, descending = false, limit, rated, seed }: Ordering,
): Generator<void, Chosen> {
  if (order === 'random') return described(index, shuffled(matches, seed, limit));
  if (order !== 'rating') return yield* byIndex(index, matches, { by: INDEXED[order], descending, limit });
  const chosen: Chosen = { tracks: [], duration: 0 };
  const groups = byRating(matches, rated);
  for (const group of descending ? groups.reverse() : groups) {
    const missing = limit - chosen.tracks.length;
    if (missing === 0) break;
    const more = yield* byIndex(index, group, { by: TITLE, descending: false, limit: missing });
    chosen.tracks.push(...more.tracks);
    chosen.duration += more.duration;
  }
  return chosen;
}

function described(index: IndexFile, numbers: readonly number[]): Chosen {
  return chosenBy(
    index,
    `SELECT t.id, duration FROM json_each(?) AS chosen CROSS JOIN track_facts AS t ON t.n = chosen.value`,
    JSON.stringify(numbers),
  );
}

/** @param sql gives `id` and `duration` of tracks in their order */
function chosenBy(index: IndexFile, sql: string, ...values: Key[]): Chosen {
  const row = index.one<{ ids: string | null; duration: number }>(
    `SELECT group_concat(id) AS ids, total(duration) AS duration FROM (${sql})`,
    ...values,
  )!;
  return { tracks: row.ids?.split(',') ?? [], duration: row.duration };
}

interface Wanted {
  by: Indexed;
  descending: boolean;
  limit: number;
}

/** Looking a track up by its number costs about as much as walking past so many of them. */
const LOOK_UP = 6;
/** Tracks that are sorted in one step, at most. */
const SORTED = 20_000;
/** Tracks that are walked past in one step. */
const STEP = 10_000;

/** Sorts few tracks; walks through all of them in the order of an index when that meets enough sooner. */
function* byIndex(index: IndexFile, matches: readonly number[], wanted: Wanted): Generator<void, Chosen> {
  if (matches.length === 0) return { tracks: [], duration: 0 };
  yield;
  const { tracks } = counts(index);
  const walked = tracks * Math.min(1, wanted.limit / matches.length);
  if (matches.length > SORTED || walked < matches.length * LOOK_UP) {
    const numbers = yield* walk(index, matches, wanted);
    yield;
    return described(index, numbers);
  }
  return chosenBy(
    index,
    `SELECT t.id, t.duration FROM json_each(?) AS match CROSS JOIN ${wanted.by.known} WHERE t.n = match.value
      ORDER BY ${orderBy(wanted)} LIMIT ?`,
    JSON.stringify(matches),
    wanted.limit,
  );
}

function* walk(
  index: IndexFile,
  matches: readonly number[],
  { by, descending, limit }: Wanted,
): Generator<void, number[]> {
  const sorted = Float64Array.from(matches);
  const chosen: number[] = [];
  for (let last: number | undefined; ; ) {
    const [beyond, values] = last === undefined ? ['', []] : beyondTrack(index, by, descending, last);
    const page = index.list<number>(
      `SELECT t.n AS v FROM ${by.walk} ${beyond} ORDER BY ${orderBy({ by, descending })} LIMIT ?`,
      ...values,
      STEP,
    );
    for (const n of page) {
      if (!has(sorted, n)) continue;
      chosen.push(n);
      if (chosen.length === Math.min(limit, sorted.length)) return chosen;
    }
    last = page.at(-1);
    if (page.length < STEP || last === undefined) return chosen;
    yield;
  }
}

/** The condition of the tracks after one, and its values. The first comparison is the one for which the index is good. */
function beyondTrack(index: IndexFile, by: Indexed, descending: boolean, last: number): [string, Key[]] {
  const columns = [...by.keys, ...by.within];
  const row = index.one<{ at: string }>(
    `SELECT json_array(${columns}) AS at FROM ${by.known} WHERE t.n = ?`,
    last,
  );
  // It has gone meanwhile, and where it was is not known any more.
  if (row === undefined) return ['AND FALSE', []];
  const at = JSON.parse(row.at) as Key[];
  const keys = at.slice(0, by.keys.length);
  const marks = (values: readonly unknown[]) => values.map(() => '?').join(', ');
  const compare = descending ? '<' : '>';
  const next = `(${by.keys}) ${compare} (${marks(by.keys)})`;
  if (by.within.length === 0) return [`AND ${next}`, keys];
  return [
    `AND (${by.keys}) ${compare}= (${marks(by.keys)}) AND (${next} OR (${by.within}) > (${marks(by.within)}))`,
    [...keys, ...at],
  ];
}

function orderBy({ by, descending }: Pick<Wanted, 'by' | 'descending'>): string {
  const keys = descending ? by.keys.map((key) => `${key} DESC`) : by.keys;
  return [...keys, ...by.within].join(', ');
}

/** The unrated, those rated 1, those rated 2, … Each ascending by number. */
function byRating(matches: readonly number[], rated: readonly (readonly number[])[]): number[][] {
  const sorted = Float64Array.from(matches);
  const groups = rated.map((numbers) => numbers.filter((n) => has(sorted, n)).sort((a, b) => a - b));
  const marked = new Set(groups.flat());
  return [matches.filter((n) => !marked.has(n)), ...groups];
}

/** Whether a number is among ascending ones. */
function has(sorted: Float64Array, n: number): boolean {
  let from = 0;
  let to = sorted.length - 1;
  while (from <= to) {
    const middle = (from + to) >>> 1;
    const at = sorted[middle]!;
    if (at === n) return true;
    if (at < n) from = middle + 1;
    else to = middle - 1;
  }
  return false;
}

/** Places of one number in which a random key and a position both fit, exactly. */
const POSITIONS = 2 ** 24;
const KEYS = 2 ** 29;
/** More than are wanted, so that there are hardly ever too few. */
const ENOUGH = 1.5;

/** By a key that depends on the track and the seed alone: a track more or less leaves the others in their order. */
function shuffled(matches: readonly number[], seed: string, limit: number): number[] {
  const salt = Number.parseInt(hash('sha1', seed, 'hex').slice(0, 8), 16);
  const below = (bound: number) => {
    const keyed: number[] = [];
    for (const [i, n] of matches.entries()) {
      const key = mixed(n, salt) >>> 3;
      if (key < bound) keyed.push(key * POSITIONS + i);
    }
    return keyed;
  };
  const some = below((KEYS * ENOUGH * limit) / matches.length);
  const keyed = Float64Array.from(some.length >= Math.min(limit, matches.length) ? some : below(KEYS)).sort();
  return Array.from(keyed.subarray(0, limit), (key) => matches[key % POSITIONS]!);
}

/** 32 bits of a number and a salt (the finaliser of MurmurHash3, twice). */
function mixed(n: number, salt: number): number {
  return finished(finished(salt ^ Math.floor(n / 2 ** 32)) ^ (n % 2 ** 32));
}

function finished(bits: number): number {
  let h = bits | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
