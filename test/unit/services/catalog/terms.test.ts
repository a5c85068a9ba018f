import { describe, expect, it } from '@jest/globals';
import { partKeys, trigramKeys } from '../../../../services/catalog/index/terms.ts';

const shared = (some: string[], others: string[]) => some.filter((key) => others.includes(key)).length;

describe('given the keys of a word', () => {
  it.each([
    ['a letter more', 'melody', 'mellody'],
    ['a letter less', 'melody', 'meldy'],
    ['another letter', 'melody', 'melady'],
    ['two swapped letters', 'melody', 'meoldy'],
    ['another letter of a script beyond the basic plane', '𐐨𐐩𐐪𐐫', '𐐨𐐩𐐬𐐫'],
  ])('when a word has %s, then it has a key of its parts in common', (_typo, word, other) => {
    expect(shared(partKeys(word), partKeys(other))).toBeGreaterThan(0);
  });

  it('when two typos spoil a word, then it has trigrams in common, and no part', () => {
    expect(shared(trigramKeys('cantigas'), trigramKeys('cxntigxs'))).toBeGreaterThan(0);
    expect(shared(partKeys('cantigas'), partKeys('cxntigxs'))).toBe(0);
  });

  it('when a part of one is a trigram of another, then their keys differ', () => {
    expect(shared(partKeys('song'), trigramKeys('songbook'))).toBe(0);
  });

  it('when it has letters of any script or only symbols, then its keys are plain tokens, each once', () => {
    for (const word of ['melody', 'мелодия', 'メロディー', '!!!!', `"'"'`, '𐐨𐐩𐐪𐐫']) {
      for (const keys of [partKeys(word), trigramKeys(word)]) {
        expect(keys.join(' ')).toMatch(/^[0-9a-z]+( [0-9a-z]+)*$/);
        expect(new Set(keys).size).toBe(keys.length);
      }
    }
  });
});
