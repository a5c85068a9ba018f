import { mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { argv, env } from 'node:process';
import { build } from 'vite';
import { DIST, isStale } from './stale.ts';

const WEB = join(import.meta.dirname, '..');

/** Builds the player beside the one that is served, and then puts it in its place: nobody gets half a player. */
async function buildPlayer(): Promise<void> {
  const folder = await mkdtemp(join(WEB, '.build-'));
  try {
    await build({
      configFile: join(WEB, 'vite.config.ts'),
      logLevel: argv.includes('--quiet') ? 'error' : 'info',
      build: { outDir: folder },
    });
    const old = `${folder}-old`;
    await rename(DIST, old).catch(() => {});
    await rename(folder, DIST);
    await rm(old, { recursive: true, force: true });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

// What is built is for people, whoever builds it: Vite takes NODE_ENV from a test or a shell that sets another one.
env.NODE_ENV = 'production';
if (!argv.includes('--if-stale') || isStale()) await buildPlayer();
