import { drum } from './drums.ts';
import { exp2, type Random } from './numbers.ts';
import { pluck } from './pluck.ts';
import { fm, wave } from './tone.ts';

export interface Tone {
  /** Hz. */
  frequency: number;
  /** From the stroke to the release. */
  seconds: number;
  /** 0 to 1. */
  velocity: number;
}

/** Plays one tone: mono samples from its stroke until it has died away. */
export type Instrument = (tone: Tone, random: Random) => Float32Array;

/** A pulse wave that is up for `width` of its period. */
const pulse = (width: number) => {
  // sin(pi n width), the harmonics of a pulse, for the widths 1/2 and 1/4 that are used.
  const levels =
    width === 0.5 ? [0, 1, 0, -1] : [0, Math.SQRT1_2, 1, Math.SQRT1_2, 0, -Math.SQRT1_2, -1, -Math.SQRT1_2];
  return (n: number) => levels[n % levels.length]! / n;
};
const saw = (n: number) => 1 / n;
const triangle = (n: number) => (n % 2 === 0 ? 0 : (n % 4 === 1 ? 1 : -1) / (n * n));

/** A voice on a vowel: resonances over a falling spectrum. `formants` are [Hz, level, width in Hz]. */
const vowel = (formants: readonly (readonly [number, number, number])[]) => (n: number, frequency: number) =>
  formants.reduce((sum, [hz, level, width]) => {
    const off = (n * frequency - hz) / width;
    return sum + level / (1 + off * off);
  }, 0.02) / Math.sqrt(n);

