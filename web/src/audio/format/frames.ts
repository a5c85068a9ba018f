import type { Bytes, Piece } from './sound.ts';

/** A frame found in a byte stream that is nothing but frames. */
export interface Frame {
  size: number;
  /** Seconds of sound. */
  seconds: number;
}

/** How the frames of a format are told from anything else. */
export interface Framing {
  /** The frame that begins there, when one does. */
  at(bytes: Uint8Array, at: number): Frame | undefined;
  /** Bytes of a header. */
  header: number;
}

/** Bytes of a file, `to` not included. */
export interface Extent {
  from: number;
  to: number;
}

const FIRST_READ = 16 << 10;
const LATER_READS = 64 << 10;

/**
 * The frames between two bytes as pieces; damage between them is left out.
 * @param time of the first frame, in seconds
 * @param padding seconds at the end that are no music
 */
export async function* framePieces(
  bytes: Bytes,
  framing: Framing,
  { from, to }: Extent,
  time: number,
  padding = 0,
): AsyncGenerator<Piece, void, undefined> {
  let at = from;
  let start = time;
  let wanted = FIRST_READ;
  let trusted = false;
  while (at < to) {
    // The last piece is never so small that the padding would begin in the one before.
    const rest = to - at;
    const isEnd = rest < wanted * 2;
    const read = await bytes.read(at, isEnd ? rest : wanted);
    if (read.length === 0) return;
    const found = wholeFrames(read, framing, isEnd, trusted);
    if (found.frames.length > 0) {
      const end = found.frames.reduce((sum, { seconds }) => sum + seconds, start);
      const data = collected(read, found.frames);
      yield { data, from: start, to: end, ...(isEnd && { end: end - padding }) };
      start = end;
    }
    trusted = found.trusted;
    at += found.used;
    wanted = LATER_READS;
  }
}

/** Where the first frame from a byte on begins; undefined when there is none within `reach` bytes. */
export async function firstFrame(
  bytes: Bytes,
  framing: Framing,
  from: number,
  reach = 512 << 10,
): Promise<number | undefined> {
  let at = from;
  while (at < from + reach) {
    const read = await bytes.read(at, FIRST_READ);
    const isEnd = read.length < FIRST_READ;
    const { frames, used } = wholeFrames(read, framing, isEnd, false);
    if (frames.length > 0) return at + frames[0]!.offset;
    if (isEnd) return undefined;
    at += used;
  }
  return undefined;
}

type Found = Frame & { offset: number };

/**
 * The frames that are whole in `read`, and how many bytes are done with. A frame counts when another one leads to it or
 * follows it: a header alone occurs by chance in anything.
 */
function wholeFrames(read: Uint8Array, framing: Framing, isEnd: boolean, before: boolean) {
  const frames: Found[] = [];
  let trusted = before;
  let at = 0;
  while (at + framing.header <= read.length) {
    const frame = framing.at(read, at);
    const next = at + (frame?.size ?? 0);
    const nextIsHere = next + framing.header <= read.length;
    if (frame && !nextIsHere && !isEnd) break;
    const follows = nextIsHere && framing.at(read, next) !== undefined;
    if (frame && next <= read.length && (trusted || follows)) {
      frames.push({ ...frame, offset: at });
      trusted = true;
      at = next;
    } else {
      trusted = false;
      const sync = read.indexOf(0xff, at + 1);
      at = sync < 0 ? read.length : sync;
    }
  }
  return { frames, used: isEnd ? read.length : at, trusted };
}

function collected(read: Uint8Array, frames: readonly Found[]): Uint8Array {
  const data = new Uint8Array(frames.reduce((sum, { size }) => sum + size, 0));
  let filled = 0;
  for (const { offset, size } of frames) {
    data.set(read.subarray(offset, offset + size), filled);
    filled += size;
  }
  return data;
}
