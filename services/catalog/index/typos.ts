import { distance } from 'fastest-levenshtein';
import { wordsOfLength } from '../ids.ts';
import { type Corrections, matchWord, type Query } from './match.ts';
import type { IndexFile } from './rows.ts';
import { LONG_WORD, MIN_TYPO_WORD, partKeys, trigramKeys } from './terms.ts';

/** A word that so few tracks have may be a typo. */
const FEW = 3;
/** Words that one mistyped word is read as, at most. */
const MAX_CORRECTIONS = 3;
/** Words whose letters are compared, at most. */
const MAX_CANDIDATES = 400;

/** For each word of the query that hardly a track has: the nearest words that tracks do have. Null: none. */
export function correct(index: IndexFile, query: Query): Corrections | null {
  const corrections = new Map<string, string[]>();
  for (const { runs } of query.chunks) {
    for (const { text, phrase } of runs) {
      if (phrase || text.length < MIN_TYPO_WORD || isCommon(index, text)) continue;
      const near = knownNear(index, text);
      if (near.length > 0) corrections.set(text, near.slice(0, MAX_CORRECTIONS));
    }
  }
  return corrections.size > 0 ? corrections : null;
}

/** Words of live tracks that are one typo away; only where there are none, and from a long word, two. */
function knownNear(index: IndexFile, word: string): string[] {
  for (const candidates of word.length >= LONG_WORD ? [oneTypoAway, twoTyposAway] : [oneTypoAway]) {
    const near = nearest(word, candidates(index, word)).filter((other) => isKnown(index, other));
    if (near.length > 0) return near;
  }
  return [];
}

/** The words at the least distance from a mistyped one, in the order of the alphabet. Two swapped letters count as one. */
export function nearest(word: string, words: readonly string[]): string[] {
  const most = word.length >= LONG_WORD ? 2 : 1;
  const found = words
    .map((other) => ({ other, typos: isSwapped(word, other) ? 1 : distance(word, other) }))
    .filter(({ typos }) => typos > 0 && typos <= most);
  const least = Math.min(...found.map(({ typos }) => typos));
  return found
    .filter(({ typos }) => typos === least)
    .map(({ other }) => other)
    .sort();
}

function isSwapped(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2);
}

function oneTypoAway(index: IndexFile, word: string): string[] {
  return texts(
    index,
    'SELECT rowid AS near FROM near_words WHERE near_words MATCH ? LIMIT ?',
    partKeys(word).join(' OR '),
    MAX_CANDIDATES,
  );
}

/** Those that share the most trigrams, of which two typos spoil at most six, and two swapped letters one more. */
function twoTyposAway(index: IndexFile, word: string): string[] {
  return texts(
    index,
    `SELECT near_words.rowid AS near, count(*) AS shared
      FROM json_each(?) AS wanted CROSS JOIN near_words
        ON near_words MATCH wanted.value AND near_words.rowid >= ? AND near_words.rowid < ?
      GROUP BY near HAVING shared >= ? ORDER BY shared DESC, near LIMIT ?`,
    JSON.stringify(trigramKeys(word)),
    wordsOfLength(word.length - 2),
    wordsOfLength(word.length + 3),
    Math.max(1, word.length - 7),
    MAX_CANDIDATES,
  );
}

function texts(index: IndexFile, words: string, ...values: (string | number)[]): string[] {
  return index
    .all<{ text: string }>(`SELECT text FROM (${words}) CROSS JOIN word ON w = near`, ...values)
    .map(({ text }) => text);
}

function isCommon(index: IndexFile, word: string): boolean {
  return tracksWith(index, word, FEW) === FEW;
}

function isKnown(index: IndexFile, word: string): boolean {
  return tracksWith(index, word, 1) === 1;
}

function tracksWith(index: IndexFile, word: string, atMost: number): number {
  return index.list<number>(
    'SELECT rowid AS v FROM track_words WHERE track_words MATCH ? LIMIT ?',
    matchWord(word),
    atMost,
  ).length;
}
