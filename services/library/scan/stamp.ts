import { hash } from 'node:crypto';

/** Size in bytes and time of the last change in ms, as `fs.stat` gives them. */
export interface Stat {
  size: number;
  mtimeMs: number;
}

/** In place of what lies beside a file: read it again, whatever it looks like. */
export const READ_AGAIN = '?';

/**
 * What lies beside a file and belongs to it: the cover in its folder, and its lyrics. When it changes, the file is read
 * again as if it had changed itself.
 */
export function besideOf(cover: string, lyrics: Stat | null): string {
  return lyrics === null ? cover : `${cover} lrc ${lyrics.size} ${lyrics.mtimeMs}`;
}

/** The part of {@link besideOf} that all files of a folder have. */
export function coverStamp(name: string, { size, mtimeMs }: Stat): string {
  return `${name} ${size} ${mtimeMs}`;
}

/** Of all files found in a folder, in the order of the file system. */
export function digestOf(files: readonly (Stat & { name: string; beside: string })[]): string {
  let text = '';
  let before: string | undefined;
  for (const { name, size, mtimeMs, beside } of files) {
    // What lies beside is mostly the same for all, and long.
    text += beside === before ? `${name}\0${size} ${mtimeMs}\0` : `${name}\0${size} ${mtimeMs} ${beside}\0`;
    before = beside;
  }
  return hash('sha1', text, 'base64');
}

/** All that must stay the same for a file not to be read again. */
export function stampOf({ size, mtimeMs }: Stat, beside: string): string {
  return `${size} ${mtimeMs} ${beside}`;
}
