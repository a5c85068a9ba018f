import { SAMPLE_RATE, type Stereo } from './wav.ts';

/** y = b0 x + b1 x' + b2 x'' - a1 y' - a2 y''. */
type Biquad = readonly [b0: number, b1: number, b2: number, a1: number, a2: number];

const K_WEIGHTING = [shelf(), highpass()];

/**
 * Integrated loudness in LUFS after ITU-R BS.1770-5: K-weighted, in blocks of 400 ms that overlap by three quarters,
 * gated at -70 LUFS and at 10 LU below what remains. -Infinity for silence.
 */
export function loudnessOf(sound: Stereo): number {
  const hop = SAMPLE_RATE / 10;
  const hops = Math.floor(sound.left.length / hop);
  const powers = new Float64Array(hops);
  for (const channel of [sound.left, sound.right]) addPowers(powers, channel, hop);
  const blocks = Array.from({ length: Math.max(0, hops - 3) }, (_, i) => {
    return (powers[i]! + powers[i + 1]! + powers[i + 2]! + powers[i + 3]!) / (4 * hop);
  });
  const audible = blocks.filter((power) => lufs(power) > -70);
  const gate = lufs(mean(audible)) - 10;
  return lufs(mean(audible.filter((power) => lufs(power) > gate)));
}

/** The largest sample as a fraction of full scale. */
export function peakOf({ left, right }: Stereo): number {
  let peak = 0;
  for (const channel of [left, right]) {
    for (let i = 0; i < channel.length; i++) {
      const size = Math.abs(channel[i]!);
      if (size > peak) peak = size;
    }
  }
  return peak;
}

const lufs = (power: number) => -0.691 + 10 * Math.log10(power);
const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / (values.length || 1);

function addPowers(powers: Float64Array, channel: Float32Array, hop: number): void {
  const [[b0, b1, b2, a1, a2], [c0, c1, c2, d1, d2]] = K_WEIGHTING as [Biquad, Biquad];
  let [x1, x2, y1, y2, z1, z2] = [0, 0, 0, 0, 0, 0];
  for (let h = 0, i = 0; h < powers.length; h++) {
    let sum = 0;
    for (const end = i + hop; i < end; i++) {
      const x = channel[i]!;
      const y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
      const z = c0 * y + c1 * y1 + c2 * y2 - d1 * z1 - d2 * z2;
      x2 = x1;
      x1 = x;
      y2 = y1;
      y1 = y;
      z2 = z1;
      z1 = z;
      sum += z * z;
    }
    powers[h]! += sum;
  }
}

/** The analogue filters behind the tables of BS.1770 for 48 kHz, brought to our sample rate by the bilinear transform. */
function shelf(): Biquad {
  const k = Math.tan((Math.PI * 1681.974450955533) / SAMPLE_RATE);
  const q = 0.7071752369554196;
  const high = 1.5848647011308556;
  const band = 1.2587209302325582;
  const a0 = 1 + k / q + k * k;
  return [
    (high + (band * k) / q + k * k) / a0,
    (2 * (k * k - high)) / a0,
    (high - (band * k) / q + k * k) / a0,
    (2 * (k * k - 1)) / a0,
    (1 - k / q + k * k) / a0,
  ];
}

function highpass(): Biquad {
  const k = Math.tan((Math.PI * 38.13547087602444) / SAMPLE_RATE);
  const q = 0.5003270373238773;
  const a0 = 1 + k / q + k * k;
  return [1, -2, 1, (2 * (k * k - 1)) / a0, (1 - k / q + k * k) / a0];
}
