import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const BUILD = resolve(import.meta.dirname, '../../../web/build/build.ts');

/** Builds the player unless what is built is what the sources say. */
export async function playerIsBuilt(): Promise<void> {
  await promisify(execFile)(process.execPath, [BUILD, '--if-stale', '--quiet']);
}
