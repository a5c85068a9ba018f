import { distance } from 'fastest-levenshtein';
import { type Corrections, matchWord, type Query } from './match.ts';
import type { IndexFile } from './rows.ts';
import { MIN_TYPO_WORD, trigrams } from './terms.ts';

/** From this length on, two typos are forgiven. */
const LONG_WORD = 8;
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

/** Words of live tracks with one typo less or more; only where there are none, and in a long word, with two. */
function knownNear(index: IndexFile, word: string): string[] {
  for (let typos = 1; typos <= mostTypos(word); typos++) {
    const near = nearest(word, candidates(index, word, typos)).filter((other) => isKnown(index, other));
    if (near.length > 0) return near;
  }
  return [];
}

function mostTypos(word: string): number {
  return word.length >= LONG_WORD ? 2 : 1;
}

/** The words at the least distance from a mistyped one, in the order of the alphabet. Two swapped letters count as one. */
export function nearest(word: string, words: readonly string[]): string[] {
  const most = mostTypos(word);
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

function candidates(index: IndexFile, word: string, most: number): string[] {
  // A typo spoils at most three trigrams, two swapped letters four.
  const shared = Math.max(1, word.length - 3 * most - 1);
  return index
    .all<{ text: string }>(
      `SELECT text FROM (SELECT w AS near, count(*) AS shared
        FROM json_each(?) AS wanted CROSS JOIN word_gram ON gram = wanted.value AND length BETWEEN ? AND ?
        GROUP BY w HAVING shared >= ? ORDER BY shared DESC, w LIMIT ?)
        CROSS JOIN word ON w = near`,
      JSON.stringify(trigrams(word)),
      word.length - most,
      word.length + most,
      shared,
      MAX_CANDIDATES,
    )
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
