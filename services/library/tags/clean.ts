/** Bounds of what a tag may bring along, so that no file can blow up a document. */
export const LIMITS = {
  /** UTF-16 units of a name, a title, an identifier. */
  text: 512,
  comment: 4096,
  /** Entries of a list such as artists or genres. */
  list: 32,
  contributors: 64,
  /** Bytes of all lyrics of a track together. */
  lyrics: 65_536,
} as const;

// Controls, bidirectional overrides and isolates (they can make a name show as another), and what XML cannot hold.
const UNWANTED = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/;
const UNWANTED_ALL = new RegExp(UNWANTED, 'g');
const ASCII = /^[\x20-\x7e]*$/;
/** What UTF-8 looks like that somebody declared as Latin-1: the commonest wrong tag there is. */
const MISREAD = /^[\u0000-\u00ff]*[\u00c2-\u00f4][\u0080-\u00bf][\u0000-\u00ff]*$/;
const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * One line of text that is safe to store and show: no control characters, whole characters only, NFC, trimmed,
 * at most `limit` UTF-16 units. Undefined when nothing is left or it is no text.
 */
export function clean(value: unknown, limit: number = LIMITS.text): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string') return undefined;
  let text = value.length > limit * 4 ? value.slice(0, limit * 4) : value;
  if (!ASCII.test(text)) {
    if (MISREAD.test(text)) text = reread(text);
    if (UNWANTED.test(text)) text = text.replace(/[\t\n\r\u0085]+/g, ' ').replace(UNWANTED_ALL, '');
    text = text.toWellFormed().normalize('NFC');
  }
  text = text.trim();
  if (text.length > limit) text = cut(text, limit).trim();
  return text === '' ? undefined : text;
}

/** As {@link clean}, but lines stay lines. */
export function cleanLines(value: unknown, limit: number): string | undefined {
  if (typeof value !== 'string') return undefined;
  const lines = value
    .slice(0, limit * 2)
    .split(/\r\n|\n|\r/)
    .map((line) => clean(line, limit) ?? '');
  const text = cut(lines.join('\n').trim(), limit);
  return text === '' ? undefined : text;
}

/** Cleaned, different entries of a list, at most {@link LIMITS}.list of them. */
export function cleanList(values: readonly unknown[] | undefined, limit: number = LIMITS.list): string[] {
  const found = new Set<string>();
  for (const value of values ?? []) {
    const text = clean(value);
    if (text !== undefined) found.add(text);
    if (found.size >= limit) break;
  }
  return [...found];
}

function reread(text: string): string {
  try {
    return UTF8.decode(Buffer.from(text, 'latin1'));
  } catch {
    return text;
  }
}

/** The first `limit` UTF-16 units, never half a character. */
function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = text.charCodeAt(limit - 1);
  return text.slice(0, end >= 0xd800 && end <= 0xdbff ? limit - 1 : limit);
}
