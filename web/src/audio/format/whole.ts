import { pcmSound } from './pcm.ts';
import { type Bytes, FormatError, type Sound } from './sound.ts';

/** Decoded music is about thirty times as large. */
const LARGEST = 24 << 20;
/** Samples a second, as most devices play them. */
const RATE = 48_000;
const FLOAT = 4;

/**
 * A file that the browser decodes as a whole. Sound begins only when all of it is here, so this is for what cannot be had in
 * another way.
 * @throws FormatError when it is too large, or the browser cannot decode it
 */
export async function openWhole(bytes: Bytes): Promise<Sound> {
  // Its size is known after a first read.
  await bytes.read(0, 1);
  if (bytes.size > LARGEST) throw new FormatError('The file is too large to be decoded as a whole.');
  const audio = await decoded((await bytes.read(0, bytes.size)).slice());
  const stride = audio.numberOfChannels * FLOAT;
  return pcmSound(samplesOf(audio, stride), {
    channels: audio.numberOfChannels,
    sampleRate: audio.sampleRate,
    bits: 32,
    kind: 'float',
    littleEndian: true,
    from: 0,
    to: audio.length * stride,
  });
}

async function decoded(file: Uint8Array<ArrayBuffer>): Promise<AudioBuffer> {
  try {
    return await new OfflineAudioContext(1, 1, RATE).decodeAudioData(file.buffer);
  } catch {
    throw new FormatError('The browser cannot decode it.');
  }
}

/** The samples as a file of floats would have them: channel beside channel. */
function samplesOf(audio: AudioBuffer, stride: number): Bytes {
  const channels = Array.from({ length: audio.numberOfChannels }, (_, index) => audio.getChannelData(index));
  return {
    size: audio.length * stride,
    async read(at, length) {
      const first = at / stride;
      const last = Math.min(audio.length, (at + length) / stride);
      const part = new Uint8Array(Math.max(0, last - first) * stride);
      const view = new DataView(part.buffer);
      let place = 0;
      for (let index = first; index < last; index++) {
        for (const channel of channels) {
          view.setFloat32(place, channel[index]!, true);
          place += FLOAT;
        }
      }
      return part;
    },
  };
}
