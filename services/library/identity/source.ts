import { readSync } from 'node:fs';

/** Bytes that can be read at any place, at once: a worker thread has nobody else to serve. */
export interface ByteSource {
  size: number;
  /** Fewer than `length` bytes only at the end. */
  read(offset: number, length: number): Buffer;
}

export function bufferSource(buffer: Buffer): ByteSource {
  return {
    size: buffer.length,
    read: (offset, length) =>
      buffer.subarray(Math.min(offset, buffer.length), Math.min(offset + length, buffer.length)),
  };
}

export function fileSource(fd: number, size: number): ByteSource {
  return {
    size,
    read: (offset, length) => {
      const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - offset)));
      let got = 0;
      while (got < buffer.length) {
        const more = readSync(fd, buffer, got, buffer.length - got, offset + got);
        if (more === 0) break;
        got += more;
      }
      return buffer.subarray(0, got);
    },
  };
}

/** A stretch of a file, in bytes. */
export interface Region {
  offset: number;
  length: number;
}

export function between(start: number, end: number): Region[] | null {
  return end > start ? [{ offset: start, length: end - start }] : null;
}
