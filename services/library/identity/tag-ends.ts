import type { ByteSource } from './source.ts';

/**
 * Where the audio begins after ID3v2 tags (several may follow each other, and taggers leave zeros behind).
 * id3.org/id3v2.4.0-structure, 3.1: ten bytes of header, the size as four times seven bits, a footer of ten by flag.
 */
export function skipLeadingTags(source: ByteSource): number {
  let offset = 0;
  for (let tags = 0; tags < 16; tags++) {
    const header = source.read(offset, 10);
    if (header.length < 10 || header.toString('latin1', 0, 3) !== 'ID3') break;
    const size =
      ((header[6]! & 127) << 21) |
      ((header[7]! & 127) << 14) |
      ((header[8]! & 127) << 7) |
      (header[9]! & 127);
    offset += 10 + size + ((header[5]! & 0x10) === 0 ? 0 : 10);
  }
  if (offset === 0) return 0;
  const zeros = source.read(offset, 4096);
  const audio = zeros.findIndex((byte) => byte !== 0);
  return offset + (audio < 0 ? zeros.length : audio);
}

/** Bytes of the tags at the end: ID3v1, Lyrics3 (v1 and v2), APEv1 and APEv2, in any order. */
export function trailingTags(source: ByteSource): number {
  let end = source.size;
  for (let tags = 0; tags < 8; tags++) {
    const length = tagBefore(source, end);
    if (length === 0 || length > end) break;
    end -= length;
  }
  return source.size - end;
}

function tagBefore(source: ByteSource, end: number): number {
  const id3 = source.read(Math.max(0, end - 128), 3);
  if (end >= 128 && id3.toString('latin1') === 'TAG') return 128;

  const tail = source.read(Math.max(0, end - 32), Math.min(32, end));
  if (tail.length < 32) return 0;
  // APE tag footer: preamble, version, size with the footer but not the header, count, flags (bit 31: has a header).
  if (tail.toString('latin1', 0, 8) === 'APETAGEX') {
    const header = (tail.readUInt32LE(20) & 0x80000000) === 0 ? 0 : 32;
    return tail.readUInt32LE(12) + header;
  }
  const end9 = tail.toString('latin1', 23, 32);
  if (end9 === 'LYRICS200') {
    const size = Number(tail.toString('latin1', 17, 23));
    return Number.isInteger(size) ? size + 15 : 0;
  }
  if (end9 === 'LYRICSEND') {
    const before = Math.max(0, end - 5120);
    const start = source.read(before, end - before).lastIndexOf('LYRICSBEGIN', undefined, 'latin1');
    return start < 0 ? 0 : end - before - start;
  }
  return 0;
}
