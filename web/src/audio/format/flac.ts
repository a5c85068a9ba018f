import { fullBox, textAt, viewOf } from './boxes.ts';
import { flacPieces, frameFrom } from './flac-frames.ts';
import { audioEntry, initSegment } from './fragments.ts';
import { startOfMusic } from './id3.ts';
import { type Bytes, FormatError, type Sound } from './sound.ts';

/** STREAMINFO (RFC 9639, 8.2). */
export interface FlacInfo {
  blockSize: number;
  sampleRate: number;
  channels: number;
  bits: number;
  /** Samples of each channel; 0 when the encoder did not know. */
  total: number;
  /** Its 34 bytes. */
  raw: Uint8Array;
}

interface SeekPoint {
  sample: number;
  /** From the first frame on. */
  offset: number;
}

const STREAMINFO = 0;
const SEEKTABLE = 3;
const LAST_BLOCK = 0x80;
/** Seconds before the wanted place from which it is read on instead of searched further. */
const NEAR = 5;
const MOST_TRIES = 12;

/** The head of a SourceBuffer of FLAC in MP4 ("Encapsulation of FLAC in ISO Base Media File Format"). */
export function flacHead({ sampleRate, channels, bits, raw }: FlacInfo): Uint8Array {
  const block = new Uint8Array([LAST_BLOCK | STREAMINFO, 0, 0, raw.length, ...raw]);
  const entry = audioEntry('fLaC', { channels, sampleRate, bits }, fullBox('dfLa', 0, 0, block));
  return initSegment({ timescale: sampleRate, entry });
}

export const FLAC_MIME = 'audio/mp4; codecs="flac"';

/** @throws FormatError when it is no FLAC stream */
export async function openFlac(bytes: Bytes): Promise<Sound> {
  const { info, points, start } = await readMetadata(bytes);
  const { sampleRate } = info;
  return {
    mime: FLAC_MIME,
    head: flacHead(info),
    lead: 0,
    async *pieces(time) {
      const wanted = Math.floor(time * sampleRate);
      yield* flacPieces(bytes, info, await placeBefore(bytes, info, points, start, wanted), wanted);
    },
  };
}

async function readMetadata(bytes: Bytes) {
  let at = await startOfMusic(bytes);
  if (textAt(await bytes.read(at, 4), 0, 4) !== 'fLaC') throw new FormatError('This is no FLAC stream.');
  at += 4;
  let info: FlacInfo | undefined;
  let points: SeekPoint[] = [];
  for (let last = false; !last; ) {
    const head = await bytes.read(at, 4);
    if (head.length < 4) throw new FormatError('The FLAC stream ends in its metadata.');
    last = (head[0]! & LAST_BLOCK) !== 0;
    const type = head[0]! & 0x7f;
    const length = viewOf(head).getUint32(0) & 0xffffff;
    if (type === STREAMINFO) info = infoOf((await bytes.read(at + 4, length)).slice());
    if (type === SEEKTABLE) points = pointsOf(await bytes.read(at + 4, length));
    at += 4 + length;
  }
  if (info === undefined) throw new FormatError('The FLAC stream has no STREAMINFO.');
  return { info, points, start: at };
}

function infoOf(raw: Uint8Array): FlacInfo {
  if (raw.length < 34) throw new FormatError('STREAMINFO is too short.');
  const view = viewOf(raw);
  const smallest = view.getUint16(0);
  const fields = view.getUint32(10);
  const sampleRate = fields >>> 12;
  if (sampleRate === 0) throw new FormatError('The FLAC stream has no sample rate.');
  return {
    blockSize: smallest === view.getUint16(2) ? smallest : 0,
    sampleRate,
    channels: ((fields >> 9) & 7) + 1,
    bits: ((fields >> 4) & 31) + 1,
    total: (fields & 15) * 2 ** 32 + view.getUint32(14),
    raw: raw.subarray(0, 34),
  };
}

function pointsOf(table: Uint8Array): SeekPoint[] {
  const view = viewOf(table);
  const points: SeekPoint[] = [];
  for (let at = 0; at + 18 <= table.length; at += 18) {
    // A placeholder has all bits set.
    if (view.getUint32(at) !== 0xffffffff) {
      points.push({
        sample: Number(view.getBigUint64(at)),
        offset: Number(view.getBigUint64(at + 8)),
      });
    }
  }
  return points;
}

/** A byte near before the frame of a sample: by the seek table, and then by looking between what is known. */
async function placeBefore(
  bytes: Bytes,
  info: FlacInfo,
  points: readonly SeekPoint[],
  start: number,
  wanted: number,
): Promise<number> {
  const near = NEAR * info.sampleRate;
  let low = { sample: 0, at: start };
  let high = { sample: info.total || Number.POSITIVE_INFINITY, at: bytes.size };
  for (const { sample, offset } of points) {
    if (sample <= wanted && sample >= low.sample) low = { sample, at: start + offset };
    else if (sample > wanted && sample < high.sample) high = { sample, at: start + offset };
  }
  for (let tries = 0; tries < MOST_TRIES && wanted - low.sample > near; tries++) {
    // Aim a little before, so that the guess more often ends on the near side.
    const aim = Math.max(0, wanted - near / 2 - low.sample);
    const share = Number.isFinite(high.sample) ? aim / (high.sample - low.sample) : 0.5;
    const guess = Math.floor(low.at + share * (high.at - low.at));
    const found = await frameFrom(bytes, info, guess);
    if (found === undefined || found.sample > wanted) {
      high = { sample: found?.sample ?? high.sample, at: guess };
    } else if (found.sample <= low.sample) break;
    else low = found;
  }
  return low.at;
}
