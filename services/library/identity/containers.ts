import type { Container } from '../formats.ts';
import { flacAudio } from './flac.ts';
import { skipInfoFrame } from './mpeg.ts';
import { type ByteSource, between, type Region } from './source.ts';
import { skipLeadingTags, trailingTags } from './tag-ends.ts';

/** No file of audio has more parts than this; a hostile one must not keep a thread busy. */
const MAX_PARTS = 10_000;

/** Where the audio data of a file lies, without its tags; null when the file is not built as expected. */
export function regionsOf(source: ByteSource, container: Container): Region[] | null {
  switch (container) {
    case 'mpeg':
      return between(skipInfoFrame(source, skipLeadingTags(source)), source.size - trailingTags(source));
    case 'flac':
      return flacAudio(source);
    case 'mp4':
      return mp4Data(source);
    case 'wav':
      return riffData(source);
    case 'aiff':
      return aiffSound(source);
    case 'dsf':
      return dsfData(source);
    case 'asf':
      return asfData(source);
    default:
      return null;
  }
}

/** ISO/IEC 14496-12 4.2: size (1: in the next 8 bytes, 0: to the end), type. */
function mp4Data(source: ByteSource): Region[] | null {
  const regions: Region[] = [];
  let offset = 0;
  for (let part = 0; part < MAX_PARTS && offset + 8 <= source.size; part++) {
    const header = source.read(offset, 16);
    if (header.length < 8) break;
    let size = header.readUInt32BE(0);
    let start = 8;
    if (size === 1 && header.length === 16) {
      size = Number(header.readBigUInt64BE(8));
      start = 16;
    } else if (size === 0) size = source.size - offset;
    if (size < start) return null;
    if (header.toString('latin1', 4, 8) === 'mdat') {
      const end = Math.min(offset + size, source.size);
      if (end > offset + start) regions.push({ offset: offset + start, length: end - offset - start });
    }
    offset += size;
  }
  return regions.length > 0 ? regions : null;
}

/** RIFF, and RF64 (EBU Tech 3306) where the length of the data stands in `ds64`. */
function riffData(source: ByteSource): Region[] | null {
  const start = source.read(0, 12);
  const magic = start.toString('latin1', 0, 4);
  if (start.length < 12 || !['RIFF', 'RF64'].includes(magic) || start.toString('latin1', 8, 12) !== 'WAVE')
    return null;
  let long: number | undefined;
  for (const chunk of chunks(source, 12, (buffer) => buffer.readUInt32LE(4))) {
    if (chunk.id === 'ds64') {
      const sizes = source.read(chunk.offset, 16);
      if (sizes.length === 16) long = Number(sizes.readBigUInt64LE(8));
    }
    if (chunk.id === 'data') {
      const length = chunk.length === 0xffffffff && long !== undefined ? long : chunk.length;
      return between(chunk.offset, Math.min(chunk.offset + length, source.size));
    }
  }
  return null;
}

/** The sound data of an AIFF or AIFF-C, after its offset and block size. */
function aiffSound(source: ByteSource): Region[] | null {
  const start = source.read(0, 12);
  if (start.length < 12 || start.toString('latin1', 0, 4) !== 'FORM') return null;
  for (const chunk of chunks(source, 12, (buffer) => buffer.readUInt32BE(4))) {
    if (chunk.id === 'SSND')
      return between(chunk.offset + 8, Math.min(chunk.offset + chunk.length, source.size));
  }
  return null;
}

/** Chunks of a name and a 32-bit length, each padded to an even length. */
function* chunks(source: ByteSource, first: number, lengthOf: (header: Buffer) => number) {
  let offset = first;
  for (let part = 0; part < MAX_PARTS && offset + 8 <= source.size; part++) {
    const header = source.read(offset, 8);
    if (header.length < 8) return;
    const length = lengthOf(header);
    yield { id: header.toString('latin1', 0, 4), offset: offset + 8, length };
    offset += 8 + length + (length % 2);
  }
}

/** DSF file format 1.01: chunks of a name and a 64-bit length that counts the header. */
function dsfData(source: ByteSource): Region[] | null {
  let offset = 0;
  for (let part = 0; part < 16 && offset + 12 <= source.size; part++) {
    const header = source.read(offset, 12);
    if (header.length < 12) return null;
    const length = Number(header.readBigUInt64LE(4));
    if (length < 12) return null;
    if (header.toString('latin1', 0, 4) === 'data') {
      return between(offset + 12, Math.min(offset + length, source.size));
    }
    offset += length;
  }
  return null;
}

const ASF_DATA = Buffer.from('3626b2758e66cf11a6d900aa0062ce6c', 'hex');

/** ASF 1.20, 3.1 and 5.1: objects of a GUID and a 64-bit size; the data begins with the file's id and a count. */
function asfData(source: ByteSource): Region[] | null {
  let offset = 0;
  for (let part = 0; part < 64 && offset + 24 <= source.size; part++) {
    const header = source.read(offset, 24);
    if (header.length < 24) return null;
    const size = Number(header.readBigUInt64LE(16));
    if (size < 24) return null;
    if (header.subarray(0, 16).equals(ASF_DATA)) {
      return between(offset + 50, Math.min(offset + size, source.size));
    }
    offset += size;
  }
  return null;
}
