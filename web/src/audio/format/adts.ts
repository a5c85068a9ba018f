import { type Framing, firstFrame, framePieces } from './frames.ts';
import { startOfMusic } from './id3.ts';
import { type Bytes, FormatError, type Sound } from './sound.ts';

const RATES = [
  ...[96_000, 88_200, 64_000, 48_000, 44_100, 32_000],
  ...[24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350],
];
const HEADER = 7;
const BLOCK = 1024;
/** Seconds before the wanted place that are decoded, too: each frame is decoded upon the one before it. */
const BEFORE = 0.1;
/** Bytes from which the size of a frame is taken to be that of all. */
const MEASURED = 64 << 10;

/**
 * AAC as bare frames (ADTS, ISO/IEC 13818-7, 6.2). Nothing in them tells what the encoder has put around the music, so it
 * stays; and a place in time is found by the size of the first frames.
 * @throws FormatError when no frame is found
 */
export async function openAdts(bytes: Bytes): Promise<Sound> {
  const from = await firstFrame(bytes, FRAMING, await startOfMusic(bytes));
  if (from === undefined) throw new FormatError('There is no frame of AAC.');
  const perSecond = bytesPerSecond(await bytes.read(from, MEASURED));
  const to = bytes.size;
  return {
    mime: 'audio/aac',
    head: undefined,
    lead: 0,
    async *pieces(time) {
      const start = Math.max(0, time - BEFORE);
      const guess = from + Math.floor(start * perSecond);
      const found = start > 0 ? await firstFrame(bytes, FRAMING, guess) : from;
      if (found === undefined) return;
      yield* framePieces(bytes, FRAMING, { from: found, to }, start);
    },
  };
}

const FRAMING: Framing = {
  header: HEADER,
  at(bytes, at) {
    if (at + HEADER > bytes.length || bytes[at] !== 0xff || (bytes[at + 1]! & 0xf6) !== 0xf0)
      return undefined;
    const sampleRate = RATES[(bytes[at + 2]! >> 2) & 15];
    const size = ((bytes[at + 3]! & 3) << 11) | (bytes[at + 4]! << 3) | (bytes[at + 5]! >> 5);
    if (sampleRate === undefined || size <= HEADER) return undefined;
    return { size, seconds: (((bytes[at + 6]! & 3) + 1) * BLOCK) / sampleRate };
  },
};

function bytesPerSecond(part: Uint8Array): number {
  let at = 0;
  let seconds = 0;
  for (let frame = FRAMING.at(part, 0); frame; frame = FRAMING.at(part, at)) {
    at += frame.size;
    seconds += frame.seconds;
  }
  return at / seconds;
}
