import { spawn, spawnSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { have, tellSkipped } from './need.ts';

const CONFIG = join(import.meta.dirname, 'schemathesis.toml');
const REQUIREMENTS = join(import.meta.dirname, 'schemathesis.txt');
/** Kept between runs, as long as the versions are the same. */
const FOLDER = join(
  tmpdir(),
  `cantiga-schemathesis-${hash('sha1', readFileSync(REQUIREMENTS), 'hex').slice(0, 12)}`,
);
const READY = join(FOLDER, 'ready');
const LONGEST_INSTALL = 300_000;

/**
 * Whether schemathesis is there, in a folder of its own; it is brought from PyPI when it is not. If it cannot be, the
 * run's last words say so.
 * @throws under `CI=true`, where nothing is skipped
 */
export function haveSchemathesis(what: string): boolean {
  if (!have(what, 'python')) return false;
  const install = `python3 -m venv ${FOLDER} && ${FOLDER}/bin/pip install -r ${REQUIREMENTS}`;
  if (!existsSync(READY)) {
    const { status, stderr } = spawnSync('sh', ['-c', install], {
      timeout: LONGEST_INSTALL,
      encoding: 'utf8',
    });
    if (status !== 0) {
      const reason = `${what}: needs schemathesis (${install}; on Debian, apt-get install python3-venv first)`;
      if (env.CI === 'true') throw new Error(`Nothing is skipped under CI. ${reason}\n${stderr}`);
      tellSkipped(reason);
      return false;
    }
    writeFileSync(READY, '');
  }
  return true;
}

/** What schemathesis found: nothing when `code` is 0. */
export interface Verdict {
  code: number | null;
  output: string;
}

/** Sends made-up requests over all that an OpenAPI description has, and compares the answers with it. */
export async function runSchemathesis(description: string, options: string[]): Promise<Verdict> {
  const work = await mkdtemp(join(tmpdir(), 'cantiga-schemathesis-run-'));
  try {
    const child = spawn(
      join(FOLDER, 'bin/schemathesis'),
      ['--config-file', CONFIG, 'run', description, '--no-color', ...options],
      {
        cwd: work,
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject).on('close', resolve);
    });
    return { code, output };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
