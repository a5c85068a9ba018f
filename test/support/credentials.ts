import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Engine } from './engine.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** Makes a device credential of `admin` as an operator does: `npm run credentials -- add NAME`. */
export async function addCredential(
  engine: Engine,
  name: string,
): Promise<{ secret: string; apiKey: string }> {
  const { stdout } = await promisify(execFile)(process.execPath, ['bin/credentials.ts', 'add', name], {
    cwd: ROOT,
    env: engine.env,
  });
  const secret = /^\s*Password\s+(\S+)$/m.exec(stdout)?.[1];
  const apiKey = /^\s*API key\s+(\S+)$/m.exec(stdout)?.[1];
  if (secret === undefined || apiKey === undefined) throw new Error(`No credential was made:\n${stdout}`);
  return { secret, apiKey };
}
