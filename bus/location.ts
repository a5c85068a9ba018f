import { createHash } from 'node:crypto';
import { mkdirSync, statSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { StartupError } from '../errors.ts';

/** The kernel allows 108 bytes (104 on macOS) for the path of a Unix socket, its end included. */
const LONGEST = 103;

/** Where the engine of a data folder has its local bus: in the folder, or for a long path in a private temporary one. */
export function busPath(data: string): string {
  const path = join(data, 'engine.sock');
  if (Buffer.byteLength(path) <= LONGEST) return path;
  const { uid } = userInfo();
  const folder = join(tmpdir(), `cantiga-${uid}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid: owner, mode } = statSync(folder);
  if (owner !== uid || (mode & 0o077) !== 0) {
    throw new StartupError(
      `${folder} must belong to the user that runs Cantiga, and to nobody else (mode 0700).`,
    );
  }
  return join(folder, `${createHash('sha256').update(data).digest('hex').slice(0, 16)}.sock`);
}
