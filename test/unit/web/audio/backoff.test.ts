import { describe, expect, it } from '@jest/globals';
import { backoff, retryAfter } from '../../../../web/src/audio/backoff.ts';

describe('The wait before the next try', () => {
  it('doubles with each failure, up to ten seconds', () => {
    expect([1, 2, 3, 10, 1000].map((failures) => backoff(failures, 0.5))).toEqual([
      250, 500, 1000, 10_000, 10_000,
    ]);
  });

  it('differs from listener to listener by a quarter', () => {
    expect(backoff(3, 0)).toBe(750);
    expect(backoff(3, 1)).toBe(1250);
  });

  it('is not shorter than the server asks, nor longer than a minute', () => {
    expect(backoff(1, 0.5, 3000)).toBe(3000);
    expect(backoff(1, 0.5, 3_600_000)).toBe(60_000);
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');

  it.each([
    ['120', 120_000],
    ['Thu, 01 Jan 2026 00:00:05 GMT', 5000],
    ['Wed, 31 Dec 2025 23:00:00 GMT', 0],
    ['soon', 0],
    [null, 0],
  ])('%p means %p ms', (header, milliseconds) => {
    expect(retryAfter(header, now)).toBe(milliseconds);
  });
});
