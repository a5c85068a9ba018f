import { numbers, viewOf } from './boxes.ts';
import { crc8, crc16 } from './crc.ts';
import { FLAC_MIME, type FlacInfo, flacHead } from './flac.ts';
import { fragment, type Sample } from './fragments.ts';
import type { Bytes, Piece, Sound } from './sound.ts';

/** Uncompressed samples in a file. */
export interface Pcm {
  channels: number;
  sampleRate: number;
  /** Bits of a stored sample: a multiple of 8, or 32 or 64 of a float. */
  bits: 8 | 16 | 24 | 32 | 64;
  kind: 'signed' | 'unsigned' | 'float';
  littleEndian: boolean;
  /** The first byte, and the one behind the last. */
  from: number;
  to: number;
}

const BLOCK = 4096;
/** Blocks a piece: about 0.4 s at first, so that sound begins at once; then 3 s. */
const FIRST_BLOCKS = 4;
const LATER_BLOCKS = 32;
const BITS_CODE = { 8: 1, 16: 4, 24: 6 };
const VERBATIM = 0x02;

/**
 * Samples as a SourceBuffer takes them: no browser takes them bare, so they go into frames of FLAC that are not compressed
 * (verbatim subframes, RFC 9639, 9.2.4). Nothing is lost up to 24 bits; wider samples are rounded to 24.
 */
export function pcmSound(bytes: Bytes, pcm: Pcm): Sound {
  const bits = pcm.bits === 8 || pcm.bits === 16 ? pcm.bits : 24;
  const { channels, sampleRate } = pcm;
  const stride = (pcm.bits / 8) * channels;
  const total = Math.floor((pcm.to - pcm.from) / stride);
  const info: FlacInfo = {
    blockSize: BLOCK,
    sampleRate,
    channels,
    bits,
    total,
    raw: streamInfo(channels, sampleRate, bits),
  };
  return {
    mime: FLAC_MIME,
    head: flacHead(info),
    lead: 0,
    async *pieces(time): AsyncGenerator<Piece, void, undefined> {
      let block = Math.floor((time * sampleRate) / BLOCK);
      let blocks = FIRST_BLOCKS;
      while (block * BLOCK < total) {
        const start = block * BLOCK;
        const wanted = Math.min(blocks * BLOCK, total - start);
        const read = await bytes.read(pcm.from + start * stride, wanted * stride);
        const length = Math.floor(read.length / stride);
        if (length === 0) return;
        const samples: Sample[] = [];
        for (let at = 0; at < length; at += BLOCK) {
          const size = Math.min(BLOCK, length - at);
          const part = read.subarray(at * stride, (at + size) * stride);
          samples.push({ data: verbatimFrame(part, pcm, bits, size, block++), duration: size });
        }
        const end = start + length;
        const isLast = length < wanted || end >= total;
        yield {
          data: fragment(start, samples),
          from: start / sampleRate,
          to: end / sampleRate,
          ...(isLast && { end: end / sampleRate }),
        };
        if (isLast) return;
        blocks = LATER_BLOCKS;
      }
    },
  };
}

/** STREAMINFO (RFC 9639, 8.2) with nothing in it that is not known beforehand. */
function streamInfo(channels: number, sampleRate: number, bits: number): Uint8Array {
  const fields = ((sampleRate << 12) | ((channels - 1) << 9) | ((bits - 1) << 4)) >>> 0;
  return numbers([2, BLOCK], [2, BLOCK], [4, 0], [2, 0], [4, fields], [4, 0], [8, 0], [8, 0]);
}

/** A FLAC frame of one verbatim subframe for each channel. */
function verbatimFrame(
  part: Uint8Array,
  pcm: Pcm,
  bits: 8 | 16 | 24,
  size: number,
  block: number,
): Uint8Array {
  const number = codedNumber(block);
  const header = 4 + number.length + 2;
  const width = bits / 8;
  const frame = new Uint8Array(header + 1 + pcm.channels * (1 + size * width) + 2);
  // Fixed block size; size in 16 bits behind the number, sample rate from STREAMINFO; independent channels.
  frame.set([0xff, 0xf8, 0x70, ((pcm.channels - 1) << 4) | (BITS_CODE[bits] << 1), ...number]);
  const view = viewOf(frame);
  view.setUint16(header - 2, size - 1);
  frame[header] = crc8(frame, 0, header);
  const read = sampleReader(part, pcm, bits);
  let at = header + 1;
  for (let channel = 0; channel < pcm.channels; channel++) {
    frame[at++] = VERBATIM;
    for (let index = channel; index < size * pcm.channels; index += pcm.channels) {
      const value = read(index);
      if (width === 3) frame[at++] = value >> 16;
      if (width >= 2) frame[at++] = value >> 8;
      frame[at++] = value;
    }
  }
  view.setUint16(at, crc16(frame, 0, at));
  return frame;
}

/** Reads a sample by its number as a signed whole number of `bits` bits. */
function sampleReader(part: Uint8Array, pcm: Pcm, bits: number): (index: number) => number {
  const view = viewOf(part);
  const { littleEndian } = pcm;
  if (pcm.kind === 'float') {
    const read = pcm.bits === 64 ? 'getFloat64' : 'getFloat32';
    const width = pcm.bits / 8;
    const most = 2 ** (bits - 1);
    return (index) => {
      const value = Math.round(view[read](index * width, littleEndian) * most);
      return Math.max(-most, Math.min(most - 1, value || 0));
    };
  }
  if (pcm.bits === 8)
    return pcm.kind === 'unsigned' ? (index) => part[index]! - 128 : (index) => part[index]!;
  if (pcm.bits === 16) return (index) => view.getInt16(index * 2, littleEndian);
  if (pcm.bits === 32) return (index) => view.getInt32(index * 4, littleEndian) >> 8;
  const [high, low] = littleEndian ? [2, 0] : [0, 2];
  return (index) => {
    const at = index * 3;
    return (part[at + high]! << 16) | (part[at + 1]! << 8) | part[at + low]!;
  };
}

/** A number of up to 31 bits, coded as UTF-8 codes characters (RFC 9639, 9.1.5). */
function codedNumber(value: number): number[] {
  if (value < 0x80) return [value];
  const bytes: number[] = [];
  let rest = value;
  // Each further byte takes six bits; the first one has a bit less for each of them.
  do {
    bytes.unshift(0x80 | (rest & 0x3f));
    rest >>>= 6;
  } while (rest >= 1 << (6 - bytes.length));
  const ones = bytes.length + 1;
  return [((0xff << (8 - ones)) & 0xff) | rest, ...bytes];
}
