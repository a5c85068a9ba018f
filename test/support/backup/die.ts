import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { env } from 'node:process';

// Loaded into a tool under test before its own code (`node --import`). It kills the tool before the n-th time that it
// changes the disk by one of these, `CANTIGA_TEST_DIE_AT` being n.

const CHANGES = ['chmod', 'copyFile', 'mkdir', 'rename', 'rm', 'writeFile'] as const;
let left = Number(env.CANTIGA_TEST_DIE_AT);

for (const name of CHANGES) {
  const real = fs[name] as (...args: unknown[]) => Promise<unknown>;
  Object.assign(fs, {
    [name](...args: unknown[]) {
      if (--left === 0) process.kill(process.pid, 'SIGKILL');
      return real(...args);
    },
  });
}
syncBuiltinESMExports();
