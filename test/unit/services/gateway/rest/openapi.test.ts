import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openapi } from '../../../../../services/gateway/rest/openapi.ts';
import { MEANINGS, type ProblemType, urnOf } from '../../../../../services/gateway/rest/problems.ts';
import { ROUTES } from '../../../../../services/gateway/rest/table.ts';

const text = JSON.stringify(openapi(ROUTES, '1.2.3'));
const description = JSON.parse(text) as {
  openapi: string;
  info: { version: string };
  paths: Record<string, Record<string, { operationId: string; security?: []; responses: object }>>;
  components: Record<string, Record<string, unknown>>;
};
const page = readFileSync(join(import.meta.dirname, '../../../../../docs/rest.md'), 'utf8');

describe('the OpenAPI description', () => {
  it('has every route', () => {
    expect(description).toMatchObject({ openapi: '3.1.0', info: { version: '1.2.3' } });
    for (const { method, path, operation, access } of ROUTES) {
      const found = description.paths[path]![method.toLowerCase()]!;
      expect(found.operationId).toBe(operation);
      expect(found.security).toEqual(access === 'public' ? [] : undefined);
    }
  });

  it('refers to nothing that is not there, and names nothing that nobody refers to', () => {
    const refs = new Set(
      [...text.matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)].map(([, kind, name]) => `${kind}/${name}`),
    );
    const named = ['schemas', 'responses', 'headers'].flatMap((kind) =>
      Object.keys(description.components[kind]!).map((name) => `${kind}/${name}`),
    );
    expect([...refs].sort()).toEqual(named.sort());
  });

  it('documents the errors that any route may answer with', () => {
    for (const methods of Object.values(description.paths)) {
      for (const { responses } of Object.values(methods)) {
        expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '403', '429', '500', '503']));
      }
    }
  });
});

describe('docs/rest.md', () => {
  it.each(ROUTES.map(({ method, path }) => `${method} ${path}`))('has %s', (route) => {
    expect(page).toContain(`\`${route}`);
  });

  it.each(Object.keys(MEANINGS) as ProblemType[])('has the problem %s', (type) => {
    expect(page).toContain(`\`${urnOf(type)}\``);
  });
});
