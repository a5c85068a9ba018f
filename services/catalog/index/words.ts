import type { DatabaseSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';
import { indexText } from '../fold.ts';
import { wordKey } from '../ids.ts';
import { prepareAll } from './statements.ts';
import { LONG_WORD, MIN_TYPO_WORD, partsOf, trigrams } from './terms.ts';

const SQL = {
  add: 'INSERT OR IGNORE INTO word VALUES (?, ?)',
  addPart: 'INSERT OR IGNORE INTO word_part VALUES (?, ?)',
  addGram: 'INSERT OR IGNORE INTO word_gram VALUES (?, ?, ?)',
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
      for (const part of partsOf(word)) this.#sql.addPart.run(wordKey(part), key);
      if (word.length < LONG_WORD - 2) continue;
      for (const gram of trigrams(word)) this.#sql.addGram.run(gram, word.length, key);
    }
  }

  /** What a transaction that was rolled back has added is not known. */
  forget(): void {
    this.#known.clear();
  }
}
