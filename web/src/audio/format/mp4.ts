import { textAt, viewOf } from './boxes.ts';
import { fragment, initSegment, type Sample } from './fragments.ts';
import { codecEntry } from './mp4-entry.ts';
import { boxAt, boxesIn, type SampleTable, sampleTable } from './mp4-tables.ts';
import { type Bytes, FormatError, type Piece, type Sound } from './sound.ts';

const FIRST_BYTES = 16 << 10;
const LATER_BYTES = 128 << 10;
/** No index of music is larger; what claims to be is damaged. */
const LARGEST_INDEX = 64 << 20;
/** Seconds by which two accounts of where the music ends may differ and mean the same. */
const ROUNDED = 0.01;

interface Track {
  timescale: number;
  stbl: Uint8Array;
  trak: Uint8Array;
}

/**
 * Music in MP4 (M4A): the samples that its index names, put into fragments.
 * @throws FormatError when it has no index, or no sound
 */
export async function openMp4(bytes: Bytes): Promise<Sound> {
  const moov = await readIndex(bytes);
  const track = soundOf(moov);
  const { timescale } = track;
  const { codec, entry } = codecEntry(boxAt(track.stbl, 'stsd') ?? new Uint8Array());
  const table = sampleTable(track.stbl);
  if (table.count === 0) throw new FormatError('The MP4 file has no music.');
  const { lead, end } = trimOf(moov, track, table.times[table.count]! / timescale);
  return {
    mime: `audio/mp4; codecs="${codec}"`,
    head: initSegment({ timescale, entry }),
    lead,
    pieces: (time) => piecesOf(bytes, table, timescale, time, end),
  };
}

async function readIndex(bytes: Bytes): Promise<Uint8Array> {
  for (let at = 0; at < bytes.size; ) {
    const head = await bytes.read(at, 16);
    if (head.length < 8) break;
    const view = viewOf(head);
    const short = view.getUint32(0);
    const size = short === 1 && head.length === 16 ? Number(view.getBigUint64(8)) : short;
    const type = textAt(head, 4, 4);
    if (type === 'moov' && size <= LARGEST_INDEX) return (await bytes.read(at + 8, size - 8)).slice();
    // 0: to the end of the file.
    if (size < 8) break;
    at += size;
  }
  throw new FormatError('The MP4 file has no index.');
}

function soundOf(moov: Uint8Array): Track {
  for (const { type, body: trak } of boxesIn(moov)) {
    const handler = type === 'trak' ? boxAt(trak, 'mdia', 'hdlr') : undefined;
    if (handler === undefined || textAt(handler, 8, 4) !== 'soun') continue;
    const header = boxAt(trak, 'mdia', 'mdhd');
    const stbl = boxAt(trak, 'mdia', 'minf', 'stbl');
    const timescale = header && viewOf(header).getUint32(header[0] === 1 ? 20 : 12);
    if (timescale && stbl) return { timescale, stbl, trak };
  }
  throw new FormatError('The MP4 file has no sound.');
}

/** What of the decoded sound is music, in seconds: as iTunes says it, or as the list of edits does. */
function trimOf(moov: Uint8Array, { trak, timescale }: Track, whole: number): { lead: number; end: number } {
  const gaps = itunesGaps(moov);
  if (gaps)
    return { lead: gaps.delay / timescale, end: Math.min(whole, (gaps.delay + gaps.samples) / timescale) };
  const edits = boxAt(trak, 'edts', 'elst');
  const movie = boxAt(moov, 'mvhd');
  if (edits === undefined || edits.length < 16 || movie === undefined) return { lead: 0, end: whole };
  const view = viewOf(edits);
  const isLong = edits[0] === 1;
  const duration = isLong ? Number(view.getBigUint64(8)) : view.getUint32(8);
  const start = isLong ? Number(view.getBigInt64(16)) : view.getInt32(12);
  const movieScale = viewOf(movie).getUint32(movie[0] === 1 ? 20 : 12);
  const lead = Math.max(0, start) / timescale;
  const end = duration > 0 ? lead + duration / movieScale : whole;
  // The clock of edits often counts milliseconds only. That of the samples is exact.
  return { lead, end: end > whole - ROUNDED ? whole : end };
}

/** The tag `iTunSMPB`: hexadecimal words, of which the second is the delay, the fourth the number of samples. */
function itunesGaps(moov: Uint8Array): { delay: number; samples: number } | undefined {
  const meta = boxAt(moov, 'udta', 'meta');
  const list = meta && boxAt(meta.subarray(4), 'ilst');
  for (const { type, body } of list ? boxesIn(list) : []) {
    const name = type === '----' ? boxAt(body, 'name') : undefined;
    if (name === undefined || textAt(name, 4, name.length - 4) !== 'iTunSMPB') continue;
    const data = boxAt(body, 'data');
    const words =
      data &&
      textAt(data, 8, Math.min(200, data.length - 8))
        .trim()
        .split(/\s+/);
    const [, delay, , samples] = (words ?? []).map((word) => Number.parseInt(word, 16));
    if (samples! > 0 && delay! >= 0) return { delay: delay!, samples: samples! };
  }
  return undefined;
}

async function* piecesOf(
  bytes: Bytes,
  table: SampleTable,
  timescale: number,
  time: number,
  end: number,
): AsyncGenerator<Piece, void, undefined> {
  const { count, sizes, offsets, times } = table;
  // One more before the wanted one: each is decoded upon the one before it.
  let first = Math.max(0, sampleAt(times, count, time * timescale) - 1);
  let most = FIRST_BYTES;
  while (first < count && times[first]! < end * timescale) {
    const from = offsets[first]!;
    let last = first;
    let to = from + sizes[first]!;
    while (last + 1 < count && offsets[last + 1] === to && to - from < most) {
      last += 1;
      to += sizes[last]!;
    }
    const read = await bytes.read(from, to - from);
    if (read.length < to - from) return;
    const samples: Sample[] = [];
    for (let index = first; index <= last; index++) {
      const at = offsets[index]! - from;
      samples.push({ data: read.subarray(at, at + sizes[index]!), duration: durationOf(times, index) });
    }
    const isLast = last + 1 === count || times[last + 1]! >= end * timescale;
    yield {
      data: fragment(times[first]!, samples),
      from: times[first]! / timescale,
      to: times[last + 1]! / timescale,
      ...(isLast && { end }),
    };
    if (isLast) return;
    first = last + 1;
    most = LATER_BYTES;
  }
}

/** Ticks. A last sample that is said to be shorter is decoded whole all the same, so it is as long as the one before it. */
function durationOf(times: Float64Array, index: number): number {
  const own = times[index + 1]! - times[index]!;
  return index === 0 ? own : Math.max(own, times[index]! - times[index - 1]!);
}

/** The sample that is heard at a tick. */
function sampleAt(times: Float64Array, count: number, tick: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (times[middle]! <= tick) low = middle;
    else high = middle - 1;
  }
  return low;
}
