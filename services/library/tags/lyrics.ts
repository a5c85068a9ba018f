import type { Lyrics } from '../facts.ts';
import { clean, LIMITS } from './clean.ts';

/** What ID3v2 frames USLT and SYLT hold, as music-metadata gives it. */
interface LyricsFrame {
  language?: string;
  text?: string;
  /** 2 for milliseconds; 1 counts MPEG frames, which no player can follow. */
  timeStampFormat?: number;
  syncText?: { text?: string; timestamp?: number }[];
}

const TIMESTAMP = /^\s*\[(\d{1,3}):(\d{1,2})(?:[.:](\d{1,3}))?\]/;
const LRC_TAG = /^\s*\[([a-z#]{1,10}):([^\]]*)\]\s*$/i;
/** Word times of the "enhanced" form: shown to nobody. */
const WORD_TIME = /<\d{1,3}:\d{1,2}(?:[.:]\d{1,3})?>/g;
const MAX_LINES = 4000;

/**
 * Lyrics from text: synced when its lines carry LRC timestamps (several on one line repeat it), else plain.
 * `[offset:±ms]` moves the lyrics (positive: sooner), as LRC has it. Null when there are no words.
 */
export function parseLyrics(text: string, lang = 'xxx'): Lyrics | null {
  const plain: string[] = [];
  const synced: { start: number; value: string }[] = [];
  let offset = 0;
  for (const raw of text.slice(0, LIMITS.lyrics * 2).split(/\r\n|\n|\r/, MAX_LINES)) {
    const { starts, rest } = timestamps(raw);
    const value = clean(starts.length > 0 ? rest.replace(WORD_TIME, '') : rest, LIMITS.comment) ?? '';
    for (const start of starts) synced.push({ start, value });
    if (starts.length > 0) continue;
    const tag = LRC_TAG.exec(raw);
    if (tag === null) plain.push(value);
    else if (tag[1]!.toLowerCase() === 'offset') offset = Number.parseInt(tag[2]!, 10) || 0;
  }
  if (synced.length > 0) {
    synced.sort((a, b) => a.start - b.start);
    return { lang, synced: true, lines: synced, ...(offset === 0 ? {} : { offset }) };
  }
  while (plain.length > 0 && plain.at(-1) === '') plain.pop();
  while (plain.length > 0 && plain[0] === '') plain.shift();
  return plain.length === 0 ? null : { lang, synced: false, lines: plain.map((value) => ({ value })) };
}

function timestamps(line: string): { starts: number[]; rest: string } {
  const starts: number[] = [];
  let rest = line;
  for (let match = TIMESTAMP.exec(rest); match !== null; match = TIMESTAMP.exec(rest)) {
    const [whole, minutes, seconds, fraction = ''] = match;
    starts.push((Number(minutes) * 60 + Number(seconds)) * 1000 + Number(fraction.padEnd(3, '0')));
    rest = rest.slice(whole.length);
  }
  return { starts, rest };
}

/** Lyrics from a tag: text, or a frame of ID3v2. Null when there are no words in it. */
export function lyricsOf(value: unknown): Lyrics | null {
  if (typeof value === 'string') return parseLyrics(value);
  if (typeof value !== 'object' || value === null) return null;
  const frame = value as LyricsFrame;
  const lang = language(frame.language);
  if (frame.syncText !== undefined && frame.syncText.length > 0) {
    return frame.timeStampFormat === 1 ? null : syncedFrame(frame.syncText, lang);
  }
  return typeof frame.text === 'string' ? parseLyrics(frame.text, lang) : null;
}

/** SYLT holds words or syllables, a line feed before the first of a line; without any, each entry is a line. */
function syncedFrame(entries: NonNullable<LyricsFrame['syncText']>, lang: string): Lyrics | null {
  const byWord = entries.some((entry) => entry.text?.includes('\n'));
  const lines: { start: number; value: string }[] = [];
  for (const { text = '', timestamp = 0 } of entries.slice(0, MAX_LINES * 4)) {
    const last = lines.at(-1);
    if (byWord && last !== undefined && !/^\r?\n/.test(text)) last.value += text;
    else lines.push({ start: timestamp, value: text });
  }
  const cleaned = lines
    .slice(0, MAX_LINES)
    .map(({ start, value }) => ({ start, value: clean(value, LIMITS.comment) ?? '' }));
  cleaned.sort((a, b) => a.start - b.start);
  return cleaned.some((line) => line.value !== '') ? { lang, synced: true, lines: cleaned } : null;
}

function language(code: string | undefined): string {
  const lower = (code ?? '').toLowerCase();
  return /^[a-z]{2,3}$/.test(lower) && lower !== 'und' ? lower : 'xxx';
}

/** Different lyrics, synced ones first, as many lines as fit into {@link LIMITS}.lyrics bytes. */
export function boundLyrics(all: readonly (Lyrics | null)[]): Lyrics[] {
  const found: Lyrics[] = [];
  const seen = new Set<string>();
  let left: number = LIMITS.lyrics;
  const sorted = all.filter((lyrics) => lyrics !== null).sort((a, b) => Number(b.synced) - Number(a.synced));
  for (const lyrics of sorted) {
    const key = `${lyrics.lang}${lyrics.synced}${lyrics.lines.map((line) => line.value).join('\n')}`;
    if (seen.has(key) || found.length >= 8) continue;
    seen.add(key);
    const lines: Lyrics['lines'] = [];
    for (const line of lyrics.lines) {
      // What the line takes as JSON, roughly: the text and up to 30 bytes around it.
      left -= Buffer.byteLength(line.value) + 30;
      if (left < 0) break;
      lines.push(line);
    }
    if (lines.length > 0) found.push({ ...lyrics, lines });
  }
  return found;
}
