import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ListOf, NewDeviceResource, UserResource } from '../../../services/gateway/rest/resources.ts';
import { PASSWORD, type Role, type Served, serve } from '../../support/rest.ts';

let engine: Served;
beforeAll(async () => {
  engine = await serve();
});
afterAll(() => engine.stop());

const ask = <T>(method: string, path: string, body?: unknown, as: Role = 'ana', key?: string) =>
  engine.ask<T>(method, path, { as, body, headers: key === undefined ? {} : { 'idempotency-key': key } });

describe('a listener', () => {
  it('sees and changes what is theirs', async () => {
    expect((await ask('GET', '/me')).body).toMatchObject({ username: 'ana', roles: ['listener'] });
    const changed = await ask('PATCH', '/me', { email: 'ana@example.org', scrobbling: false });
    expect(changed.body).toMatchObject({ email: 'ana@example.org', scrobbling: false });
    for (const wrong of [
      { roles: ['admin'] },
      { admin: true },
      { username: 'admin' },
      { scrobbling: 'no' },
    ]) {
      expect((await ask('PATCH', '/me', wrong)).status).toBe(400);
    }
    expect((await ask('PATCH', '/me', { email: '' })).body).not.toHaveProperty('email');
  });

  it('has preferences that outlive the engine', async () => {
    expect((await ask('GET', '/me/preferences')).body).toEqual({});
    const preferences = { theme: 'dark', queue: [{ nested: null }], ключ: 1.5 };
    expect((await ask('PUT', '/me/preferences', preferences)).status).toBe(204);
    await engine.restart();
    expect((await ask('GET', '/me/preferences')).body).toEqual(preferences);
    expect((await ask('GET', '/me/preferences', undefined, 'ben')).body).toEqual({});
    expect((await ask('PUT', '/me/preferences', { big: 'x'.repeat(17_000) })).status).toBe(413);
    const json = { headers: { 'content-type': 'application/json' }, as: 'ana' } as const;
    for (const body of [
      '[]',
      'null',
      '1',
      '',
      '{',
      `${'{"a":'.repeat(9)}1${'}'.repeat(9)}`,
      '{"__proto__":{}}',
    ]) {
      expect((await engine.ask('PUT', '/me/preferences', { ...json, body })).status).toBe(400);
    }
    const type = { 'content-type': 'text/plain' };
    expect((await engine.ask('PUT', '/me/preferences', { ...json, headers: type, body: '{}' })).status).toBe(
      415,
    );
    expect((await ask('GET', '/me/preferences')).body).toEqual(preferences);
  });

  it('makes a device once for each key', async () => {
    const made = await ask<NewDeviceResource>('POST', '/devices', { name: 'Car' }, 'ana', 'car-1');
    expect(made.status).toBe(201);
    expect((await ask('POST', '/devices', { name: 'Car' }, 'ana', 'car-1')).body).toEqual(made.body);
    const other = await ask<NewDeviceResource>('POST', '/devices', { name: 'Car' }, 'ben', 'car-1');
    expect(other.body.id).not.toBe(made.body.id);
    for (const key of ['', 'x'.repeat(65), 'a b', 'é']) {
      const status = (
        await ask('POST', '/devices', { name: 'Car' }, 'ana', key).catch(() => ({ status: 400 }))
      ).status;
      expect(status).toBe(400);
    }
    expect((await ask<ListOf<unknown>>('GET', '/devices')).body.items).toHaveLength(1);
    expect((await ask('GET', '/devices?username=ben')).status).toBe(403);
    expect((await ask('GET', '/devices?username=ana', undefined, 'admin')).status).toBe(200);
  });
});

describe('an administrator', () => {
  it('makes, changes and deletes accounts', async () => {
    const wanted = { username: 'Zé / 1', password: PASSWORD };
    const made = await ask<UserResource>('POST', '/users', wanted, 'admin', 'key');
    expect(made).toMatchObject({ status: 201, body: { username: 'Zé / 1', roles: ['listener'] } });
    const path = made.headers.get('location')!.replace('/api/v1', '');
    expect((await ask('GET', path, undefined, 'admin')).body).toEqual(made.body);
    expect((await ask('POST', '/users', wanted, 'admin', 'key')).body).toEqual(made.body);
    expect(await ask('POST', '/users', wanted, 'admin')).toMatchObject({
      status: 409,
      body: { type: 'urn:cantiga:already-exists' },
    });
    const changed = await ask('PATCH', path, { admin: true, maxBitRate: 128 }, 'admin');
    expect(changed.body).toMatchObject({ roles: ['admin', 'listener'], maxBitRate: 128 });
    const { items } = (await ask<ListOf<UserResource>>('GET', '/users', undefined, 'admin')).body;
    expect(items.map(({ username }) => username).sort()).toEqual(['Zé / 1', 'admin', 'ana', 'ben']);
    expect((await ask('DELETE', path, undefined, 'admin')).status).toBe(204);
    expect((await ask('GET', path, undefined, 'admin')).status).toBe(404);
  });

  it('always stays one', async () => {
    expect((await ask('PATCH', '/users/admin', { admin: false }, 'admin')).status).toBe(403);
    expect((await ask('DELETE', '/users/admin', undefined, 'admin')).status).toBe(403);
    expect((await ask('PATCH', '/users/admin', { password: null }, 'admin')).status).toBe(400);
  });
});
