import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

it('given a process that falls idle after much work, when some time passes, then its memory shrinks', () => {
  const script = fileURLToPath(new URL('../support/idle-process.ts', import.meta.url));
  const { stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8', timeout: 60_000 });
  expect(stderr).toBe('');
  const { busy, idle } = JSON.parse(stdout) as { busy: number; idle: number };
  expect(busy).toBeGreaterThan(100 * 2 ** 20);
  expect(idle).toBeLessThan(busy / 3);
});
