import { describe, expect, it } from '@jest/globals';
import { matchOf, readQuery } from '../../../../services/catalog/index/match.ts';
import { nearest } from '../../../../services/catalog/index/typos.ts';

const match = (text: string) => matchOf(readQuery(text)!);

describe('reading a query', () => {
  it.each(['', '   ', '""', "''", ' "" '])('takes %j for everything', (text) => {
    expect(readQuery(text)).toBeNull();
  });

  it('takes every word as the beginning of one', () => {
    expect(match('Dark si')).toBe('("dark" *) AND ("si" *)');
  });

  it('takes letters of scripts without spaces as a phrase', () => {
    expect(match('東京')).toBe('("東 京")');
  });

  it('takes a name with punctuation in parts or as one', () => {
    expect(match('AC/DC')).toBe('(("ac" * AND "dc" *) OR "acdc" *)');
  });

  it('leaves nothing of the syntax of the full-text index to the listener', () => {
    expect(match('a" OR name:*')).toBe('("a" *) AND ("or" *) AND ("name" *)');
    expect(match('"')).toBe('("""" *)');
  });
});

describe('typos', () => {
  it.each([
    ['metalica', 'metallica'],
    ['bjrok', 'bjork'],
    ['quen', 'queen'],
    ['radioheda', 'radiohead'],
    ['tchaikovski', 'tchaikovsky'],
  ])('reads %s as %s', (word, meant) => {
    expect(nearest(word, ['zappa', meant, 'abba'])).toEqual([meant]);
  });

  it('forgives one in a short word and two in a long one', () => {
    expect(nearest('abxx', ['abba'])).toEqual([]);
    expect(nearest('shostakowitsch', ['shostakovich'])).toEqual([]);
    expect(nearest('shostakowich', ['shostakovich'])).toEqual(['shostakovich']);
  });
});
