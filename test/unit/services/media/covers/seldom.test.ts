import { describe, expect, it } from '@jest/globals';
import { seldom } from '../../../../../services/media/covers/seldom.ts';

describe('an event that is told seldom', () => {
  it('is told at first and then once in an interval, with how many were left out', () => {
    const told: [string, number][] = [];
    let time = 5;
    const hear = seldom<string>(
      100,
      (event, leftOut) => told.push([event, leftOut]),
      () => time,
    );
    for (const event of ['a', 'b', 'c']) hear(event);
    time = 104;
    hear('d');
    time = 105;
    for (const event of ['e', 'f']) hear(event);
    time = 400;
    hear('g');
    expect(told).toEqual([
      ['a', 0],
      ['e', 3],
      ['g', 1],
    ]);
  });
});
