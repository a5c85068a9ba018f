import { joined, textAt, viewOf } from './boxes.ts';
import type { Bytes } from './sound.ts';

/** A page of an Ogg stream (RFC 3533, 6). */
export interface Page {
  /** Its first byte in the file, and the one behind its last. */
  at: number;
  next: number;
  /** Samples of the stream up to the last packet that ends on it; undefined when none does. */
  granule: number | undefined;
  isContinued: boolean;
  isLast: boolean;
  /** Sizes of its parts of packets. One of 255 bytes goes on in the next part. */
  lacing: Uint8Array;
  body: Uint8Array;
}

export interface Packet {
  data: Uint8Array;
  /** The page on which it begins, by its first byte. */
  from: number;
  /** The page on which it ends. */
  page: Page;
  /** Whether it is the last one that ends on its page. */
  endsPage: boolean;
}

const HEADER = 27;
const LARGEST = HEADER + 255 + 255 * 255;
const CONTINUED = 1;
const LAST = 4;
/** What never loses the way within so many bytes is no Ogg stream. */
const REACH = 1 << 20;

/** The first page from a byte on. */
export async function pageFrom(bytes: Bytes, from: number): Promise<Page | undefined> {
  let at = from;
  while (at < bytes.size && at - from < REACH) {
    const head = await bytes.read(at, HEADER + 255);
    if (textAt(head, 0, 4) === 'OggS' && head[4] === 0 && head.length > HEADER) return pageAt(bytes, at);
    const part = await bytes.read(at + 1, LARGEST);
    const found = indexOfPage(part);
    at += 1 + (found < 0 ? Math.max(1, part.length - 3) : found);
  }
  return undefined;
}

async function pageAt(bytes: Bytes, at: number): Promise<Page | undefined> {
  const head = (await bytes.read(at, HEADER + 255)).slice();
  const lacing = head.subarray(HEADER, HEADER + head[26]!);
  const start = HEADER + lacing.length;
  const size = start + lacing.reduce((sum, length) => sum + length, 0);
  const body = (await bytes.read(at, size)).slice(start);
  if (body.length < size - start) return undefined;
  const granule = Number(viewOf(head).getBigInt64(6, true));
  return {
    at,
    next: at + size,
    granule: granule < 0 ? undefined : granule,
    isContinued: (head[5]! & CONTINUED) !== 0,
    isLast: (head[5]! & LAST) !== 0,
    lacing,
    body,
  };
}

/** The last page in a file whose granule is known. */
export async function lastGranule(bytes: Bytes): Promise<number | undefined> {
  let granule: number | undefined;
  let page = await pageFrom(bytes, Math.max(0, bytes.size - LARGEST));
  while (page) {
    granule = page.granule ?? granule;
    page = await pageFrom(bytes, page.next);
  }
  return granule;
}

/** The first page from a byte on on which a packet ends. */
export async function pageWithGranule(bytes: Bytes, from: number): Promise<Page | undefined> {
  let page = await pageFrom(bytes, from);
  while (page && page.granule === undefined) page = await pageFrom(bytes, page.next);
  return page;
}

/** The packets from a page on; the rest of one that began before is left out. */
export async function* packetsFrom(bytes: Bytes, from: number): AsyncGenerator<Packet, void, undefined> {
  let parts: Uint8Array[] | undefined;
  let began = from;
  let page = await pageFrom(bytes, from);
  while (page) {
    if (!page.isContinued) {
      parts = [];
      began = page.at;
    }
    let at = 0;
    let start = 0;
    const last = page.lacing.findLastIndex((size) => size < 255);
    for (const [index, size] of page.lacing.entries()) {
      at += size;
      if (size === 255) continue;
      const data = parts && joined([...parts, page.body.subarray(start, at)]);
      if (data) yield { data, from: began, page, endsPage: index === last };
      parts = [];
      began = page.at;
      start = at;
    }
    parts?.push(page.body.subarray(start));
    if (page.isLast) return;
    page = await pageFrom(bytes, page.next);
  }
}

function indexOfPage(part: Uint8Array): number {
  for (let at = part.indexOf(0x4f); at >= 0; at = part.indexOf(0x4f, at + 1)) {
    if (textAt(part, at, 4) === 'OggS') return at;
  }
  return -1;
}
