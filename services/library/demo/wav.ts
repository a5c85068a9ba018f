import type { Random } from './numbers.ts';

/** Hz, of everything in the demo. */
export const SAMPLE_RATE = 32_000;

/** Samples of a left and a right channel, full scale at 1. */
export interface Stereo {
  left: Float32Array;
  right: Float32Array;
}

/**
 * A WAV file (RIFF, 16 bit PCM, stereo) with an ID3v2 tag in a chunk `id3 `, where Picard and foobar2000 put it.
 * Samples are dithered (triangular, two steps wide), so that a fade-out ends in silence and not in distortion.
 */
export function encodeWav(sound: Stereo, id3: Buffer, random: Random): Buffer {
  const dataSize = sound.left.length * 4;
  const id3Size = id3.length + (id3.length % 2);
  const file = Buffer.alloc(44 + dataSize + 8 + id3Size);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(2, 22);
  file.writeUInt32LE(SAMPLE_RATE, 24);
  file.writeUInt32LE(SAMPLE_RATE * 4, 28);
  file.writeUInt16LE(4, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(dataSize, 40);
  const pcm = new DataView(file.buffer, file.byteOffset + 44, dataSize);
  quantise(sound.left, pcm, 0, random);
  quantise(sound.right, pcm, 2, random);
  const at = 44 + dataSize;
  file.write('id3 ', at, 'latin1');
  file.writeUInt32LE(id3.length, at + 4);
  id3.copy(file, at + 8);
  return file;
}

function quantise(samples: Float32Array, pcm: DataView, first: number, random: Random): void {
  let before = random();
  for (let i = 0; i < samples.length; i++) {
    const now = random();
    const value = Math.floor(samples[i]! * 32_767 + now - before + 0.5);
    pcm.setInt16(first + i * 4, Math.max(-32_768, Math.min(32_767, value)), true);
    before = now;
  }
}
