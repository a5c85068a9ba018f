import { joined, viewOf } from './boxes.ts';
import type { OggCodec } from './ogg.ts';
import { FormatError } from './sound.ts';
import { clusters, webmHead } from './webm.ts';

const MODE_BITS = 41;

/** Vorbis as a SourceBuffer takes it: in WebM. @param headers its three first packets */
export function vorbisCodec(headers: readonly Uint8Array[]): OggCodec {
  const [identification, comment, setup] = headers as [Uint8Array, Uint8Array, Uint8Array];
  if (identification.length < 30) throw new FormatError('The Vorbis stream has no whole header.');
  const channels = identification[11]!;
  const rate = viewOf(identification).getUint32(12, true);
  const sizes = [1 << (identification[28]! & 15), 1 << (identification[28]! >> 4)];
  const modes = modesIn(setup).map((isLong) => sizes[isLong]!);
  const mask = (1 << Math.ceil(Math.log2(modes.length))) - 1;
  const config = joined([
    // Three packets; the sizes of two of them, 255 at a time.
    Uint8Array.of(2, ...laced(identification.length), ...laced(comment.length)),
    ...headers,
  ]);
  return {
    mime: 'audio/webm; codecs="vorbis"',
    head: webmHead('A_VORBIS', { channels, sampleRate: rate }, config),
    rate,
    skipped: 0,
    preroll: (2 * sizes[1]!) / rate,
    counter() {
      // The first packet gives nothing: each is laid half over the one before it (Vorbis I, 1.3.2).
      let before: number | undefined;
      return (packet) => {
        const size = modes[(packet[0]! >> 1) & mask] ?? 0;
        const samples = before === undefined ? 0 : (before + size) / 4;
        before = size;
        return samples;
      };
    },
    wrapped: (start, samples) => clusters(start, samples, rate),
  };
}

/**
 * Which modes have long blocks: 1, or 0. They stand at the very end of the setup header (Vorbis I, 4.2.4), before a last bit
 * that is set, and behind all that only a decoder understands; so they are read from the end.
 */
function modesIn(setup: Uint8Array): number[] {
  const bit = (at: number) => (setup[at >> 3]! >> (at & 7)) & 1;
  const number = (at: number, bits: number) => {
    let value = 0;
    for (let index = bits - 1; index >= 0; index--) value = (value << 1) | bit(at + index);
    return value;
  };
  let end = setup.length * 8 - 1;
  while (end > 0 && bit(end) === 0) end--;
  let count = 0;
  for (let modes = 1; modes <= 64; modes++) {
    const at = end - modes * MODE_BITS;
    // Of each mode: long or not, two numbers that are always 0, and one below 64.
    if (at < 6 || number(at + 1, 16) !== 0 || number(at + 17, 16) !== 0 || number(at + 33, 8) > 63) break;
    if (number(at - 6, 6) + 1 === modes) count = modes;
  }
  if (count === 0) throw new FormatError('The Vorbis stream has no modes.');
  return Array.from({ length: count }, (_, index) => bit(end - (count - index) * MODE_BITS));
}

function laced(size: number): number[] {
  return [...Array<number>(Math.floor(size / 255)).fill(255), size % 255];
}
