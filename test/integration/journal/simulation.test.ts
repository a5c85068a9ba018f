import { execFile } from 'node:child_process';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { CORPUS } from '../../support/simulation/corpus.ts';
import { MUTANTS } from '../../support/simulation/mutants.ts';

const SCRIPT = fileURLToPath(new URL('../../support/simulation/run.ts', import.meta.url));
const run = promisify(execFile);

/** What the simulation prints. @throws with it when a seed has failed */
async function simulated(...args: string[]): Promise<string> {
  const { stdout } = await run(execPath, [SCRIPT, ...args]);
  return stdout;
}

describe('journal, actors and read models, simulated', () => {
  it('keep every promise on 500 bad days', async () => {
    expect(await simulated('--count', '500')).toContain('500 seeds, 0 failed');
  }, 120_000);

  it.each(CORPUS)('keep them on day $seed, which found $found', async ({ seed }) => {
    expect(await simulated('--from', String(seed))).toContain('1 seeds, 0 failed');
  });

  it('do the same again for the same seed', async () => {
    const once = await simulated('--from', '42', '--count', '20');
    expect(await simulated('--from', '42', '--count', '20')).toBe(once);
  });

  it.each(Object.keys(MUTANTS))('are seen to break them with the bug "%s"', async (mutant) => {
    const args = ['--count', '500', '--first', '--mutant', mutant];
    await expect(simulated(...args)).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining('seed '),
    });
  });
});
