import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from '@jest/globals';
import { Watcher } from '../../../services/library/watch/watcher.ts';
import { temporaryFolder } from '../../support/audio.ts';
import { inotifyWatches } from '../../support/inotify.ts';
import { tellSkipped } from '../../support/need.ts';

const { folder, remove } = temporaryFolder('limits');
afterAll(remove);
const NAMES = Array.from({ length: 10 }, (_, index) => `${index}`);

/** Limits can be set in a user namespace, which not every Linux lets everybody make. */
function inNamespace(script: string, ...args: string[]) {
  return spawnSync('unshare', ['--user', '--map-root-user', execPath, script, ...args], { encoding: 'utf8' });
}
const can = spawnSync('unshare', ['--user', '--map-root-user', 'true']).status === 0;
if (!can) tellSkipped('limits of watches: needs user namespaces (unshare --user --map-root-user)');

(can ? it : it.skip)(
  'given a system that allows too few watches, when folders are watched, then it is said once, and what is watched stays so',
  () => {
    const root = join(folder, 'few');
    for (const name of NAMES) mkdirSync(join(root, name), { recursive: true });
    const script = fileURLToPath(new URL('../../support/few-watches.ts', import.meta.url));
    const { stdout, stderr } = inNamespace(script, root);
    expect(stderr).toBe('');
    const { watched, warnings, left } = JSON.parse(stdout) as {
      watched: number[];
      warnings: string[];
      left: number;
    };
    expect(watched).toEqual([4, 4, 11, 50]);
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toContain(root);
    expect(warnings[0]).toContain('max_user_watches');
    expect(left).toBe(0);
  },
);

it('given a watcher that is being started, when it is closed, then it ends and leaves no watch', async () => {
  const root = join(folder, 'many');
  const dirs = Array.from({ length: 3000 }, (_, index) => `${index}`);
  for (const dir of dirs) mkdirSync(join(root, dir), { recursive: true });
  const before = inotifyWatches();
  const watcher = new Watcher({
    folders: [{ id: 1, path: root, configured: true }],
    changed: () => {},
    returned: () => {},
    warn: () => {},
  });
  const started = watcher.start();
  const walk = watcher.walk();
  walk.saw(1, ['', ...dirs]);
  walk.walked(1, [{ dir: '', deep: true }]);
  while (inotifyWatches() === before) await new Promise(setImmediate);
  await watcher.close();
  await started;
  walk.saw(1, dirs);
  await new Promise(setImmediate);
  expect(inotifyWatches()).toBe(before);
});
