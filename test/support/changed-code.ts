import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Code that is there, and what stands in its place. */
export interface Change {
  /** Under the project. */
  file: string;
  from: string;
  to: string;
}

/** Lets the modules that are loaded from now on be changed. @throws when the code is not there any more */
export function change(changes: readonly Change[]): void {
  const sources = new Map<string, string>();
  for (const { file, from, to } of changes) {
    const { href } = new URL(`../../${file}`, import.meta.url);
    const text = sources.get(href) ?? readFileSync(fileURLToPath(href), 'utf8');
    if (!text.includes(from)) throw new Error(`${file} has no '${from}'`);
    sources.set(href, text.replace(from, to));
  }
  registerHooks({
    load: (url, context, next) =>
      sources.has(url)
        ? { format: 'module-typescript', source: sources.get(url), shortCircuit: true }
        : next(url, context),
  });
}
