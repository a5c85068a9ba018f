import { isUtf8 } from 'node:buffer';
import { CantigaError } from '../../../errors.ts';

/** Bytes of a file that is read. */
export const LARGEST_FILE = 8 * 1024 * 1024;

const MARKS: readonly [mark: readonly number[], encoding: string][] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];
const NEWLINE = 0x0a;
const NUL = 0;

/** What a file says, and in which encoding. */
export interface Decoded {
  text: string;
  /** As the Encoding Standard calls it. */
  encoding: string;
}

/**
 * The text of a playlist file: in the encoding of its byte order mark, else the one that is named, else that of its
 * `#EXTENC` line, else UTF-8 (M3U8) where the whole file is that, else windows-1252, which Latin-1 is a part of.
 * @throws {CantigaError} BAD_PARAMETER, with the line where the encoding is not what it should be; TOO_LARGE
 */
export function decodeText(file: Uint8Array, named?: string): Decoded {
  if (file.length > LARGEST_FILE) {
    throw new CantigaError('TOO_LARGE', `The file has more than ${LARGEST_FILE / 1024 / 1024} MiB.`);
  }
  const marked = MARKS.find(([mark]) => mark.every((byte, i) => file[i] === byte))?.[1];
  const said = marked ?? named ?? declared(file);
  const decoder = decoderOf(said ?? (isUtf8(file) ? 'utf-8' : 'windows-1252'));
  const { encoding } = decoder;
  if (!isWide(encoding) && file.includes(NUL)) {
    throw new CantigaError('BAD_PARAMETER', 'This is no text, so no playlist.');
  }
  try {
    return { text: decoder.decode(file), encoding };
  } catch {
    const line = isWide(encoding) ? undefined : badLine(file, decoder);
    const where = line === undefined ? 'The file' : `Line ${line}`;
    throw new CantigaError(
      'BAD_PARAMETER',
      `${where} is not ${encoding.toUpperCase()}. Save the file as UTF-8 (.m3u8), or name its encoding.`,
      line === undefined ? undefined : { line },
    );
  }
}

/** Whether a character takes two bytes at least. */
function isWide(encoding: string): boolean {
  return encoding.startsWith('utf-16');
}

/** The encoding that one of the first lines names, when there is such a one. */
function declared(file: Uint8Array): string | undefined {
  const start = Buffer.from(file.subarray(0, 1000)).toString('latin1');
  const label = /^#EXTENC:[ \t]*([\w.:-]{1,40})[ \t]*\r?$/im.exec(start)?.[1];
  return label !== undefined && isEncoding(label) ? label : undefined;
}

function isEncoding(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return false;
  }
}

function decoderOf(encoding: string): TextDecoder {
  if (isEncoding(encoding)) return new TextDecoder(encoding, { fatal: true });
  throw new CantigaError('BAD_PARAMETER', `There is no encoding '${encoding}'.`);
}

/** Lines that are looked at to tell which one is wrong. */
const MOST_LINES = 100_000;

/** The first line that cannot be decoded, counted from 1; undefined when it is far down. */
function badLine(file: Uint8Array, decoder: TextDecoder): number | undefined {
  for (let line = 1, start = 0; line < MOST_LINES; line++) {
    const end = file.indexOf(NEWLINE, start);
    try {
      decoder.decode(file.subarray(start, end === -1 ? undefined : end));
    } catch {
      return line;
    }
    if (end === -1) return undefined;
    start = end + 1;
  }
  return undefined;
}
