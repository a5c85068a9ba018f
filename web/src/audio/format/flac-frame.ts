import { crc8 } from './crc.ts';

/** The header of a FLAC frame (RFC 9639, 9.1). */
export interface FlacFrame {
  /** The first sample, counted from the start of the stream. */
  sample: number;
  /** Samples of each channel. */
  length: number;
}

/** What the headers of one stream have in common. */
export interface FlacStream {
  /** Samples a frame where that is fixed; 0 when it varies. */
  blockSize: number;
}

/** Bytes of the longest header. */
export const LONGEST_HEADER = 16;

/** The frame header at a place; undefined when there is none. Its checksum and what it may not contain tell. */
export function flacFrameAt(bytes: Uint8Array, at: number, stream: FlacStream): FlacFrame | undefined {
  if (at + LONGEST_HEADER > bytes.length || bytes[at] !== 0xff) return undefined;
  const second = bytes[at + 1]!;
  const sizes = bytes[at + 2]!;
  const channels = bytes[at + 3]!;
  if ((second & 0xfe) !== 0xf8 || sizes >> 4 === 0 || (sizes & 15) === 15) return undefined;
  if (channels >> 4 > 10 || (channels & 1) === 1) return undefined;
  const number = codedNumber(bytes, at + 4);
  if (number === undefined) return undefined;
  let end = number.end;
  const size = sizes >> 4;
  let length = size === 1 ? 192 : size <= 5 ? 576 << (size - 2) : 256 << (size - 8);
  if (size === 6) {
    length = bytes[end]! + 1;
    end += 1;
  } else if (size === 7) {
    length = ((bytes[end]! << 8) | bytes[end + 1]!) + 1;
    end += 2;
  }
  const rate = sizes & 15;
  if (rate === 12) end += 1;
  else if (rate > 12) end += 2;
  if (crc8(bytes, at, end) !== bytes[end]) return undefined;
  const isVariable = (second & 1) === 1;
  return { sample: isVariable ? number.value : number.value * (stream.blockSize || length), length };
}

/** A number of up to 36 bits coded as UTF-8 codes characters. */
function codedNumber(bytes: Uint8Array, at: number): { value: number; end: number } | undefined {
  const first = bytes[at]!;
  if (first < 0x80) return { value: first, end: at + 1 };
  const ones = Math.clz32(~(first << 24));
  if (ones === 1 || ones > 7) return undefined;
  // Beyond 32 bits, so not by shifting.
  let value = first & (0x7f >> ones);
  for (let more = 1; more < ones; more++) {
    const byte = bytes[at + more]!;
    if (byte >> 6 !== 2) return undefined;
    value = value * 64 + (byte & 0x3f);
  }
  return { value, end: at + ones };
}
