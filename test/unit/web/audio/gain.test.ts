import { describe, expect, it } from '@jest/globals';
import { replayGainFactor, volumeFactor } from '../../../../web/src/audio/gain.ts';

const gains = { trackGain: -6.0206, albumGain: -12.0412, trackPeak: 0.5, albumPeak: 1 };

describe('ReplayGain', () => {
  it.each([
    ['track', 0.5],
    ['album', 0.25],
    ['off', 1],
  ] as const)('takes the gain of the mode "%s"', (mode, factor) => {
    expect(replayGainFactor(gains, mode)).toBeCloseTo(factor, 4);
  });

  it('takes the gain of the other mode when its own is missing', () => {
    expect(replayGainFactor({ trackGain: -6.0206 }, 'album')).toBeCloseTo(0.5, 4);
    expect(replayGainFactor({ albumGain: -6.0206 }, 'track')).toBeCloseTo(0.5, 4);
  });

  it('changes nothing when nothing is known', () => {
    expect(replayGainFactor(undefined, 'track')).toBe(1);
    expect(replayGainFactor({}, 'album')).toBe(1);
    expect(replayGainFactor({ trackGain: Number.NaN }, 'track')).toBe(1);
  });

  it('never lets a peak clip', () => {
    expect(replayGainFactor({ trackGain: 12, trackPeak: 0.8 }, 'track')).toBeCloseTo(1.25);
    expect(replayGainFactor({ trackGain: 12 }, 'track')).toBe(1);
  });

  it('does not believe a tag that asks for hundreds of decibels', () => {
    expect(replayGainFactor({ trackGain: -400 }, 'track')).toBeCloseTo(10 ** (-30 / 20));
  });
});

describe('The volume', () => {
  it('is silent at 0 and full at 1', () => {
    expect([0, 0.5, 1].map(volumeFactor)).toEqual([0, 0.25, 1]);
  });
});
