import { describe, expect, it } from '@jest/globals';
import { Headroom, Ration } from '../../../../services/media/ration.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
const SLICE = 64 * KIB;
/** Bytes a second of music at 320 kbit/s. */
const RATE = 40_000;

/** Writes all that is allowed at a time. */
const fill = (ration: Ration, now: number, most = 100 * MIB) => {
  let written = 0;
  while (written < most && ration.allows(SLICE, now)) {
    ration.wrote(SLICE);
    written += SLICE;
  }
  return written;
};

describe('without headroom, a client that may be slow', () => {
  it('gets seconds of music at once, and never less than it plays after that', () => {
    const ration = new Ration(new Headroom(0), RATE, 0);
    let sent = fill(ration, 0);
    expect(sent).toBeGreaterThan(5 * RATE);
    expect(sent).toBeLessThan(10 * RATE);
    for (let second = 1; second <= 600; second++) {
      sent += fill(ration, second * 1000);
      expect(sent).toBeGreaterThan((second + 4) * RATE);
      if (sent < 4 * MIB) expect(sent).toBeLessThan((second * 1.2 + 8) * RATE);
    }
  });

  it.each([0, 1, Number.NaN])('gets enough for 320 kbit/s when its file claims %d bytes a second', (rate) => {
    const headroom = new Headroom(0);
    const ration = new Ration(headroom, rate, 0);
    expect(fill(ration, 0) + fill(ration, 60_000)).toBeGreaterThan(60 * RATE);
    expect(headroom.taken).toBe(0);
  });

  it('is not held back when nobody knows how long the music is', () => {
    const ration = new Ration(new Headroom(0), Number.POSITIVE_INFINITY, 0);
    expect(fill(ration, 0)).toBe(100 * MIB);
  });
});

describe('with headroom', () => {
  it('a client goes on at full speed, and once it must have read gives all of it back', () => {
    const headroom = new Headroom(8 * MIB);
    const ration = new Ration(headroom, RATE, 0);
    expect(fill(ration, 1, 2 * MIB)).toBe(2 * MIB);
    expect(headroom.taken).toBeGreaterThan(MIB);
    expect(fill(ration, 2)).toBe(100 * MIB);
    expect(headroom.taken).toBe(0);
  });

  it('clients together take no more than there is, and give back what time has caught up with', () => {
    const headroom = new Headroom(8 * MIB);
    const rations = Array.from({ length: 20 }, () => new Ration(headroom, RATE, 0));
    for (const ration of rations) fill(ration, 0.5, 3 * MIB);
    expect(headroom.taken).toBeLessThanOrEqual(8 * MIB);
    expect(headroom.taken).toBeGreaterThan(7 * MIB);
    for (const ration of rations) ration.allows(0, 120_000);
    expect(headroom.taken).toBe(0);
  });

  it('a client that ends gives back exactly what it took', () => {
    const headroom = new Headroom(8 * MIB);
    const rations = [0.1, 0.7, 1 / 3].map((now) => {
      const ration = new Ration(headroom, RATE / 0.7, 0);
      fill(ration, now, MIB);
      return ration;
    });
    for (const ration of rations) ration.restart(0);
    expect(headroom.taken).toBe(0);
  });
});
