import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { isStale } from './stale.ts';

/** Builds the player in a process of its own when its sources are newer, while the engine starts. What it prints is said. */
export function buildInBackground(): void {
  if (!isStale()) return;
  console.log('The player is being built …');
  const child = spawn(process.execPath, [join(import.meta.dirname, 'build.ts'), '--quiet'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  child.once('error', (error) => console.error('The player could not be built:', error.message));
  child.once('exit', (code) => {
    if (code === 0) console.log('The player is built.');
    else console.error('The player could not be built. Run `npm run build` to see why.');
  });
  child.unref();
}
