/** A source of numbers from 0 up to, but not including, 1. */
export type Random = () => number;

/**
 * A random source that gives the same numbers for the same seed on every machine (mulberry32, seeded by the
 * FNV-1a hash of a text).
 */
export function seeded(seed: string): Random {
  let state = 0x811c9dc5;
  for (let i = 0; i < seed.length; i++) state = Math.imul(state ^ seed.charCodeAt(i), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

// Math.sin and Math.pow may differ in the last bit between builds of the runtime, and the demo must not: what follows
// uses only the operations that IEEE 754 defines to the bit.

/** 2 to the power of `x`. */
export function exp2(x: number): number {
  const whole = Math.floor(x);
  const y = (x - whole) * Math.LN2;
  let sum = 1;
  for (let term = 1, n = 1; n < 20; n++) {
    term *= y / n;
    sum += term;
  }
  for (let n = 0; n < Math.abs(whole); n++) sum *= whole < 0 ? 0.5 : 2;
  return sum;
}

/** The factor of a level in dB. */
export const decibels = (db: number): number => exp2(db / 6.020599913279624);

/** Hz of a MIDI pitch (69 is a' = 440 Hz). */
export const frequencyOf = (pitch: number): number => 440 * exp2((pitch - 69) / 12);

/** The factor by which a level falls each step to be down by 60 dB after `steps`. */
export const decayOver = (steps: number): number => exp2(-9.965784284662087 / steps);

const SINE_SIZE = 2048;
const SINES = Float64Array.from({ length: SINE_SIZE + 1 }, (_, i) => taylorSine(i / SINE_SIZE));

/** The sine of `turns` full circles, interpolated from a table (error below 2e-6). */
export function sine(turns: number): number {
  const at = (turns - Math.floor(turns)) * SINE_SIZE;
  const i = at | 0;
  return SINES[i]! + (SINES[i + 1]! - SINES[i]!) * (at - i);
}

function taylorSine(turns: number): number {
  const x = (turns > 0.75 ? turns - 1 : turns > 0.25 ? 0.5 - turns : turns) * 2 * Math.PI;
  let sum = x;
  for (let term = x, n = 2; n < 24; n += 2) {
    term *= (-x * x) / (n * (n + 1));
    sum += term;
  }
  return sum;
}
