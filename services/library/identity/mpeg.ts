import type { ByteSource } from './source.ts';

/** kbit/s of layer III by the index in the frame header: MPEG 1, and MPEG 2 and 2.5. */
const RATES_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const RATES_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const SAMPLE_RATES = [44_100, 48_000, 32_000];

/**
 * Skips a first MP3 frame that holds a Xing, Info or VBRI header: it is no audio but a table about it, which tools
 * rewrite along with the tags.
 * @param offset where the first frame begins
 */
export function skipInfoFrame(source: ByteSource, offset: number): number {
  const head = source.read(offset, 64);
  if (head.length < 64 || head[0] !== 0xff || (head[1]! & 0xe6) !== 0xe2) return offset;
  const version = (head[1]! >> 3) & 3;
  const rate = (version === 3 ? RATES_1 : RATES_2)[head[2]! >> 4];
  const sampleRate = SAMPLE_RATES[(head[2]! >> 2) & 3];
  if (!rate || sampleRate === undefined || version === 1) return offset;
  const divisor = version === 3 ? 1 : version === 2 ? 2 : 4;
  const padding = (head[2]! >> 1) & 1;
  const length = Math.floor(((version === 3 ? 144_000 : 72_000) * rate * divisor) / sampleRate) + padding;

  const mono = head[3]! >> 6 === 3;
  const side = version === 3 ? (mono ? 17 : 32) : mono ? 9 : 17;
  const mark = head.toString('latin1', 4 + side, 8 + side);
  const isInfo = mark === 'Xing' || mark === 'Info' || head.toString('latin1', 36, 40) === 'VBRI';
  return isInfo ? offset + length : offset;
}
