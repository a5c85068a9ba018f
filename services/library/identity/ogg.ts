import { hash } from 'node:crypto';
import type { ByteSource } from './source.ts';

interface OggPage {
  /** Of the page, in the file. */
  offset: number;
  payload: Buffer;
  /** End of the page. */
  end: number;
  /** -1n when no packet ends on the page. */
  granule: bigint;
}

/** Header pages of a file with a huge cover come to some hundreds. */
const MAX_HEADER_PAGES = 20_000;
/** Holds a window of payload whatever the sizes of the pages are. */
const TAIL = 4;

/**
 * Identity of the audio in an Ogg file. Editing tags may cut the stream into other pages, with new numbers and
 * checksums, so only payload counts: its first and last `window` bytes, and the last granule position, which is
 * the length in samples. Null when the file is not Ogg or holds no audio pages.
 */
export function oggIdentity(source: ByteSource, window: number): string | null {
  const start = audioStart(source);
  if (start === null) return null;
  const head: Buffer[] = [];
  let got = 0;
  for (let page = readPage(source, start); page !== null && got < window; page = readPage(source, page.end)) {
    head.push(page.payload);
    got += page.payload.length;
  }
  const tail = lastPages(source, Math.max(start, source.size - TAIL * window));
  if (got === 0 || tail.length === 0) return null;
  const length = tail.findLast((page) => page.granule >= 0n)?.granule ?? 0n;
  const first = Buffer.concat(head).subarray(0, window);
  const last = Buffer.concat(tail.map((page) => page.payload)).subarray(-window);
  return hash('sha1', Buffer.concat([Buffer.from(`${length} `), first, last]), 'base64url');
}

/** RFC 3533: header packets leave their pages with granule position 0, and audio begins on a page of its own. */
function audioStart(source: ByteSource): number | null {
  let start: number | null = null;
  let page = readPage(source, 0);
  for (let count = 0; page !== null && count < MAX_HEADER_PAGES; count++) {
    if (page.granule > 0n) return start;
    if (page.granule === 0n) start = page.end;
    page = readPage(source, page.end);
  }
  return start;
}

function readPage(source: ByteSource, offset: number): OggPage | null {
  const header = source.read(offset, 27 + 255);
  if (header.length < 27 || header.toString('latin1', 0, 4) !== 'OggS') return null;
  const segments = header[26]!;
  if (header.length < 27 + segments) return null;
  let length = 0;
  for (let index = 0; index < segments; index++) length += header[27 + index]!;
  const start = offset + 27 + segments;
  const payload = source.read(start, length);
  return { offset, payload, end: start + payload.length, granule: header.readBigInt64LE(6) };
}

/** All pages from the first one at or after `from` on. "OggS" inside a payload does not start a chain to the end. */
function lastPages(source: ByteSource, from: number): OggPage[] {
  const bytes = source.read(from, source.size - from);
  for (let at = bytes.indexOf('OggS'); at >= 0; at = bytes.indexOf('OggS', at + 1)) {
    const pages: OggPage[] = [];
    let page = readPage(source, from + at);
    while (page !== null) {
      pages.push(page);
      page = page.end < source.size ? readPage(source, page.end) : null;
    }
    if (pages.length > 1 || (pages[0] !== undefined && pages[0].end === source.size)) return pages;
  }
  return [];
}
