import type { Instrument } from './instruments.ts';
import { decayOver, type Random, sine } from './numbers.ts';
import { SAMPLE_RATE } from './wav.ts';

export interface DrumOptions {
  /** The skin: Hz at the stroke and when it settles, seconds to settle and to be down by 60 dB, and its peak. */
  skin?: { from: number; to: number; bend: number; seconds: number; level: number };
  /** Noise: seconds to be down by 60 dB, its peak, and its band in Hz. */
  noise?: { seconds: number; level: number; above: number; below: number };
  /** Seconds between several strokes of noise, as of clapping hands. */
  flam?: readonly number[];
}

/** A drum: a skin whose pitch falls, noise, or both. */
export function drum(options: DrumOptions): Instrument {
  const { skin, noise, flam = [0] } = options;
  return ({ velocity }, random) => {
    const seconds = Math.max(skin?.seconds ?? 0, (noise?.seconds ?? 0) + flam.at(-1)!);
    const samples = new Float32Array(Math.floor(seconds * SAMPLE_RATE));
    if (skin !== undefined) addSkin(samples, skin, velocity);
    if (noise !== undefined) {
      for (const at of flam)
        addNoise(samples.subarray(Math.floor(at * SAMPLE_RATE)), noise, velocity, random);
    }
    fadeIn(samples);
    return samples;
  };
}

function addSkin(samples: Float32Array, skin: NonNullable<DrumOptions['skin']>, velocity: number): void {
  const fall = decayOver(skin.seconds * SAMPLE_RATE);
  const settle = decayOver(skin.bend * SAMPLE_RATE);
  let level = skin.level * velocity;
  let above = skin.from - skin.to;
  let turns = 0;
  for (let i = 0; i < samples.length; i++) {
    samples[i]! += level * sine(turns);
    turns += (skin.to + above) / SAMPLE_RATE;
    above *= settle;
    level *= fall;
  }
}

function addNoise(
  samples: Float32Array,
  noise: NonNullable<DrumOptions['noise']>,
  velocity: number,
  random: Random,
): void {
  const fall = decayOver(noise.seconds * SAMPLE_RATE);
  const low = blendAt(noise.above);
  const high = blendAt(noise.below);
  const stroke = new Float32Array(Math.min(samples.length, Math.floor(noise.seconds * SAMPLE_RATE)));
  let level = 1;
  let lows = 0;
  let lower = 0;
  let band = 0;
  let peak = 0;
  for (let i = 0; i < stroke.length; i++) {
    const white = random() * 2 - 1;
    lows += low * (white - lows);
    lower += low * (white - lows - lower);
    band += high * (white - lows - lower - band);
    stroke[i] = level * band;
    peak = Math.max(peak, Math.abs(stroke[i]!));
    level *= fall;
  }
  const gain = (noise.level * velocity) / peak;
  for (let i = 0; i < stroke.length; i++) samples[i]! += gain * stroke[i]!;
}

function blendAt(hz: number): number {
  const w = (6.2832 * hz) / SAMPLE_RATE;
  return w / (1 + w);
}

function fadeIn(samples: Float32Array): void {
  for (let i = 0; i < 32 && i < samples.length; i++) samples[i]! *= i / 32;
}
