import { globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = resolve(import.meta.dirname, '../..');
/** What an import at the top of a module loads; types load nothing. */
const IMPORT = /^(?:import|export) (?!type )(?:[^'";]*? from )?'([^']+)'/gm;

/** Packages and builtins that are loaded with some modules of ours, by way of all that they import. */
function loadedWith(...entries: string[]): string[] {
  const ours = new Set<string>();
  const others = new Set<string>();
  const visit = (file: string) => {
    if (ours.has(file)) return;
    ours.add(file);
    for (const [, name] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      if (name!.startsWith('.')) visit(join(dirname(file), name!));
      else others.add(name!);
    }
  };
  for (const entry of entries) visit(join(ROOT, entry));
  return [...others];
}

const files = (pattern: string) => globSync(pattern, { cwd: ROOT });

describe('what is loaded', () => {
  it('for the first answer is what that takes', () => {
    const loaded = loadedWith('start.ts', ...files('services/*/*.service.ts'));
    expect(loaded).toEqual(expect.arrayContaining(['moleculer', 'moleculer-web', 'argon2']));
    for (const costly of [
      'mongoose',
      'moleculer-db-adapter-mongoose',
      'nats',
      'sharp',
      'music-metadata',
      'node-id3',
      'moleculer-repl',
      // Imported, it loads undici with it.
      'node:http',
    ]) {
      expect(loaded).not.toContain(costly);
    }
  });

  it.each(files('{mixins,services}/**/*-thread.ts'))('in the thread of %s is no broker', (thread) => {
    expect(loadedWith(thread)).not.toContain('moleculer');
  });
});
