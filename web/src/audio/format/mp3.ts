import { type Framing, firstFrame, framePieces } from './frames.ts';
import { startOfMusic } from './id3.ts';
import { frameAt, infoIn, type StreamInfo } from './mp3-frame.ts';
import { type Bytes, FormatError, type Sound } from './sound.ts';

const LARGEST_FRAME = 2881;
/** Frames before the wanted one that fill the reservoir of bits: 511 bytes at most. */
const RESERVOIR_FRAMES = 10;

/**
 * MPEG audio layer III, as `audio/mpeg` takes it: frames without tags and without the information frame. Encoders that say
 * how much they have put around the music (LAME, libavcodec) are taken at their word.
 * @throws FormatError when no frame is found
 */
export async function openMp3(bytes: Bytes): Promise<Sound> {
  const start = await firstFrame(bytes, framingOf(), await startOfMusic(bytes));
  if (start === undefined) throw new FormatError('There is no frame of MPEG audio.');
  const head = (await bytes.read(start, LARGEST_FRAME)).slice();
  const first = frameAt(head, 0)!;
  const framing = framingOf(first);
  const { sampleRate, samples } = first;
  const frameSeconds = samples / sampleRate;
  const info = infoIn(head.subarray(0, first.size), first);
  const from = info ? start + first.size : start;
  // Encoders count the information frame or not; a frame more than there is does no harm.
  const to = info?.bytes ? Math.min(bytes.size, start + info.bytes + first.size) : bytes.size;
  const count = info?.frames ?? (to - from) / averageSize(first);
  // The 529 samples by which a decoder itself is late are taken off by whoever decodes for a SourceBuffer.
  const lead = (info?.delay ?? 0) / sampleRate;
  const padding = (info?.padding ?? 0) / sampleRate;
  return {
    mime: 'audio/mpeg',
    head: undefined,
    lead,
    async *pieces(time) {
      const frame = Math.floor(time / frameSeconds) - RESERVOIR_FRAMES;
      if (frame <= 0) {
        yield* framePieces(bytes, framing, { from, to }, 0, padding);
        return;
      }
      const guess = Math.floor(from + placeOf(frame / count, info) * (to - from));
      const found = await firstFrame(bytes, framing, guess);
      if (found === undefined) return;
      yield* framePieces(bytes, framing, { from: found, to }, frame * frameSeconds, padding);
    },
  };
}

/** Frames like `first`: version and sample rate never change within a file. */
function framingOf(first?: { sampleRate: number; samples: number }): Framing {
  return {
    header: 4,
    at(bytes, at) {
      const header = frameAt(bytes, at);
      if (!header || (first && header.sampleRate !== first.sampleRate)) return undefined;
      return { size: header.size, seconds: header.samples / header.sampleRate };
    },
  };
}

function averageSize({
  samples,
  bitRate,
  sampleRate,
}: {
  samples: number;
  bitRate: number;
  sampleRate: number;
}) {
  return ((samples / 8) * bitRate) / sampleRate;
}

/** The share of the bytes at which a share of the time lies, by the table of contents when there is one. */
function placeOf(share: number, info: StreamInfo | undefined): number {
  const bounded = Math.min(1, Math.max(0, share));
  if (info?.toc === undefined) return bounded;
  const percent = Math.min(99, Math.floor(bounded * 100));
  const here = info.toc[percent]!;
  const next = percent < 99 ? info.toc[percent + 1]! : 256;
  return (here + (next - here) * (bounded * 100 - percent)) / 256;
}
