import { CantigaError } from '../../../errors.ts';
import type { WantedTrack } from '../../actions.ts';
import { LONGEST_NAME, MOST_TRACKS } from '../rules.ts';

/** A line of the file that names a track. */
export interface M3uEntry extends WantedTrack {
  /** Counted from 1. */
  line: number;
  /** The line as it may be shown. */
  text: string;
}

export interface M3u {
  /** What the file says that it is called. */
  name?: string;
  entries: M3uEntry[];
}

/** Characters of a path or label that are looked at; of a path the last ones. */
const LONGEST = 4096;
const SHOWN = 200;
/** Of the file: more than the songs that a playlist may have need, with all that is said about them. */
const MOST_LINES = 250_000;
const INFO = /^#EXTINF:/i;
const NAME = /^#PLAYLIST:/i;

/**
 * Reads an M3U playlist, plain or extended. Paths are those of the system on which it was written, or URLs; lines that
 * it does not know are passed over, as the format wants it.
 * @throws {CantigaError} TOO_LARGE; BAD_PARAMETER when it names no track
 */
export function parseM3u(text: string): M3u {
  const entries: M3uEntry[] = [];
  let name: string | undefined;
  let info: Pick<M3uEntry, 'label' | 'duration'> = {};
  let number = 0;
  for (const [line] of text.matchAll(/[^\r\n]*(?:\r\n|\r|\n|$)/g)) {
    number++;
    if (number > MOST_LINES)
      throw new CantigaError('TOO_LARGE', `The file has more than ${MOST_LINES} lines.`);
    const trimmed = line.trim();
    if (trimmed === '') continue;
    if (INFO.test(trimmed)) info = readInfo(trimmed.slice('#EXTINF:'.length, LONGEST));
    else if (NAME.test(trimmed)) name ??= cleanName(trimmed.slice('#PLAYLIST:'.length));
    else if (!trimmed.startsWith('#')) {
      if (entries.length === MOST_TRACKS) {
        throw new CantigaError('TOO_LARGE', `A playlist has at most ${MOST_TRACKS} songs.`);
      }
      const text = clean(trimmed.slice(0, SHOWN));
      entries.push({ line: number, text, path: readPath(trimmed.slice(-LONGEST)), ...info });
      info = {};
    }
  }
  if (entries.length === 0) throw new CantigaError('BAD_PARAMETER', 'The file names no song.');
  return { ...(name && { name }), entries };
}

/** `123,Artist - Title`, with attributes (`key="value"`) after the seconds in some files. */
function readInfo(info: string): Pick<M3uEntry, 'label' | 'duration'> {
  let quoted = false;
  let comma = 0;
  while (comma < info.length && (quoted || info[comma] !== ',')) {
    if (info[comma] === '"') quoted = !quoted;
    comma++;
  }
  const seconds = Number.parseFloat(info.slice(0, comma));
  const label = info.slice(comma + 1).trim();
  return { ...(seconds > 0 && seconds < 1e9 && { duration: seconds }), ...(label !== '' && { label }) };
}

/** A path with `/`, without the escapes and the head of a URL. */
function readPath(line: string): string {
  const [, rest = line] = /^[a-z][a-z\d+.-]+:\/\/[^/]*(\/.*)$/i.exec(line) ?? [];
  const isUrl = rest !== line || (/%[\da-f]{2}/i.test(line) && !/\s/.test(line));
  return (isUrl ? unescaped(rest) : rest).replaceAll('\\', '/');
}

function unescaped(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function cleanName(text: string): string {
  return [...clean(text.slice(0, LONGEST))].slice(0, LONGEST_NAME).join('').trim();
}

function clean(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}]/gu, ' ').trim();
}
