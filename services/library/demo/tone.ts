import type { Instrument } from './instruments.ts';
import { decayOver, exp2, sine } from './numbers.ts';
import { SAMPLE_RATE } from './wav.ts';

/** Seconds of attack, of decay to the sustained level (0 to 1), and of release after the note. */
export interface Envelope {
  attack: number;
  decay: number;
  sustain: number;
  release: number;
}

export interface WaveOptions extends Envelope {
  /** Amplitude of the `n`th harmonic of a tone of `frequency` Hz. */
  harmonic: (n: number, frequency: number) => number;
  /** Cents between the outermost of three voices. */
  spread?: number;
  vibrato?: { rate: number; cents: number; delay: number };
  /** Lowpass, as a multiple of the frequency: where it starts and where it settles, in `seconds`. */
  filter?: { from: number; to: number; seconds: number };
  /** Level of breath beside the tone. */
  breath?: number;
}

const TABLE_SIZE = 1024;
const HIGHEST = 13_000;

/** A tone from a table of one period, without harmonics above hearing or above half the sample rate. */
export function wave(options: WaveOptions): Instrument {
  const tables = new Map<number, Float32Array>();
  return ({ frequency, seconds, velocity }, random) => {
    let table = tables.get(frequency);
    if (table === undefined) {
      table = periodOf(options.harmonic, frequency);
      tables.set(frequency, table);
    }
    const samples = new Float32Array(Math.floor((seconds + options.release) * SAMPLE_RATE));
    const spread = options.spread;
    const ratios = spread === undefined ? [1] : [-0.5, 0, 0.5].map((at) => exp2((at * spread) / 1200));
    for (const ratio of ratios) {
      addVoice(
        samples,
        table,
        frequency * ratio,
        velocity / Math.sqrt(ratios.length),
        random(),
        options.vibrato,
      );
    }
    if (options.breath !== undefined) addBreath(samples, options.breath * velocity, random);
    if (options.filter !== undefined) lowpass(samples, frequency, options.filter);
    shape(samples, options, seconds);
    return samples;
  };
}

export interface FmOptions extends Envelope {
  /** Frequency of the modulator as a multiple of the carrier's. */
  ratio: number;
  /** Modulation at the attack, in turns, and the seconds until it is down by 60 dB. */
  index: number;
  indexDecay: number;
}

/** A tone by frequency modulation (Chowning, 1973): bells, music boxes, electric pianos, basses. */
export function fm(options: FmOptions): Instrument {
  return ({ frequency, seconds, velocity }) => {
    const samples = new Float32Array(Math.floor((seconds + options.release) * SAMPLE_RATE));
    const carrier = frequency / SAMPLE_RATE;
    const modulator = carrier * options.ratio;
    const decay = decayOver(options.indexDecay * SAMPLE_RATE);
    let index = options.index * velocity;
    for (let i = 0; i < samples.length; i++) {
      samples[i] = velocity * sine(carrier * i + index * sine(modulator * i));
      index *= decay;
    }
    shape(samples, options, seconds);
    return samples;
  };
}

function periodOf(harmonic: WaveOptions['harmonic'], frequency: number): Float32Array {
  const table = new Float32Array(TABLE_SIZE + 1);
  for (let n = 1; n <= 64 && n * frequency < HIGHEST; n++) {
    const level = harmonic(n, frequency);
    if (level !== 0) for (let i = 0; i <= TABLE_SIZE; i++) table[i]! += level * sine((n * i) / TABLE_SIZE);
  }
  const power = table.reduce((sum, sample) => sum + sample * sample, 0) / TABLE_SIZE;
  return table.map((sample) => (sample * 0.5) / Math.sqrt(power + 1e-9));
}

function addVoice(
  samples: Float32Array,
  table: Float32Array,
  frequency: number,
  level: number,
  start: number,
  vibrato: WaveOptions['vibrato'],
): void {
  const step = (frequency * TABLE_SIZE) / SAMPLE_RATE;
  const depth = vibrato === undefined ? 0 : step * vibrato.cents * 0.000578;
  const rate = vibrato === undefined ? 0 : vibrato.rate / SAMPLE_RATE;
  const delay = vibrato === undefined ? 1 : vibrato.delay * SAMPLE_RATE;
  let bend = 0;
  let at = start * TABLE_SIZE;
  for (let i = 0; i < samples.length; i++) {
    const index = at | 0;
    const here = table[index]!;
    samples[i]! += level * (here + (table[index + 1]! - here) * (at - index));
    if (depth > 0 && i % 32 === 0) bend = depth * Math.min(1, i / delay) * sine(rate * i);
    at += step + bend;
    if (at >= TABLE_SIZE) at -= TABLE_SIZE;
  }
}

function addBreath(samples: Float32Array, level: number, random: () => number): void {
  let soft = 0;
  for (let i = 0; i < samples.length; i++) {
    soft += 0.25 * (random() * 2 - 1 - soft);
    samples[i]! += level * soft;
  }
}

/** Two one-pole lowpasses in a row. */
function lowpass(
  samples: Float32Array,
  frequency: number,
  { from, to, seconds }: NonNullable<WaveOptions['filter']>,
): void {
  const decay = decayOver(seconds * SAMPLE_RATE * 2);
  let open = from - to;
  let first = 0;
  let last = 0;
  for (let i = 0; i < samples.length; i++) {
    const w = (6.2832 * Math.min(HIGHEST, frequency * (to + open))) / SAMPLE_RATE;
    const blend = w / (1 + w);
    open *= decay;
    first += blend * (samples[i]! - first);
    last += blend * (first - last);
    samples[i] = last;
  }
}

/** Applies an envelope without corners that click: a smoothed attack, an exponential decay, a squared release. */
function shape(samples: Float32Array, { attack, decay, sustain, release }: Envelope, seconds: number): void {
  const rise = Math.max(1, Math.floor(attack * SAMPLE_RATE));
  const fall = decayOver(decay * SAMPLE_RATE);
  const released = Math.max(1, Math.floor(release * SAMPLE_RATE));
  const releaseAt = Math.max(0, Math.min(Math.floor(seconds * SAMPLE_RATE), samples.length - released));
  let above = 1 - sustain;
  for (let i = 0; i < samples.length; i++) {
    const t = i < rise ? i / rise : 1;
    if (i >= rise) above *= fall;
    const left = i < releaseAt ? 1 : 1 - (i - releaseAt) / released;
    samples[i]! *= t * t * (3 - 2 * t) * (sustain + above) * left * left;
  }
}
