import type { IncomingHttpHeaders } from 'node:http';
import { type ByteRange, parseRange } from './range.ts';

/** What a client may compare: the size in bytes, the quoted entity tag, and the last change in ms since 1970. */
export interface Representation {
  size: number;
  etag: string;
  mtime: number;
}

export type Answer =
  | { status: 200 | 304 | 412 | 416 }
  | ({
      status: 206;
    } & ByteRange);

/**
 * The answer that a request's conditions and range lead to, in the order of RFC 9110, 13.2.2.
 * POST counts as GET: OpenSubsonic's form requests mean the same.
 * @param now ms since 1970: a file that changed within this very second has no strong date (8.8.2.2)
 */
export function answerFor(
  method: string,
  headers: IncomingHttpHeaders,
  it: Representation,
  now: number,
): Answer {
  if (headers['if-match'] !== undefined) {
    if (!matches(headers['if-match'], it.etag, 'strong')) return { status: 412 };
  } else if (seconds(it.mtime) > parseDate(headers['if-unmodified-since'], Number.POSITIVE_INFINITY)) {
    return { status: 412 };
  }
  if (headers['if-none-match'] !== undefined) {
    if (matches(headers['if-none-match'], it.etag, 'weak')) return { status: 304 };
  } else if (seconds(it.mtime) <= parseDate(headers['if-modified-since'], Number.NEGATIVE_INFINITY)) {
    return { status: 304 };
  }
  if (method === 'HEAD' || !mayRange(headers['if-range'], it, now)) return { status: 200 };
  const range = parseRange(headers.range, it.size);
  if (range === undefined) return { status: 200 };
  return range === 'unsatisfiable' ? { status: 416 } : { status: 206, ...range };
}

function mayRange(ifRange: string | string[] | undefined, it: Representation, now: number): boolean {
  if (ifRange === undefined) return true;
  const validator = String(ifRange).trim();
  if (/^(W\/)?"/.test(validator)) return validator === it.etag;
  return seconds(it.mtime) === parseDate(validator, Number.NaN) && it.mtime + 1000 <= now;
}

/** A strong comparison never holds for a weak tag (RFC 9110, 8.8.3.2). */
function matches(header: string, etag: string, comparison: 'strong' | 'weak'): boolean {
  if (header.trim() === '*') return true;
  const tags = header.match(/(?:W\/)?"[^"]*"/g) ?? [];
  return tags.some((tag) => (comparison === 'weak' ? tag.replace(/^W\//, '') : tag) === etag);
}

/** Dates of HTTP have no fractions. */
function seconds(time: number): number {
  return Math.floor(time / 1000) * 1000;
}

function parseDate(header: string | undefined, otherwise: number): number {
  const time = header?.endsWith('GMT') ? Date.parse(header) : Number.NaN;
  return Number.isNaN(time) ? otherwise : time;
}
