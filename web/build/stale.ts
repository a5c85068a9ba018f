import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const WEB = join(import.meta.dirname, '..');
/** What the player is made of, besides the packages that the lock file names. */
const SOURCES = ['src', 'public', 'build', 'index.html', 'vite.config.ts', '../package-lock.json'];

export const DIST = join(WEB, 'dist');

/** Whether the built player is missing, or older than its sources. Without sources, what is built is what there is. */
export function isStale(): boolean {
  if (!existsSync(join(WEB, 'src'))) return false;
  const built = timeOf(join(DIST, 'index.html'));
  return SOURCES.some((name) => newest(join(WEB, name)) > built);
}

/** When the newest file there was changed, ms since 1970. */
function newest(path: string): number {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return timeOf(path);
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return Math.max(0, ...files.map((name) => timeOf(join(path, name))));
}

function timeOf(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() ? stats.mtimeMs : 0;
}
