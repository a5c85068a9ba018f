import { describe, expect, it } from '@jest/globals';
import { choiceIn, filtersOf } from '../../../../web/src/views/albums/choice.ts';
import { greeting } from '../../../../web/src/views/home/greeting.ts';
import { bestLyrics, lineAt } from '../../../../web/src/views/now-playing/follow.ts';

describe('What an address chooses of the albums', () => {
  const chosen = (text: string) => choiceIn(new URLSearchParams(text));

  it('is all of them by name when it says nothing, or nothing that can be meant', () => {
    expect(chosen('')).toEqual({ order: 'name' });
    expect(chosen('order=size&decade=1987&genre=')).toEqual({ order: 'name' });
  });

  it('is a decade, a genre and an order', () => {
    expect(chosen('order=added&decade=1980&genre=Fado')).toEqual({
      order: 'added',
      decade: 1980,
      genre: 'Fado',
    });
  });

  it('is asked for by years, backwards when it is ordered by them', () => {
    expect(filtersOf({ order: 'name', decade: 1980 })).toEqual({
      order: 'name',
      fromYear: 1980,
      toYear: 1989,
    });
    expect(filtersOf({ order: 'year', decade: 1980 })).toEqual({
      order: 'year',
      fromYear: 1989,
      toYear: 1980,
    });
    expect(filtersOf({ order: 'year' })).toEqual({ order: 'year', fromYear: 9999, toYear: 1 });
  });
});

describe('The greeting', () => {
  it.each([
    [3, 'home.night'],
    [9, 'home.morning'],
    [14, 'home.afternoon'],
    [22, 'home.evening'],
  ])('at %i is %s', (hour, key) => {
    expect(greeting(hour)).toBe(key);
  });
});

describe('Lyrics that follow the song', () => {
  const lines = [
    { start: 1000, value: 'one' },
    { start: 2000, value: 'two' },
  ];

  it.each([
    [0, -1],
    [1000, 0],
    [1999, 0],
    [60_000, 1],
  ])('are at %i ms in line %i', (position, line) => {
    expect(lineAt({ lines }, position)).toBe(line);
  });

  it('are later by their offset', () => {
    expect(lineAt({ lines, offset: 500 }, 1400)).toBe(-1);
  });

  it('are preferred to those without times, then in the language of the listener', () => {
    const all = [
      { lang: 'eng', synced: false, lines },
      { lang: 'eng', synced: true, lines },
      { lang: 'por', synced: true, lines },
    ];
    expect(bestLyrics(all, 'po')).toBe(all[2]);
    expect(bestLyrics(all, 'en')).toBe(all[1]);
    expect(bestLyrics([], 'en')).toBeUndefined();
  });
});
