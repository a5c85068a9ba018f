import { describe, expect, it } from '@jest/globals';
import { parseRange } from '../../../../services/media/range.ts';

const SIZE = 1000;

describe('a Range header on a file of 1,000 bytes', () => {
  it.each([
    ['bytes=0-499', 0, 499],
    ['bytes=500-999', 500, 999],
    ['bytes=0-0', 0, 0],
    ['bytes=999-', 999, 999],
    ['bytes=9-', 9, 999],
    ['bytes=-1', 999, 999],
    ['bytes=-500', 500, 999],
    ['bytes=-1000', 0, 999],
    ['bytes=-5000', 0, 999],
    ['bytes=900-5000', 900, 999],
    ['bytes=0-99999999999999999999999999', 0, 999],
    ['BYTES=1-2', 1, 2],
    ['bytes= 1-2 ', 1, 2],
    ['bytes=,1-2,', 1, 2],
  ])('%s asks for bytes %i to %i', (header, first, last) => {
    expect(parseRange(header, SIZE)).toEqual({ first, last });
  });

  it.each(['bytes=1000-', 'bytes=1000-1001', 'bytes=-0', 'bytes=99999999999999999999-', 'bytes=1000-,2000-'])(
    '%s lies outside of it',
    (header) => {
      expect(parseRange(header, SIZE)).toBe('unsatisfiable');
    },
  );

  it.each([
    undefined,
    '',
    'bytes',
    'bytes=',
    'bytes=-',
    'bytes=,',
    'bytes=5-4',
    'bytes=a-b',
    'bytes=0x1-2',
    'bytes=1-2-3',
    'bytes=--1',
    'bytes=1 - 2',
    'bytes 0-1',
    'seconds=0-1',
    'bytes=0-1,a-b',
    'bytes=0-1,5-4',
  ])('%s is ignored', (header) => {
    expect(parseRange(header, SIZE)).toBeUndefined();
  });

  it.each(['bytes=0-1,4-5', 'bytes=0-1,2000-', `bytes=${'0-1,'.repeat(50)}`])(
    'several ranges (%s) are answered with the whole file',
    (header) => {
      expect(parseRange(header, SIZE)).toBeUndefined();
    },
  );

  it('takes no time, however long it is', () => {
    expect(parseRange(`bytes=${'1-2,'.repeat(100_000)}`, SIZE)).toBeUndefined();
    expect(parseRange(`bytes=${'1'.repeat(1_000_000)}`, SIZE)).toBeUndefined();
  });
});

describe('a Range header on an empty file', () => {
  it.each(['bytes=0-', 'bytes=0-0', 'bytes=-1'])('%s lies outside of it', (header) => {
    expect(parseRange(header, 0)).toBe('unsatisfiable');
  });
});
