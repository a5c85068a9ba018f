import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { configurationPage } from '../../bin/docs.ts';

describe('docs/configuration.md', () => {
  it('says what config.ts does (npm run docs writes it)', () => {
    const page = readFileSync(resolve(import.meta.dirname, '../../docs/configuration.md'), 'utf8');
    expect(page).toBe(configurationPage());
  });
});
