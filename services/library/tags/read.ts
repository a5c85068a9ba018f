import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { type IAudioMetadata, type IOptions, parseBuffer, parseFile } from 'music-metadata';
import type { TrackFacts } from '../facts.ts';
import { suffixOf } from '../formats.ts';
import { audioIdentity } from '../identity/identity.ts';
import { bufferSource, fileSource } from '../identity/source.ts';
import { cleanLines, LIMITS } from './clean.ts';
import { factsOf, hasAudio } from './facts-of.ts';
import { parseLyrics } from './lyrics.ts';

/** Up to this size a file is read whole: one read costs less than the many small ones of a tokenizer. */
const WHOLE = 262_144;
/** A second pass counts every frame; beyond this size that would take too long, and the length stays unknown. */
const COUNTABLE = 64 * 1_048_576;

export interface FileToRead {
  /** Where it is on this machine. */
  absolute: string;
  /** Inside its music folder, with `/`. */
  path: string;
  /** Where lyrics lie beside it. */
  lrc?: string;
  folderCover: boolean;
}

export interface ReadFile {
  facts: TrackFacts;
  /** See identity/. */
  audio: string;
  size: number;
  mtimeMs: number;
}

/** A file that cannot be used, with a reason for people. */
export class UnreadableFile extends Error {
  override name = 'UnreadableFile';
}

/**
 * Reads tags, format and identity of one audio file. Synchronous where it can be: it runs in a thread of its own.
 * @throws {UnreadableFile} when there is no audio in it; errors of the file system as they are
 */
export async function readTrack(file: FileToRead): Promise<ReadFile> {
  const fd = openSync(file.absolute, 'r');
  try {
    const { size, mtimeMs } = fstatSync(fd);
    if (size === 0) throw new UnreadableFile('The file is empty (0 bytes).');
    const buffer = size <= WHOLE ? readWhole(fd, size) : null;
    const source = buffer === null ? fileSource(fd, size) : bufferSource(buffer);
    const metadata = await parse(file, buffer, size);
    const facts = factsOf(metadata, {
      path: file.path,
      size,
      sidecar: file.lrc === undefined ? null : readSidecar(file.lrc),
      folderCover: file.folderCover,
    });
    return { facts, audio: audioIdentity(source, suffixOf(file.path)), size, mtimeMs };
  } finally {
    closeSync(fd);
  }
}

function readWhole(fd: number, size: number): Buffer {
  const buffer = Buffer.allocUnsafe(size);
  let got = 0;
  while (got < size) {
    const more = readSync(fd, buffer, got, size - got, got);
    if (more === 0) break;
    got += more;
  }
  return buffer.subarray(0, got);
}

async function parse(file: FileToRead, buffer: Buffer | null, size: number): Promise<IAudioMetadata> {
  const byName = (options: IOptions) =>
    buffer === null
      ? parseFile(file.absolute, options)
      : parseBuffer(buffer, { path: file.absolute }, options);
  let metadata: IAudioMetadata;
  try {
    metadata = await byName({ duration: false });
    if (!hasAudio(metadata)) metadata = await byContent(file, buffer, size);
  } catch (error) {
    if (isFileError(error)) throw error;
    metadata = await byContent(file, buffer, size).catch(() => {
      throw new UnreadableFile(reason(error));
    });
  }
  if (metadata.format.duration === undefined && size <= COUNTABLE) {
    const counted = await parseBuffer(
      buffer ?? readFileSync(file.absolute),
      { path: file.absolute },
      { duration: true },
    );
    if (counted.format.duration !== undefined) metadata = counted;
  }
  return metadata;
}

/** A second try for a file with the wrong extension. */
async function byContent(file: FileToRead, buffer: Buffer | null, size: number): Promise<IAudioMetadata> {
  if (size > COUNTABLE) throw new UnreadableFile('No audio was found in the file.');
  const metadata = await parseBuffer(buffer ?? readFileSync(file.absolute), undefined, { duration: false });
  if (!hasAudio(metadata)) throw new UnreadableFile('No audio was found in the file.');
  return metadata;
}

function readSidecar(path: string) {
  try {
    const bytes = readFileSync(path).subarray(0, LIMITS.lyrics * 2);
    const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
    return parseLyrics(bytes.toString(utf16 ? 'utf16le' : 'utf8'));
  } catch {
    // The lyrics may have vanished since the folder was listed; the track is fine without them.
    return null;
  }
}

function isFileError(error: unknown): boolean {
  return typeof (error as NodeJS.ErrnoException).syscall === 'string';
}

function reason(error: unknown): string {
  if (error instanceof UnreadableFile) return error.message;
  const message = error instanceof Error ? error.message : String(error);
  if (/end-of-stream|end of stream|out of range|outside the bounds/i.test(message)) {
    return 'The file ends too early; it is damaged or incomplete.';
  }
  return `The file could not be understood: ${cleanLines(message.split('\n')[0], 200) ?? 'no reason given'}.`;
}
