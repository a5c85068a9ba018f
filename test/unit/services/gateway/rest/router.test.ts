import { describe, expect, it } from '@jest/globals';
import { Router } from '../../../../../services/gateway/rest/router.ts';
import { ROUTES } from '../../../../../services/gateway/rest/table.ts';
import { errorOf } from '../../../../support/rooms.ts';

const router = new Router([
  { method: 'GET', path: '/albums/{id}', name: 'album' },
  { method: 'POST', path: '/albums/random', name: 'random' },
  { method: 'GET', path: '/albums', name: 'albums' },
]);

describe('a route', () => {
  it('is found by method and path, with the values in the path', () => {
    expect(router.find('GET', '/albums/a%20b')).toMatchObject({
      route: { name: 'album' },
      values: { id: 'a b' },
    });
    expect(router.find('HEAD', '/albums')).toMatchObject({ route: { name: 'albums' } });
    expect(router.find('POST', '/albums/random')).toMatchObject({ route: { name: 'random' } });
  });

  it('is not found at another path; a slash in a value is part of it', () => {
    for (const path of ['/', '/album', '/albums/', '/albums/a/b', '/albums/%2F/']) {
      expect(router.find('GET', path)).toBeUndefined();
    }
    expect(router.find('GET', '/albums/a%2Fb')).toMatchObject({ values: { id: 'a/b' } });
  });

  it('names the methods that there are', () => {
    expect(router.find('DELETE', '/albums/x')).toEqual({ allowed: ['GET', 'HEAD', 'OPTIONS'] });
    expect(router.find('GET', '/albums/random')).toEqual({ allowed: ['POST', 'OPTIONS'] });
  });

  it('has a path that can be decoded', () => {
    expect(() => router.find('GET', '/albums/%ff')).toThrow(errorOf('BAD_PARAMETER'));
  });
});

describe('the table', () => {
  it('has each path and each operation once', () => {
    const places = ROUTES.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(places).size).toBe(places.length);
    const operations = ROUTES.map(({ operation }) => operation);
    expect(new Set(operations).size).toBe(operations.length);
  });

  it('has rules for exactly the parameters in its paths', () => {
    for (const { path, parameters = {} } of ROUTES) {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(Object.keys(parameters)).toEqual(names);
    }
  });
});
