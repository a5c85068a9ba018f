import type { DatabaseSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';
import { indexText } from '../fold.ts';
import { wordKey } from '../ids.ts';
import { prepareAll } from './statements.ts';
import { LONG_WORD, MIN_TYPO_WORD, partsOf, trigrams } from './terms.ts';

const SQL = {
  add: 'INSERT OR IGNORE INTO word VALUES (?, ?)',
  // One statement a word: calling one a row takes twice as long.
  addParts: 'INSERT OR IGNORE INTO word_part SELECT value, ? FROM json_each(?)',
  addGrams: 'INSERT OR IGNORE INTO word_gram SELECT value, ?, ? FROM json_each(?)',
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
    for (const word of text.split(' ')) {
      if (word.length < MIN_TYPO_WORD || word.length > MAX_WORD || this.#known.get(word)) continue;
      this.#known.set(word, true);
      const key = wordKey(word);
      if (this.#sql.add.run(key, word).changes === 0) continue;
      this.#sql.addParts.run(key, JSON.stringify(partsOf(word).map(wordKey)));
      if (word.length < LONG_WORD - 2) continue;
      this.#sql.addGrams.run(word.length, key, JSON.stringify(trigrams(word)));
    }
  }

  /** What a transaction that was rolled back has added is not known. */
  forget(): void {
    this.#known.clear();
  }
}
