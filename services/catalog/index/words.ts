import type { DatabaseSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';
import { indexText } from '../fold.ts';
import { wordKey } from '../ids.ts';
import { prepareAll } from './statements.ts';
import { LONG_WORD, MIN_TYPO_WORD, partKeys, trigramKeys } from './terms.ts';

const SQL = {
  add: 'INSERT OR IGNORE INTO word VALUES (?, ?)',
  addKeys: 'INSERT INTO near_words (rowid, keys) VALUES (?, ?)',
} as const;

/** Longest word that enters the vocabulary. */
const MAX_WORD = 24;

/**
 * The vocabulary, in which the nearest words to a mistyped one are found. Words are never taken out: a suggestion
 * counts only if it finds something.
 */
export class WordRows {
  readonly #sql;
  readonly #known = new LRUCache<string, true>({ max: 20_000 });
  /** Texts of this transaction: artists and albums come again and again. */
  readonly #added = new Set<string>();
  readonly #fresh: { w: number; word: string }[] = [];
  readonly #texts = new LRUCache<string, string>({ max: 200 });

  constructor(db: DatabaseSync) {
    this.#sql = prepareAll(db, SQL);
  }

  /** {@link indexText} of a text that comes again and again. */
  readonly cached = (text: string): string => {
    let words = this.#texts.get(text);
    if (words === undefined) {
      words = indexText(text);
      this.#texts.set(text, words);
    }
    return words;
  };

  add(text: string): void {
    if (this.#added.has(text)) return;
    this.#added.add(text);
    for (const word of text.split(' ')) {
      if (word.length < MIN_TYPO_WORD || word.length > MAX_WORD || this.#known.get(word)) continue;
      this.#known.set(word, true);
      this.#fresh.push({ w: wordKey(word), word });
    }
  }

  /** Writes what has come. */
  settle(): void {
    // A full-text index writes out what it has gathered whenever a number is not larger than the one before.
    this.#fresh.sort((one, other) => one.w - other.w);
    for (const { w, word } of this.#fresh) {
      if (this.#sql.add.run(w, word).changes === 0) continue;
      const keys = partKeys(word);
      if (word.length >= LONG_WORD - 2) keys.push(...trigramKeys(word));
      this.#sql.addKeys.run(w, keys.join(' '));
    }
    this.#fresh.length = 0;
    this.#added.clear();
  }

  /** What a transaction that was rolled back has added is not known. */
  forget(): void {
    this.#known.clear();
    this.#fresh.length = 0;
    this.#added.clear();
  }
}
