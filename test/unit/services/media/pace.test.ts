import { describe, expect, it } from '@jest/globals';
import { Pace } from '../../../../services/media/pace.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

describe('the pace of a client', () => {
  it('shows nothing while only the buffers in between fill up', () => {
    const pace = new Pace();
    pace.start(0);
    for (let at = 0; at < 4 * MIB; at += 16 * KIB) pace.took(16 * KIB, 1, 1);
    expect(pace.fast).toBe(false);
  });

  it('is fast when it goes on taking megabytes', () => {
    const pace = new Pace();
    pace.start(0);
    for (let at = 0; at < 5 * MIB; at += 16 * KIB) pace.took(16 * KIB, at / MIB, at / MIB);
    expect(pace.fast).toBe(true);
  });

  it('is slow for who takes 320 kbit/s, even after hours', () => {
    const pace = new Pace();
    pace.start(0);
    let now = 0;
    for (let at = 0; at < 500 * MIB; at += 800 * KIB) {
      pace.took(800 * KIB, now, now + 20_000);
      now += 20_000;
      expect(pace.fast).toBe(false);
    }
  });

  it('is slow again when a fast client stops taking, until it proves itself anew', () => {
    const pace = new Pace();
    pace.start(0);
    pace.took(8 * MIB, 0, 1);
    expect(pace.fast).toBe(true);
    pace.took(512 * KIB, 10, 5_000);
    expect(pace.fast).toBe(false);
    pace.took(MIB, 5_000, 5_001);
    expect(pace.fast).toBe(false);
    pace.took(8 * MIB, 5_001, 5_010);
    expect(pace.fast).toBe(true);
  });
});
