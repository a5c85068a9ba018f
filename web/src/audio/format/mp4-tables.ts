import { textAt, viewOf } from './boxes.ts';
import { FormatError } from './sound.ts';

/** A box inside others: what is in it. */
export interface Box {
  type: string;
  body: Uint8Array;
}

/** The boxes in a stretch of bytes, one after the other. */
export function boxesIn(bytes: Uint8Array): Box[] {
  const view = viewOf(bytes);
  const boxes: Box[] = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at) || bytes.length - at;
    if (size < 8) break;
    boxes.push({ type: textAt(bytes, at + 4, 4), body: bytes.subarray(at + 8, at + size) });
    at += size;
  }
  return boxes;
}

/** The box at the end of a path of types, each the first of its type in the one before. */
export function boxAt(bytes: Uint8Array, ...path: readonly string[]): Uint8Array | undefined {
  let body: Uint8Array | undefined = bytes;
  for (const type of path) body = body && boxesIn(body).find((box) => box.type === type)?.body;
  return body;
}

/** Where each sample of a track is, and when it is heard. */
export interface SampleTable {
  count: number;
  /** Bytes of each. */
  sizes: Uint32Array;
  /** Its first byte in the file. */
  offsets: Float64Array;
  /** Ticks before each, and before what would come after the last. */
  times: Float64Array;
}

/** The tables of `stbl` (ISO/IEC 14496-12, 8.6 to 8.7). @throws FormatError when one is missing */
export function sampleTable(stbl: Uint8Array): SampleTable {
  const sizes = sizesIn(boxAt(stbl, 'stsz'));
  const count = sizes.length;
  const times = timesIn(boxAt(stbl, 'stts'), count);
  const offsets = offsetsIn(chunksIn(stbl), boxAt(stbl, 'stsc'), sizes);
  return { count, sizes, offsets, times };
}

function sizesIn(stsz: Uint8Array | undefined): Uint32Array {
  if (stsz === undefined || stsz.length < 12) throw new FormatError('The MP4 file has no table of sizes.');
  const view = viewOf(stsz);
  const common = view.getUint32(4);
  const count = view.getUint32(8);
  if (common === 0 && stsz.length < 12 + count * 4) throw new FormatError('The table of sizes is cut off.');
  const sizes = new Uint32Array(common > 0 ? Math.min(count, MOST_SAMPLES) : count);
  for (let index = 0; index < sizes.length; index++) {
    sizes[index] = common || view.getUint32(12 + index * 4);
  }
  return sizes;
}

/** A file of one size for all samples could claim any number of them. */
const MOST_SAMPLES = 20_000_000;

function timesIn(stts: Uint8Array | undefined, count: number): Float64Array {
  if (stts === undefined) throw new FormatError('The MP4 file has no table of times.');
  const view = viewOf(stts);
  const times = new Float64Array(count + 1);
  let sample = 0;
  for (let at = 8; at + 8 <= stts.length && sample < count; at += 8) {
    const run = view.getUint32(at);
    const duration = view.getUint32(at + 4);
    for (let more = 0; more < run && sample < count; more++, sample++)
      times[sample + 1] = times[sample]! + duration;
  }
  if (sample < count) throw new FormatError('The table of times is cut off.');
  return times;
}

function chunksIn(stbl: Uint8Array): number[] {
  const long = boxAt(stbl, 'co64');
  const table = long ?? boxAt(stbl, 'stco');
  if (table === undefined) throw new FormatError('The MP4 file has no table of chunks.');
  const view = viewOf(table);
  const width = long ? 8 : 4;
  const count = Math.min(view.getUint32(4), Math.floor((table.length - 8) / width));
  return Array.from({ length: count }, (_, index) =>
    long ? Number(view.getBigUint64(8 + index * 8)) : view.getUint32(8 + index * 4),
  );
}

function offsetsIn(
  chunks: readonly number[],
  stsc: Uint8Array | undefined,
  sizes: Uint32Array,
): Float64Array {
  if (stsc === undefined || stsc.length < 20)
    throw new FormatError('The MP4 file does not tell what is in a chunk.');
  const view = viewOf(stsc);
  const offsets = new Float64Array(sizes.length);
  let sample = 0;
  let entry = 8;
  chunks.forEach((start, chunk) => {
    // An entry holds from its first chunk (they count from 1) to that of the next entry.
    while (entry + 12 < stsc.length - 11 && view.getUint32(entry + 12) <= chunk + 1) entry += 12;
    const samples = view.getUint32(entry + 4);
    let at = start;
    for (let more = 0; more < samples && sample < sizes.length; more++, sample++) {
      offsets[sample] = at;
      at += sizes[sample]!;
    }
  });
  if (sample < sizes.length) throw new FormatError('The table of chunks is cut off.');
  return offsets;
}
