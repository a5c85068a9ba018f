import { decayOver } from './numbers.ts';
import { SAMPLE_RATE, type Stereo } from './wav.ts';

/** Where the parts of a piece come together: a stereo sum, and what of it goes to the echo and the reverb. */
export interface Mix extends Stereo {
  toReverb: Float32Array;
  toEcho: Float32Array;
}

/** How a part stands in the mix. */
export interface Stand {
  gain: number;
  /** -1 (left) to 1 (right). */
  pan: number;
  /** 0 to 1. */
  reverb: number;
  echo: number;
}

const silence = (seconds: number) => new Float32Array(Math.ceil(seconds * SAMPLE_RATE));

/** An empty mix of so many seconds. */
export function emptyMix(seconds: number): Mix {
  return {
    left: silence(seconds),
    right: silence(seconds),
    toReverb: silence(seconds),
    toEcho: silence(seconds),
  };
}

/** A part of the mix by itself: `sounds` at their seconds; what lies past its end is dropped. */
export function track(
  seconds: number,
  sounds: Iterable<{ at: number; samples: Float32Array }>,
): Float32Array {
  const sum = silence(seconds);
  for (const { at, samples } of sounds) {
    const start = Math.round(at * SAMPLE_RATE);
    const end = Math.min(samples.length, sum.length - start);
    for (let i = 0; i < end; i++) sum[start + i]! += samples[i]!;
  }
  return sum;
}

/** Adds a part, panned at constant power. */
export function addPart(mix: Mix, part: Float32Array, { gain, pan, reverb, echo }: Stand): void {
  const left = gain * Math.sqrt((1 - pan) / 2);
  const right = gain * Math.sqrt((1 + pan) / 2);
  for (let i = 0; i < part.length; i++) {
    const sample = part[i]!;
    mix.left[i]! += sample * left;
    mix.right[i]! += sample * right;
    mix.toReverb[i]! += sample * gain * reverb;
    mix.toEcho[i]! += sample * gain * echo;
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

/** Samples worked on at a time; fewer than the shortest line holds. */
const BLOCK = 512;

/** Adds the sound of a room that takes `seconds` to fall silent: a feedback delay network (Jot, 1991). */
export function addReverb(mix: Mix, seconds: number): void {
  const lines = LINES.map((length) => ({
    samples: new Float64Array(length),
    gain: decayOver((seconds * SAMPLE_RATE) / length),
    position: 0,
    damped: 0,
    out: new Float64Array(BLOCK),
  }));
  const sum = new Float64Array(BLOCK);
  for (let start = 0; start < mix.left.length; start += BLOCK) {
    const count = Math.min(BLOCK, mix.left.length - start);
    sum.fill(0);
    for (const [n, line] of lines.entries()) {
      const { samples, gain, out } = line;
      const side = n % 2 === 0 ? mix.left : mix.right;
      const level = n % 4 < 2 ? 0.35 : -0.35;
      let { damped, position } = line;
      for (let i = 0; i < count; ) {
        const end = Math.min(count, i + samples.length - position);
        for (; i < end; i++, position++) {
          // The walls take the high tones first.
          damped += 0.55 * (samples[position]! - damped);
          const sample = damped * gain;
          out[i] = sample;
          sum[i]! += sample;
          side[start + i]! += level * sample;
        }
        if (position === samples.length) position = 0;
      }
      line.damped = damped;
    }
    for (const line of lines) {
      const { samples, out } = line;
      let { position } = line;
      // Householder feedback: each line gets itself less a quarter of the sum, which keeps the energy.
      for (let i = 0; i < count; i++) {
        samples[position] = out[i]! - sum[i]! / 4 + mix.toReverb[start + i]!;
        position = position + 1 === samples.length ? 0 : position + 1;
      }
      line.position = position;
    }
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
