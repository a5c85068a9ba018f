import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../../..');

interface Ran {
  /** Null when it was killed. */
  code: number | null;
  output: string;
}

/** Runs a command line tool, such as `bin/backup.ts`. @param dieAt kills it before its n-th change of the disk */
export function runTool(args: readonly string[], env: NodeJS.ProcessEnv, dieAt?: number): Promise<Ran> {
  const die = dieAt === undefined ? [] : ['--import', join(import.meta.dirname, 'die.ts')];
  const options = {
    cwd: ROOT,
    maxBuffer: 64 * 1_048_576,
    env: { ...env, ...(dieAt && { CANTIGA_TEST_DIE_AT: String(dieAt) }) },
  };
  return new Promise((done) => {
    const child = execFile(process.execPath, [...die, ...args], options, (_, stdout, stderr) =>
      done({ code: child.exitCode, output: stdout + stderr }),
    );
  });
}
