import { describe, expect, it } from '@jest/globals';
import { fits, folded, marked } from '../../../web/src/text.ts';

const shown = (text: string, query: string) =>
  marked(text, query)
    .map(({ text: piece, isMarked }) => (isMarked ? `[${piece}]` : piece))
    .join('');

describe('A text that is searched', () => {
  it('is compared without case and diacritics', () => {
    expect(folded('Canção ÀS Seis')).toBe('cancao as seis');
    expect(fits('Canção às Seis', 'cancao s')).toBe(true);
    expect(fits('Canção às Seis', 'anção')).toBe(false);
  });

  it('fits a query of nothing', () => {
    expect(fits('Canção', ' ')).toBe(true);
  });

  it.each([
    ['Cantigas do Farol', 'far', 'Cantigas do [Far]ol'],
    ['Canção às Seis', 'cancao as', '[Canção] [às] Seis'],
    ['Björk', 'bjo', '[Bjö]rk'],
    ['AC/DC', 'dc', 'AC/[DC]'],
    ['Straße', 'stra', '[Stra]ße'],
    ['ﬁn de siècle', 'fin', '[ﬁn] de siècle'],
    ['春の海', '春', '[春]の海'],
    ['Nothing of it', 'xyz', 'Nothing of it'],
    ['', 'a', ''],
  ])('%p has the beginnings of words marked that are in %p', (text, query, expected) => {
    expect(shown(text, query)).toBe(expected);
  });

  it('loses no letter, whatever is in it', () => {
    const text = '<script>👩‍👩‍👧 e\u0301\u200f عربي</script>';
    expect(
      marked(text, 'script é عربي')
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  });
});
