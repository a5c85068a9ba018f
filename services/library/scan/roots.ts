import { readdir, stat } from 'node:fs/promises';

/** What tells a music folder from the empty mount point that is left when its disk is gone. */
export interface RootState {
  dev: number;
  ino: number;
  /** Nothing in it but hidden files. */
  empty: boolean;
}

/** State of a music folder; null when it is not there, is no folder or cannot be listed. */
export async function rootState(path: string): Promise<RootState | null> {
  try {
    const { dev, ino } = await stat(path);
    const names = await readdir(path);
    return { dev, ino, empty: names.every((name) => name.startsWith('.')) };
  } catch {
    return null;
  }
}

/** What keeps a music folder from being looked at, as the rest of a sentence about it. */
export async function whyUnavailable(path: string): Promise<string> {
  try {
    if (!(await stat(path)).isDirectory()) return 'is a file: CANTIGA_MUSIC takes folders.';
    const names = await readdir(path);
    if (names.every((name) => name.startsWith('.'))) return 'is empty. Is its disk mounted?';
    return 'was not there for a moment.';
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return 'is not there.';
    if (code === 'ENOTDIR') return 'cannot be there: a part of its path is a file.';
    if (code === 'EACCES' || code === 'EPERM')
      return 'may not be read: give the user that runs Cantiga the right to list it.';
    return `cannot be read (${message}).`;
  }
}

/** Whether what is not found in the folder is really gone. An empty one that held files is taken for unmounted. */
export function isAvailable(now: RootState | null, before: RootState | null, knowsFiles: boolean): boolean {
  if (now === null || (now.empty && knowsFiles)) return false;
  return (
    before === null || (now.dev === before.dev && now.ino === before.ino && (before.empty || !now.empty))
  );
}
