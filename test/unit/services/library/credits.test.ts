import { describe, expect, it } from '@jest/globals';
import { clean } from '../../../../services/library/tags/clean.ts';
import { creditsOf } from '../../../../services/library/tags/credits.ts';

const none = { sorts: [], mbids: [], slashes: false };
const names = (result: ReturnType<typeof creditsOf>) => result.credits.map((credit) => credit.name);
const MBID_A = '8538e728-ca0b-4321-b7e5-cff6565dd4c0';
const MBID_B = '66c662b6-6e2f-4930-8610-912e24c63ed1';

describe('credits', () => {
  it('takes several tag values as several artists', () => {
    const result = creditsOf({ ...none, names: ['A', 'B'] });
    expect(result).toEqual({ credits: [{ name: 'A' }, { name: 'B' }] });
  });

  it('parts guests from the artist and keeps how the tags say it', () => {
    const result = creditsOf({ ...none, names: ['A feat. B'] });
    expect(names(result)).toEqual(['A', 'B']);
    expect(result.display).toBe('A feat. B');
  });

  it('parts names at semicolons without a need to show them otherwise', () => {
    expect(creditsOf({ ...none, names: ['A; B;C'] })).toEqual({
      credits: [{ name: 'A' }, { name: 'B' }, { name: 'C' }],
    });
  });

  it('leaves AC/DC whole, although ID3v2.3 parts names at slashes', () => {
    expect(names(creditsOf({ ...none, names: ['AC', 'DC'], slashes: true }))).toEqual(['AC/DC']);
    expect(names(creditsOf({ ...none, names: ['AC/DC'] }))).toEqual(['AC/DC']);
  });

  it('parts names at slashes where as many MusicBrainz identifiers say so', () => {
    const result = creditsOf({
      names: ['A', 'B'],
      sorts: ['1; 2'],
      mbids: [`${MBID_A}/${MBID_B}`],
      slashes: true,
    });
    expect(result.credits).toEqual([
      { name: 'A', sort: '1', mbid: MBID_A },
      { name: 'B', sort: '2', mbid: MBID_B },
    ]);
  });

  it('keeps bands whose names only look like guests', () => {
    expect(names(creditsOf({ ...none, names: ['Little Feat'] }))).toEqual(['Little Feat']);
    expect(names(creditsOf({ ...none, names: ['Simon & Garfunkel'] }))).toEqual(['Simon & Garfunkel']);
  });
});

describe('cleaned text', () => {
  it.each([
    ['  a\u0000b\u001b[0m ', 'ab[0m'],
    ['one\ntwo', 'one two'],
    ['\u202Egnp.exe', 'gnp.exe'],
    ['half \ud83d', 'half \ufffd'],
    ['MÃ¶tley CrÃ¼e', 'Mötley Crüe'],
    ['Café del Mar', 'Café del Mar'],
    ['e\u0301', 'é'],
    ['\u0000', undefined],
    [42, '42'],
    [undefined, undefined],
    [{}, undefined],
  ])('%j becomes %j', (value, text) => {
    expect(clean(value)).toBe(text);
  });

  it('ends before half a character', () => {
    expect(clean('😀😀', 3)).toBe('😀');
  });
});
