import { joined, latin, numbers } from './boxes.ts';
import type { Sample } from './fragments.ts';

/** Ticks a second, and nanoseconds of one. Blocks count 15 bits of them from the start of their cluster. */
const TICKS = 100_000;
const TICK = 10_000;
const LONGEST_CLUSTER = 30_000;
const AUDIO = 2;
const TRACK = 0x81;

/** An element of EBML (RFC 8794): its number, its size in eight bytes, what is in it. */
function element(id: readonly number[], ...content: readonly Uint8Array[]): Uint8Array {
  const size = content.reduce((sum, part) => sum + part.length, 0);
  return joined([Uint8Array.from(id), Uint8Array.of(1, 0, 0, 0), numbers([4, size]), ...content]);
}

const unsigned = (id: readonly number[], value: number) => element(id, numbers([4, value]));
const text = (id: readonly number[], value: string) => element(id, latin(value));

/** The initialisation segment of one track of audio in WebM (RFC 9559). */
export function webmHead(
  codec: string,
  { channels, sampleRate }: { channels: number; sampleRate: number },
  config: Uint8Array,
): Uint8Array {
  const rate = new Uint8Array(8);
  new DataView(rate.buffer).setFloat64(0, sampleRate);
  return joined([
    element(
      [0x1a, 0x45, 0xdf, 0xa3],
      ...[unsigned([0x42, 0x86], 1), unsigned([0x42, 0xf7], 1)],
      ...[unsigned([0x42, 0xf2], 4), unsigned([0x42, 0xf3], 8)],
      ...[text([0x42, 0x82], 'webm'), unsigned([0x42, 0x87], 4), unsigned([0x42, 0x85], 2)],
    ),
    // A segment whose size nobody knows.
    Uint8Array.of(0x18, 0x53, 0x80, 0x67, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
    element(
      [0x15, 0x49, 0xa9, 0x66],
      ...[unsigned([0x2a, 0xd7, 0xb1], TICK), text([0x4d, 0x80], 'Cantiga'), text([0x57, 0x41], 'Cantiga')],
    ),
    element(
      [0x16, 0x54, 0xae, 0x6b],
      element(
        [0xae],
        ...[unsigned([0xd7], 1), unsigned([0x73, 0xc5], 1), unsigned([0x83], AUDIO)],
        ...[text([0x86], codec), element([0x63, 0xa2], config)],
        element([0xe1], element([0xb5], rate), unsigned([0x9f], channels)),
      ),
    ),
  ]);
}

/** Media segments of samples that follow each other. @param start of the first, in ticks of `rate` a second */
export function clusters(start: number, samples: readonly Sample[], rate: number): Uint8Array {
  const parts: Uint8Array[] = [];
  const tickOf = (sample: number) => Math.round((sample / rate) * TICKS);
  let blocks: Uint8Array[] = [];
  let base = tickOf(start);
  let at = start;
  const close = () => {
    if (blocks.length > 0) {
      parts.push(element([0x1f, 0x43, 0xb6, 0x75], unsigned([0xe7], base), ...blocks));
    }
    blocks = [];
  };
  for (const { data, duration } of samples) {
    if (tickOf(at) - base > LONGEST_CLUSTER) {
      close();
      base = tickOf(at);
    }
    const header = numbers([1, TRACK], [2, tickOf(at) - base], [1, 0]);
    const ticks = tickOf(at + duration) - tickOf(at);
    blocks.push(element([0xa0], element([0xa1], header, data), unsigned([0x9b], ticks)));
    at += duration;
  }
  close();
  return joined(parts);
}
