import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { Watcher } from '../../services/library/watch/watcher.ts';
import { inotifyWatches } from './inotify.ts';

// Watches the folders in a folder while the system allows fewer watches than there are folders, then more, then too few
// again, and prints what came of it. Needs a user namespace of its own, whose limit it sets.

const [, , root] = argv as [string, string, string];
const warnings: string[] = [];
const heard: string[] = [];
const watcher = new Watcher({
  folders: [{ id: 1, path: root, configured: true }],
  changed: (_folder, scopes) => heard.push(...scopes.map(({ dir }) => dir)),
  returned: () => {},
  warn: (line) => warnings.push(line),
});

async function walkWith(limit: number): Promise<number> {
  writeFileSync('/proc/sys/user/max_inotify_watches', String(limit));
  const walk = watcher.walk();
  walk.saw(1, ['', ...readdirSync(root)]);
  walk.walked(1, [{ dir: '', deep: true }]);
  await watcher.start();
  await new Promise((resolve) => setTimeout(resolve, 50));
  return inotifyWatches();
}

const watched = [await walkWith(4), await walkWith(4), await walkWith(100)];
for (let index = 0; index < 100; index++) mkdirSync(join(root, `more ${index}`));
watched.push(await walkWith(50));
while (heard.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
await watcher.close();
console.log(JSON.stringify({ watched, warnings, left: inotifyWatches() }));
