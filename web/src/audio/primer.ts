import { pcmSound } from './format/pcm.ts';
import type { Output } from './output.ts';

const RATE = 44_100;
const SECONDS = 0.1;
const BYTES = RATE * SECONDS * 4;

/**
 * Feeds an output a moment of silence, that nobody hears. Decoder and renderer are then set up, which takes a browser longer
 * than everything else between a click and the first sound.
 */
export async function prime(output: Output): Promise<void> {
  const silence = {
    size: BYTES,
    read: async (at: number, length: number) => new Uint8Array(BYTES).subarray(at, at + length),
  };
  const sound = pcmSound(silence, {
    channels: 2,
    sampleRate: RATE,
    bits: 16,
    kind: 'signed',
    littleEndian: true,
    from: 0,
    to: BYTES,
  });
  const { mime, head } = sound;
  for await (const { data } of sound.pieces(0)) {
    await output.append({ data, mime, head, owner: sound, offset: 0, at: 0, from: 0, to: SECONDS });
  }
}
