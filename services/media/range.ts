/** First and last byte, both included. */
export interface ByteRange {
  first: number;
  last: number;
}

/** More ranges than this in one header are an attack, not a player (RFC 9110, 17.15). */
const MAX_RANGES = 16;

/**
 * What a Range header asks of a file of `size` bytes (RFC 9110, 14).
 * @returns the range; `unsatisfiable` when it lies outside the file (416); undefined when the whole file is to be
 * sent: no header, another unit, malformed, or several ranges. Several would need multipart/byteranges, which no
 * player asks for, and a server may always answer with the whole.
 */
export function parseRange(
  header: string | undefined,
  size: number,
): ByteRange | 'unsatisfiable' | undefined {
  const set = /^bytes=(.*)$/i.exec(header ?? '')?.[1];
  if (set === undefined) return undefined;
  const specs = set
    .split(',', MAX_RANGES + 1)
    .map((spec) => spec.trim())
    .filter((spec) => spec !== '');
  if (specs.length === 0 || specs.length > MAX_RANGES) return undefined;
  const ranges = specs.map((spec) => parseSpec(spec, size));
  if (ranges.includes('malformed')) return undefined;
  if (ranges.every((range) => range === 'unsatisfiable')) return 'unsatisfiable';
  const [range] = ranges;
  return ranges.length === 1 && typeof range === 'object' ? range : undefined;
}

function parseSpec(spec: string, size: number): ByteRange | 'unsatisfiable' | 'malformed' {
  const match = /^(\d*)-(\d*)$/.exec(spec);
  if (!match || spec === '-') return 'malformed';
  const [, from, to] = match;
  if (from === '') {
    const length = Math.min(Number(to), size);
    return length === 0 ? 'unsatisfiable' : { first: size - length, last: size - 1 };
  }
  const first = Number(from);
  const last = to === '' ? Number.POSITIVE_INFINITY : Number(to);
  if (last < first) return 'malformed';
  return first >= size ? 'unsatisfiable' : { first, last: Math.min(last, size - 1) };
}
