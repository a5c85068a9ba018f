import type { Instrument } from './instruments.ts';
import { decayOver } from './numbers.ts';
import { SAMPLE_RATE } from './wav.ts';

export interface PluckOptions {
  /** 0 (thumb on nylon) to 1 (plectrum on steel). */
  brightness: number;
  /** How fast the high tones die, 0.02 to 0.5. */
  damping: number;
  /** Seconds until a string is down by 60 dB at 110 Hz; shorter above. */
  sustain: number;
  /** Where the string is plucked, as a fraction of its length. */
  position: number;
  /** Seconds that the string rings on after the note. */
  ring: number;
  /** Cents between the two strings of a course; without it there is one. */
  course?: number;
}

/** A plucked string: the Karplus-Strong loop with a tuning allpass and a pick position (Jaffe and Smith, 1983). */
export function pluck(options: PluckOptions): Instrument {
  return ({ frequency, seconds, velocity }, random) => {
    const length = Math.floor((seconds + options.ring) * SAMPLE_RATE);
    const samples = new Float32Array(length);
    const detuned = options.course === undefined ? [1] : [1, 1 + options.course * 0.000578];
    for (const ratio of detuned) {
      addString(samples, frequency * ratio, velocity / Math.sqrt(detuned.length), options, random);
    }
    // The finger leaves or damps the string over the ring.
    const release = Math.floor(options.ring * SAMPLE_RATE);
    for (let i = 0; i < release; i++) {
      const left = 1 - i / release;
      samples[length - release + i]! *= left * left;
    }
    return samples;
  };
}

function addString(
  samples: Float32Array,
  frequency: number,
  velocity: number,
  { brightness, damping, sustain, position }: PluckOptions,
  random: () => number,
): void {
  const period = SAMPLE_RATE / frequency;
  const size = Math.floor(period - damping - 0.3);
  const fraction = period - damping - size;
  const allpass = (1 - fraction) / (1 + fraction);
  const loss = decayOver(frequency * sustain * Math.sqrt(110 / frequency));
  const string = excited(size, brightness * (0.6 + 0.4 * velocity), position, random);
  let at = 0;
  let lowpassed = 0;
  let allpassIn = 0;
  let allpassOut = 0;
  for (let i = 0; i < samples.length; i++) {
    const out = string[at]!;
    const filtered = loss * ((1 - damping) * out + damping * lowpassed);
    lowpassed = out;
    allpassOut = allpass * (filtered - allpassOut) + allpassIn;
    allpassIn = filtered;
    string[at] = allpassOut;
    at = at + 1 === size ? 0 : at + 1;
    samples[i]! += out * velocity;
  }
}

/** One period of filtered noise without an offset, at a steady loudness. */
function excited(size: number, brightness: number, position: number, random: () => number): Float64Array {
  const noise = new Float64Array(size);
  const blend = 0.08 + 0.9 * brightness;
  let level = 0;
  for (let pass = 0; pass < 2; pass++) {
    for (let i = 0; i < size; i++) {
      if (pass === 0) noise[i] = random() * 2 - 1;
      level += blend * (noise[i]! - level);
      noise[i] = level;
    }
  }
  const pick = Math.max(1, Math.floor(size * position));
  const picked = noise.map((sample, i) => sample - noise[(i + size - pick) % size]!);
  const mean = picked.reduce((sum, sample) => sum + sample, 0) / size;
  const power = picked.reduce((sum, sample) => sum + (sample - mean) * (sample - mean), 0) / size;
  const gain = 0.3 / Math.sqrt(power + 1e-9);
  return picked.map((sample) => (sample - mean) * gain);
}
