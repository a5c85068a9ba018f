import { type ByteSource, between, type Region } from './source.ts';
import { skipLeadingTags, trailingTags } from './tag-ends.ts';

/** RFC 9639 8.2: STREAMINFO comes first and ends with the MD5 of the samples; null when it was not computed. */
export function flacMd5(source: ByteSource): Buffer | null {
  const start = flacStart(source);
  const block = source.read(start + 4, 38);
  if (start < 0 || block.length < 38 || (block[0]! & 127) !== 0) return null;
  const md5 = block.subarray(22, 38);
  return md5.every((byte) => byte === 0) ? null : Buffer.from(md5);
}

/** The frames after the metadata blocks. */
export function flacAudio(source: ByteSource): Region[] | null {
  let offset = flacStart(source) + 4;
  if (offset < 4) return null;
  for (let block = 0; block < 1000; block++) {
    const header = source.read(offset, 4);
    if (header.length < 4) return null;
    offset += 4 + header.readUIntBE(1, 3);
    if ((header[0]! & 128) !== 0) return between(offset, source.size - trailingTags(source));
  }
  return null;
}

function flacStart(source: ByteSource): number {
  if (source.read(0, 4).toString('latin1') === 'fLaC') return 0;
  const start = skipLeadingTags(source);
  return source.read(start, 4).toString('latin1') === 'fLaC' ? start : -1;
}
