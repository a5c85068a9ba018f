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

/**
 * The text of a playlist file: in the encoding of its byte order mark, else the one that is named, else that of its
 * `#EXTENC` line, else UTF-8 (M3U8). Nothing is guessed: a wrong guess would find nothing, and not say why.
 * @throws {CantigaError} BAD_PARAMETER, with the line where the encoding is not what it should be; TOO_LARGE
 */
export function decodeText(file: Uint8Array, named?: string): string {
  if (file.length > LARGEST_FILE) {
    throw new CantigaError('TOO_LARGE', `The file has more than ${LARGEST_FILE / 1024 / 1024} MiB.`);
  }
  const marked = MARKS.find(([mark]) => mark.every((byte, i) => file[i] === byte))?.[1];
  if (marked === undefined && file.includes(NUL)) {
    throw new CantigaError('BAD_PARAMETER', 'This is no text, so no playlist.');
  }
  const encoding = marked ?? named ?? declared(file) ?? 'utf-8';
  const decoder = decoderOf(encoding);
  try {
    return decoder.decode(file);
  } catch {
    const line = badLine(file, encoding);
    const where = line === undefined ? 'The file' : `Line ${line}`;
    throw new CantigaError(
      'BAD_PARAMETER',
      `${where} is not ${encoding.toUpperCase()}. Save the file as UTF-8 (.m3u8), or name its encoding, such as windows-1252.`,
      line === undefined ? undefined : { line },
    );
  }
}

/** The encoding that one of the first lines names. */
function declared(file: Uint8Array): string | undefined {
  const start = Buffer.from(file.subarray(0, 1000)).toString('latin1');
  return /^#EXTENC:[ \t]*([\w.:-]{1,40})[ \t]*\r?$/im.exec(start)?.[1];
}

function decoderOf(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    throw new CantigaError('BAD_PARAMETER', `There is no encoding '${encoding}'.`);
  }
}

/** Lines that are looked at to tell which one is wrong. */
const MOST_LINES = 100_000;

/** The first line that cannot be decoded, counted from 1; undefined when it is far down, or lines are not bytes. */
function badLine(file: Uint8Array, encoding: string): number | undefined {
  if (encoding.startsWith('utf-16')) return undefined;
  for (let line = 1, start = 0; line < MOST_LINES; line++) {
    const end = file.indexOf(NEWLINE, start);
    const bytes = file.subarray(start, end === -1 ? undefined : end);
    try {
      decoderOf(encoding).decode(bytes);
    } catch {
      return line;
    }
    if (end === -1) return undefined;
    start = end + 1;
  }
  return undefined;
}
