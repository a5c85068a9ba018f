import { describe, expect, it } from '@jest/globals';
import { sleepFactor, sleepTimerOf } from '../../../../web/src/audio/sleep.ts';

describe('The sleep timer', () => {
  it('ends after as many minutes as were asked for', () => {
    expect(sleepTimerOf(30, 1000)).toEqual({ endsAt: 1_801_000 });
    expect(sleepTimerOf('end of track', 1000)).toBe('end of track');
  });

  it.each([[null], [0], [-1], [Number.NaN]])('is none for %p', (when) => {
    expect(sleepTimerOf(when, 1000)).toBeNull();
  });

  it('is no longer than a day', () => {
    expect(sleepTimerOf(1e9, 0)).toEqual({ endsAt: 86_400_000 });
  });

  it('lets the music fade in its last ten seconds', () => {
    const timer = { endsAt: 60_000 };
    expect([0, 50_000, 55_000, 60_000, 70_000].map((now) => sleepFactor(timer, now))).toEqual([
      1, 1, 0.5, 0, 0,
    ]);
    expect(sleepFactor('end of track', 0)).toBe(1);
    expect(sleepFactor(null, 0)).toBe(1);
  });
});
