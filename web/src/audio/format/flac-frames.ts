import { crc16 } from './crc.ts';
import type { FlacInfo } from './flac.ts';
import { type FlacFrame, flacFrameAt, LONGEST_HEADER } from './flac-frame.ts';
import { fragment, type Sample } from './fragments.ts';
import type { Bytes, Piece } from './sound.ts';

const FIRST_READ = 32 << 10;
const LATER_READS = 128 << 10;

interface Place {
  offset: number;
  frame: FlacFrame;
}

/**
 * The frames from a byte on as pieces, beginning with the one of sample `wanted`. Frames whose checksum is wrong are left
 * out: a decoder would stop at them.
 */
export async function* flacPieces(
  bytes: Bytes,
  info: FlacInfo,
  from: number,
  wanted: number,
): AsyncGenerator<Piece, void, undefined> {
  const { sampleRate, total } = info;
  let at = from;
  let size = FIRST_READ;
  let clock: number | undefined;
  while (at < bytes.size) {
    const part = await bytes.read(at, size);
    const isEnd = at + part.length >= bytes.size;
    const { frames, used } = wholeFrames(part, info, isEnd);
    const heard = frames.filter(({ frame }) => frame.sample + frame.length > wanted);
    if (heard.length > 0) {
      const start = clock ?? heard[0]!.frame.sample;
      const end = heard.reduce((sum, { frame }) => sum + frame.length, start);
      const samples = heard.map(({ data, frame }): Sample => ({ data, duration: frame.length }));
      const isLast = isEnd || (total > 0 && end >= total);
      yield {
        data: fragment(start, samples),
        from: start / sampleRate,
        to: end / sampleRate,
        ...(isLast && { end: end / sampleRate }),
      };
      if (isLast) return;
      clock = end;
    }
    if (part.length === 0) return;
    // Nothing used: a frame is larger than what was read.
    size = used === 0 ? part.length * 2 : LATER_READS;
    at += used;
  }
}

/** A frame from a byte on that another one follows, and its byte in the file. */
export async function frameFrom(
  bytes: Bytes,
  info: FlacInfo,
  from: number,
): Promise<{ sample: number; at: number } | undefined> {
  const part = await bytes.read(from, LATER_READS);
  const headers: Place[] = [];
  for (let here = nextHeader(part, 0, info); here; here = nextHeader(part, here.offset + 1, info)) {
    const before = headers.find(({ frame }) => frame.sample + frame.length === here!.frame.sample);
    if (before) return { sample: before.frame.sample, at: from + before.offset };
    headers.push(here);
  }
  return undefined;
}

function nextHeader(part: Uint8Array, from: number, info: FlacInfo): Place | undefined {
  for (let at = part.indexOf(0xff, from); at >= 0; at = part.indexOf(0xff, at + 1)) {
    const frame = flacFrameAt(part, at, info);
    if (frame) return { offset: at, frame };
  }
  return undefined;
}

/** The frames that are whole and sound in `part`, and how many of its bytes are done with. */
function wholeFrames(part: Uint8Array, info: FlacInfo, isEnd: boolean) {
  const frames: { frame: FlacFrame; data: Uint8Array }[] = [];
  let here = nextHeader(part, 0, info);
  while (here) {
    const { offset, frame } = here;
    const found = endOf(part, here, info);
    if (found.end !== undefined) frames.push({ frame, data: part.subarray(offset, found.end) });
    if (found.next) here = found.next;
    else if (isEnd || part.length - offset < largest(frame, info)) {
      return { frames, used: isEnd ? part.length : offset };
    } else here = nextHeader(part, offset + 1, info);
  }
  return { frames, used: isEnd ? part.length : Math.max(0, part.length - LONGEST_HEADER) };
}

/** Where a frame ends, if it is sound; and the header behind it, if that is there. */
function endOf(part: Uint8Array, { offset, frame }: Place, info: FlacInfo) {
  const limit = offset + largest(frame, info);
  let crc = 0;
  let checked = offset;
  for (let next = nextHeader(part, offset + LONGEST_HEADER, info); next; ) {
    crc = crc16(part, checked, next.offset, crc);
    checked = next.offset;
    if (crc === 0) return { end: next.offset, next };
    if (next.frame.sample === frame.sample + frame.length) return { next };
    if (next.offset > limit) return {};
    next = nextHeader(part, next.offset + 1, info);
  }
  // With no header behind it, a frame ends where its checksum says so: the last such place, as zeros leave the sum at zero.
  let end: number | undefined;
  for (let at = checked; at < part.length && at < limit; at++) {
    crc = crc16(part, at, at + 1, crc);
    if (crc === 0) end = at + 1;
  }
  return { end };
}

/** Bytes of a frame that could not be compressed, and some more. */
function largest({ length }: FlacFrame, { channels, bits }: FlacInfo): number {
  return (length * channels * (bits + 1)) / 8 + 256;
}