/** Every instrument of the demo. */
export const INSTRUMENTS = {
  nylonGuitar: pluck({ brightness: 0.3, damping: 0.3, sustain: 3.2, position: 0.22, ring: 0.25 }),
  fadoGuitar: pluck({ brightness: 0.8, damping: 0.12, sustain: 3.6, position: 0.12, ring: 0.5, course: 5 }),
  lute: pluck({ brightness: 0.5, damping: 0.22, sustain: 2.8, position: 0.16, ring: 0.4, course: 3 }),
  harp: pluck({ brightness: 0.35, damping: 0.18, sustain: 4.5, position: 0.4, ring: 1.2 }),
  contrabass: pluck({ brightness: 0.16, damping: 0.42, sustain: 2.4, position: 0.25, ring: 0.12 }),

  musicBox: fm({
    ratio: 5.19,
    index: 0.16,
    indexDecay: 0.35,
    attack: 0.002,
    decay: 2.2,
    sustain: 0,
    release: 0.8,
  }),
  bell: fm({ ratio: 3.5, index: 0.28, indexDecay: 1.8, attack: 0.004, decay: 4.5, sustain: 0, release: 2.5 }),
  electricPiano: fm({
    ratio: 1,
    index: 0.18,
    indexDecay: 0.9,
    attack: 0.004,
    decay: 3.5,
    sustain: 0,
    release: 0.25,
  }),
  celesta: fm({
    ratio: 4,
    index: 0.09,
    indexDecay: 0.3,
    attack: 0.003,
    decay: 2.4,
    sustain: 0,
    release: 0.6,
  }),

  pad: wave({
    harmonic: saw,
    spread: 16,
    attack: 1.1,
    decay: 2,
    sustain: 0.85,
    release: 2.2,
    filter: { from: 2, to: 4, seconds: 2.5 },
  }),
  strings: wave({
    harmonic: saw,
    spread: 20,
    attack: 0.22,
    decay: 1,
    sustain: 0.85,
    release: 0.5,
    filter: { from: 5, to: 4, seconds: 1 },
    vibrato: { rate: 5.1, cents: 6, delay: 0.4 },
  }),
  flute: wave({
    harmonic: (n) => exp2(-1.7 * (n - 1)),
    attack: 0.06,
    decay: 0.4,
    sustain: 0.88,
    release: 0.12,
    vibrato: { rate: 4.8, cents: 12, delay: 0.5 },
    breath: 0.14,
  }),
  shawm: wave({
    harmonic: vowel([
      [950, 1, 260],
      [1900, 0.7, 380],
      [3100, 0.35, 600],
    ]),
    attack: 0.035,
    decay: 0.3,
    sustain: 0.85,
    release: 0.08,
    vibrato: { rate: 5.3, cents: 9, delay: 0.35 },
  }),
  voice: wave({
    harmonic: vowel([
      [720, 1, 130],
      [1150, 0.6, 170],
      [2750, 0.22, 300],
    ]),
    spread: 7,
    attack: 0.09,
    decay: 0.5,
    sustain: 0.88,
    release: 0.2,
    vibrato: { rate: 5.2, cents: 18, delay: 0.45 },
    breath: 0.03,
  }),
  accordion: wave({
    harmonic: (n) => (n < 14 ? 1 / n : 0),
    spread: 14,
    attack: 0.05,
    decay: 1,
    sustain: 0.9,
    release: 0.1,
    filter: { from: 6, to: 5, seconds: 1 },
  }),

  squareLead: wave({
    harmonic: pulse(0.5),
    attack: 0.003,
    decay: 0.25,
    sustain: 0.6,
    release: 0.04,
    vibrato: { rate: 6, cents: 14, delay: 0.3 },
  }),
  thinPulse: wave({ harmonic: pulse(0.25), attack: 0.002, decay: 0.35, sustain: 0.15, release: 0.05 }),
  triangleBass: wave({ harmonic: triangle, attack: 0.003, decay: 0.6, sustain: 0.7, release: 0.03 }),
  synthBass: wave({
    harmonic: saw,
    spread: 6,
    attack: 0.004,
    decay: 0.5,
    sustain: 0.65,
    release: 0.06,
    filter: { from: 12, to: 2.5, seconds: 0.3 },
  }),
  synthLead: wave({
    harmonic: saw,
    spread: 12,
    attack: 0.012,
    decay: 0.5,
    sustain: 0.75,
    release: 0.14,
    filter: { from: 9, to: 5, seconds: 0.6 },
    vibrato: { rate: 5.4, cents: 10, delay: 0.4 },
  }),
  synthPluck: wave({
    harmonic: saw,
    spread: 9,
    attack: 0.003,
    decay: 0.7,
    sustain: 0,
    release: 0.15,
    filter: { from: 10, to: 1.5, seconds: 0.35 },
  }),
  drone: wave({
    harmonic: vowel([
      [300, 1, 220],
      [900, 0.5, 300],
      [2000, 0.2, 500],
    ]),
    spread: 8,
    attack: 0.5,
    decay: 1,
    sustain: 0.95,
    release: 0.8,
  }),

  kick: drum({
    skin: { from: 160, to: 48, bend: 0.12, seconds: 0.38, level: 1.1 },
    noise: { seconds: 0.02, level: 0.3, above: 800, below: 5000 },
  }),
  snare: drum({
    skin: { from: 260, to: 185, bend: 0.1, seconds: 0.18, level: 0.5 },
    noise: { seconds: 0.24, level: 0.75, above: 900, below: 8500 },
  }),
  clap: drum({ noise: { seconds: 0.22, level: 0.75, above: 1100, below: 6000 }, flam: [0, 0.011, 0.024] }),
  hat: drum({ noise: { seconds: 0.075, level: 0.6, above: 7000, below: 14_000 } }),
  openHat: drum({ noise: { seconds: 0.34, level: 0.5, above: 6500, below: 14_000 } }),
  shaker: drum({ noise: { seconds: 0.11, level: 0.45, above: 4500, below: 11_000 } }),
  rim: drum({
    skin: { from: 1750, to: 1650, bend: 0.02, seconds: 0.07, level: 0.4 },
    noise: { seconds: 0.02, level: 0.25, above: 2000, below: 9000 },
  }),
  surdo: drum({ skin: { from: 92, to: 68, bend: 0.2, seconds: 0.55, level: 0.9 } }),
  frameDrum: drum({
    skin: { from: 150, to: 96, bend: 0.15, seconds: 0.5, level: 0.8 },
    noise: { seconds: 0.06, level: 0.25, above: 500, below: 4000 },
  }),
  tambourine: drum({ noise: { seconds: 0.2, level: 0.5, above: 6000, below: 13_000 }, flam: [0, 0.018] }),
  chipSnare: drum({ noise: { seconds: 0.16, level: 0.6, above: 700, below: 12_000 } }),
  chipHat: drum({ noise: { seconds: 0.04, level: 0.5, above: 5000, below: 14_000 } }),
  chipKick: drum({ skin: { from: 240, to: 55, bend: 0.1, seconds: 0.2, level: 0.9 } }),
} satisfies Record<string, Instrument>;

export type InstrumentName = keyof typeof INSTRUMENTS;
