/** Size and time of the last change of a file, as `fs.stat` gives them. */
export interface Stat {
  size: number;
  mtimeMs: number;
}

/**
 * What must stay the same for a file not to be read again: its size and time of change, and those of the cover in its
 * folder and of the lyrics beside it.
 */
export function stampOf(file: Stat, cover: string, lrc: Stat | null): string {
  const own = `${file.size.toString(36)}.${file.mtimeMs.toString(36)}`;
  return lrc === null ? own + cover : `${own}${cover}l${lrc.size.toString(36)}.${lrc.mtimeMs.toString(36)}`;
}

/** The part of the stamp that a folder's cover gives to all its files. */
export function coverStamp(name: string, { size, mtimeMs }: Stat): string {
  return `c${name}.${size.toString(36)}.${mtimeMs.toString(36)}`;
}
