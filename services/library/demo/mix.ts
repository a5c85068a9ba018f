import { decayOver } from './numbers.ts';
import { SAMPLE_RATE, type Stereo } from './wav.ts';

/** Where the parts of a piece come together: a stereo sum, and what of it goes to the echo and the reverb. */
export interface Mix extends Stereo {
  toReverb: Float32Array;
  toEcho: Float32Array;
}

export interface Place {
  /** Seconds from the start. */
  at: number;
  gain: number;
  /** -1 (left) to 1 (right). */
  pan: number;
  /** 0 to 1. */
  reverb: number;
  echo: number;
}

/** An empty mix of so many seconds. */
export function emptyMix(seconds: number): Mix {
  const channel = () => new Float32Array(Math.ceil(seconds * SAMPLE_RATE));
  return { left: channel(), right: channel(), toReverb: channel(), toEcho: channel() };
}

/** Adds mono samples at their place, panned at constant power; what lies past the end is dropped. */
export function place(mix: Mix, samples: Float32Array, { at, gain, pan, reverb, echo }: Place): void {
  const start = Math.round(at * SAMPLE_RATE);
  const left = gain * Math.sqrt((1 - pan) / 2);
  const right = gain * Math.sqrt((1 + pan) / 2);
  const end = Math.min(samples.length, mix.left.length - start);
  for (let i = 0, j = start; i < end; i++, j++) {
    const sample = samples[i]!;
    mix.left[j]! += sample * left;
    mix.right[j]! += sample * right;
    mix.toReverb[j]! += sample * gain * reverb;
    mix.toEcho[j]! += sample * gain * echo;
  }
}

/** Adds an echo that alternates between the sides every `seconds`, each 45 % of the one before. */
export function addEcho(mix: Mix, seconds: number): void {
  const delay = Math.round(seconds * SAMPLE_RATE);
  const line = mix.toEcho;
  let side = mix.left;
  let other = mix.right;
  for (let tap = 1, level = 0.5; tap <= 5; tap++, level *= 0.45) {
    const offset = tap * delay;
    for (let i = offset; i < side.length; i++) {
      const sample = level * line[i - offset]!;
      side[i]! += sample;
      mix.toReverb[i]! += sample * 0.2;
    }
    [side, other] = [other, side];
  }
}

/** Lengths of the delay lines in samples: primes, so that their echoes do not fall together. */
const LINES = [887, 1013, 1129, 1277, 1399, 1543, 1663, 1811];

/** Adds the sound of a room that takes `seconds` to fall silent: a feedback delay network (Jot, 1991). */
export function addReverb(mix: Mix, seconds: number): void {
  const lines = LINES.map((length) => new Float32Array(length));
  const gains = LINES.map((length) => decayOver((seconds * SAMPLE_RATE) / length));
  const positions = new Int32Array(LINES.length);
  const damped = new Float64Array(LINES.length);
  const returned = new Float64Array(LINES.length);
  const size = LINES.length;
  for (let i = 0; i < mix.left.length; i++) {
    let sum = 0;
    let left = 0;
    let right = 0;
    for (let n = 0; n < size; n++) {
      const out = lines[n]![positions[n]!]!;
      // The walls take the high tones first.
      damped[n]! += 0.55 * (out - damped[n]!);
      const sample = damped[n]! * gains[n]!;
      returned[n] = sample;
      sum += sample;
      if (n % 2 === 0) left += n % 4 === 0 ? sample : -sample;
      else right += n % 4 === 1 ? sample : -sample;
    }
    // Householder feedback: each line gets itself less a quarter of the sum, which keeps the energy.
    const feedback = sum / 4;
    const dry = mix.toReverb[i]!;
    for (let n = 0; n < size; n++) {
      const position = positions[n]!;
      lines[n]![position] = returned[n]! - feedback + dry;
      positions[n] = position + 1 === LINES[n]! ? 0 : position + 1;
    }
    mix.left[i]! += left * 0.35;
    mix.right[i]! += right * 0.35;
  }
}

/** Removes what lies below hearing, in place. */
export function removeRumble({ left, right }: Stereo): void {
  for (const channel of [left, right]) {
    let low = 0;
    for (let i = 0; i < channel.length; i++) {
      low += 0.0045 * (channel[i]! - low);
      channel[i]! -= low;
    }
  }
}

/** Fades the last `seconds` out, in place. */
export function fadeOut({ left, right }: Stereo, seconds: number): void {
  const length = Math.round(seconds * SAMPLE_RATE);
  const start = left.length - length;
  for (let i = 0; i < length; i++) {
    const level = 1 - i / length;
    left[start + i]! *= level * level;
    right[start + i]! *= level * level;
  }
}

const KNEE = 0.6;
const CEILING = 0.95;

/** Amplifies, and bends what would go over the ceiling (-0.4 dBFS) softly under it, in place. */
export function amplify({ left, right }: Stereo, gain: number): void {
  const room = CEILING - KNEE;
  for (const channel of [left, right]) {
    for (let i = 0; i < channel.length; i++) {
      const sample = channel[i]! * gain;
      const size = Math.abs(sample);
      if (size <= KNEE) channel[i] = sample;
      else {
        const over = (size - KNEE) / room;
        channel[i] = Math.sign(sample) * (KNEE + (room * over) / (1 + over));
      }
    }
  }
}
