import { box, textAt, viewOf } from './boxes.ts';
import { audioEntry } from './fragments.ts';
import { boxesIn } from './mp4-tables.ts';
import { FormatError } from './sound.ts';

/** What a browser calls the codec, and the sample entry that it takes. */
export interface CodecEntry {
  codec: string;
  entry: Uint8Array;
}

const AAC = 0x40;
const DECODER_CONFIG = 4;
const DECODER_SPECIFIC = 5;
/** Names that differ from the type of the entry. */
const NAMES: Readonly<Record<string, string>> = { fLaC: 'flac', Opus: 'opus' };

/** The codec of the first entry of `stsd`. @throws FormatError when it is none of sound */
export function codecEntry(stsd: Uint8Array): CodecEntry {
  const [first] = boxesIn(stsd.subarray(8));
  if (first === undefined || first.body.length < 28) throw new FormatError('The MP4 file names no codec.');
  const { type, body } = first;
  if (type !== 'mp4a') return { codec: NAMES[type] ?? type.trim(), entry: box(type, body) };
  const esds = findEsds(body);
  if (esds === undefined) throw new FormatError('The MP4 file does not tell how its AAC is coded.');
  const view = viewOf(body);
  const audio = { channels: view.getUint16(16), sampleRate: view.getUint16(24), bits: 16 };
  // Made anew: QuickTime puts fields of its own into the entry.
  return { codec: codecOf(esds), entry: audioEntry('mp4a', audio, box('esds', esds)) };
}

/** QuickTime has more fields before the boxes, and wraps this one into another. */
function findEsds(body: Uint8Array): Uint8Array | undefined {
  for (let at = 28; at + 8 <= body.length; at++) {
    if (textAt(body, at + 4, 4) === 'esds') {
      return body.subarray(at + 8, at + viewOf(body).getUint32(at));
    }
  }
  return undefined;
}

/** The codec as RFC 6381, 3.3 writes it, of the descriptors of ISO/IEC 14496-1, 7.2.6. */
function codecOf(esds: Uint8Array): string {
  const config = descriptor(esds.subarray(4), 3, (body) => body.subarray(3 + extraBytes(body[2]!, body)));
  const type = config && descriptor(config, DECODER_CONFIG, (body) => body)?.[0];
  if (type === undefined) throw new FormatError('The description of the codec is cut off.');
  const object = type.toString(16).toUpperCase();
  if (type !== AAC) return `mp4a.${object}`;
  const decoder = descriptor(config!, DECODER_CONFIG, (body) => body.subarray(13));
  const specific = decoder && descriptor(decoder, DECODER_SPECIFIC, (body) => body);
  const first = (specific?.[0] ?? 0x10) >> 3;
  const kind = first === 31 ? 32 + ((((specific![0]! & 7) << 3) | (specific![1]! >> 5)) & 63) : first;
  return `mp4a.${object}.${kind}`;
}

/** Bytes of the optional fields of an elementary stream's descriptor. */
function extraBytes(flags: number, body: Uint8Array): number {
  const url = flags & 0x40 ? 1 + (body[3 + (flags & 0x80 ? 2 : 0)] ?? 0) : 0;
  return (flags & 0x80 ? 2 : 0) + url + (flags & 0x20 ? 2 : 0);
}

/** What is in the descriptor of that tag at the start of `bytes`. */
function descriptor(
  bytes: Uint8Array,
  tag: number,
  inside: (body: Uint8Array) => Uint8Array,
): Uint8Array | undefined {
  if (bytes[0] !== tag) return undefined;
  let at = 1;
  let size = 0;
  do size = (size << 7) | (bytes[at]! & 0x7f);
  while ((bytes[at++]! & 0x80) !== 0 && at < 5);
  return inside(bytes.subarray(at, at + size));
}
