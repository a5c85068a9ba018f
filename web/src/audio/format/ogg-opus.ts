import { box, numbers, viewOf } from './boxes.ts';
import { audioEntry, fragment, initSegment } from './fragments.ts';
import type { OggCodec } from './ogg.ts';

const RATE = 48_000;
/** Seconds that a decoder wants before it sounds as it should (RFC 7845, 4.6). */
const PREROLL = 0.08;
/** Samples of frames that are coded for speech. */
const SILK = [480, 960, 1920, 2880];

/** Opus as a SourceBuffer takes it ("Encapsulation of Opus in ISO Base Media File Format"). @param head the first packet */
export function opusCodec(head: Uint8Array): OggCodec {
  const view = viewOf(head);
  const channels = head[9]!;
  const config = box(
    'dOps',
    // What is to be skipped is cut off by the player.
    numbers([1, 0], [1, channels], [2, 0], [4, view.getUint32(12, true)], [2, view.getUint16(16, true)]),
    head.slice(18),
  );
  const entry = audioEntry('Opus', { channels, sampleRate: RATE, bits: 16 }, config);
  return {
    mime: 'audio/mp4; codecs="opus"',
    head: initSegment({ timescale: RATE, entry }),
    rate: RATE,
    skipped: view.getUint16(10, true),
    preroll: PREROLL,
    counter: () => samplesIn,
    wrapped: fragment,
  };
}

/** Samples of a packet by its first byte (RFC 6716, 3.1) and its number of frames (3.2). */
function samplesIn(packet: Uint8Array): number {
  const config = packet[0]! >> 3;
  const code = packet[0]! & 3;
  const frames = code === 0 ? 1 : code < 3 ? 2 : packet[1]! & 63;
  if (config < 12) return frames * SILK[config & 3]!;
  return frames * (config < 16 ? 480 << (config & 1) : 120 << (config & 3));
}
