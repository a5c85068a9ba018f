import { textAt, viewOf } from './boxes.ts';
import { type Pcm, pcmSound } from './pcm.ts';
import { type Bytes, FormatError, type Sound } from './sound.ts';

const INTEGER = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
const FORMAT_BYTES = 40;

/**
 * WAV (RIFF, and RF64 of EBU Tech 3306) with samples that are whole numbers or floats.
 * @throws FormatError when it is none of these
 */
export async function openWav(bytes: Bytes): Promise<Sound> {
  const riff = await bytes.read(0, 12);
  if (!['RIFF', 'RF64'].includes(textAt(riff, 0, 4)) || textAt(riff, 8, 4) !== 'WAVE') {
    throw new FormatError('This is no WAV file.');
  }
  let format: Omit<Pcm, 'from' | 'to'> | undefined;
  for (let at = 12; at < bytes.size; ) {
    const head = await bytes.read(at, 8 + FORMAT_BYTES);
    if (head.length < 8) break;
    const type = textAt(head, 0, 4);
    const size = viewOf(head).getUint32(4, true);
    if (type === 'fmt ') format = formatOf(head.subarray(8));
    if (type === 'data') {
      if (!format) throw new FormatError('The WAV file has no format before its samples.');
      // A recorder that was cut off, or RF64, has no size here.
      return pcmSound(bytes, { ...format, from: at + 8, to: Math.min(at + 8 + size, bytes.size) });
    }
    at += 8 + size + (size % 2);
  }
  throw new FormatError('The WAV file has no samples.');
}

function formatOf(chunk: Uint8Array): Omit<Pcm, 'from' | 'to'> {
  if (chunk.length < 16) throw new FormatError('The WAV file has no whole format.');
  const view = viewOf(chunk);
  const tag = view.getUint16(0, true);
  const coding = tag === EXTENSIBLE && chunk.length >= 26 ? view.getUint16(24, true) : tag;
  const channels = view.getUint16(2, true);
  const sampleRate = view.getUint32(4, true);
  const bits = view.getUint16(14, true);
  // Samples of 20 bits stand in the upper ones of 24.
  const stored = (channels > 0 ? view.getUint16(12, true) / channels : 0) * 8;
  const isFloat = coding === FLOAT && (bits === 32 || bits === 64);
  const isInteger = coding === INTEGER && [8, 16, 24, 32].includes(stored);
  if (channels < 1 || channels > 8 || sampleRate === 0 || sampleRate > 655_350 || !(isFloat || isInteger)) {
    throw new FormatError('The samples of the WAV file are of a kind that is not known here.');
  }
  return {
    channels,
    sampleRate,
    bits: (isFloat ? bits : stored) as Pcm['bits'],
    kind: isFloat ? 'float' : stored === 8 ? 'unsigned' : 'signed',
    littleEndian: true,
  };
}
