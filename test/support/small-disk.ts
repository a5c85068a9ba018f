import { execFileSync } from 'node:child_process';
import { closeSync, fstatSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tellSkipped } from './need.ts';

/** A disk of a few megabytes that can be filled to the last byte. */
export interface SmallDisk {
  path: string;
  /** @param spare bytes that are left free */
  fill(spare?: number): void;
  free(): void;
  remove(): void;
}

/** Mounts one in memory. Undefined where this is not possible, which the run's last words then tell. */
export function mountSmallDisk(what: string, megabytes: number): SmallDisk | undefined {
  const path = mkdtempSync(join(tmpdir(), 'cantiga-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path], { stdio: 'ignore' });
  } catch {
    rmSync(path, { recursive: true });
    tellSkipped(`${what}: needs the right to mount a file system (root on Linux)`);
    return undefined;
  }
  const ballast = join(path, 'ballast');
  return {
    path,
    fill(spare = 0) {
      const file = openSync(ballast, 'a');
      for (let size = 1_048_576; size >= 1; size /= 2) while (appended(file, size)) {}
      ftruncateSync(file, Math.max(0, fstatSync(file).size - spare));
      closeSync(file);
    },
    free: () => rmSync(ballast),
    remove() {
      execFileSync('umount', [path]);
      rmSync(path, { recursive: true });
    },
  };
}

function appended(file: number, bytes: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(bytes)) === bytes;
  } catch {
    return false;
  }
}
