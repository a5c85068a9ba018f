import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  NewDeviceResource,
  ProblemDetails,
  SessionResource,
  UserResource,
} from '../../../services/gateway/rest/resources.ts';
import type { Route } from '../../../services/gateway/rest/route.ts';
import { ROUTES } from '../../../services/gateway/rest/table.ts';
import { PASSWORD, type Role, type Served, serve } from '../../support/rest.ts';

let engine: Served;
beforeAll(async () => {
  engine = await serve();
});
afterAll(() => engine.stop());

/** A route with parameters that name nothing. */
const pathOf = ({ path }: Route) =>
  path
    .replace('{year}', '2026')
    .replace('{month}', '2026-11')
    .replaceAll(/\{\w+\}/g, 'tr-0');
const finite = ROUTES.filter(({ operation }) => operation !== 'getEvents');
const routes = finite.map((route) => ({ name: `${route.method} ${route.path}`, route }));
const guarded = routes.filter(({ route }) => route.access !== 'public');

describe('Every route', () => {
  const ask = ({ method }: Route, path: string, as?: Role) =>
    engine.ask<ProblemDetails>(method, path, { as, ...(method !== 'GET' && { body: { nothing: 1 } }) });

  it.each(guarded)('$name is closed to who has not signed in', async ({ route }) => {
    const answer = await ask(route, pathOf(route));
    expect(answer).toMatchObject({ status: 401, body: { type: 'urn:cantiga:signed-out' } });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it.each(guarded)('$name asks for the right role', async ({ route }) => {
    const listener = (await ask(route, pathOf(route), 'ana')).status;
    const allowed = [200, 202, 204, 400, 404, 415];
    if (route.access === 'admin') expect(listener).toBe(403);
    else expect(allowed).toContain(listener);
    expect(allowed).toContain((await ask(route, pathOf(route), 'admin')).status);
  });

  it.each(guarded)(
    '$name refuses tokens that are forged, have ended or are of no listener',
    async ({ route }) => {
      const tokens = ['a.b.c', 'nonsense', engine.token('admin', -1), engine.broker.serviceToken('gateway')];
      for (const token of tokens) {
        const headers = { authorization: `Bearer ${token}` };
        const { status } = await engine.ask(route.method, pathOf(route), { headers });
        expect([401, 403]).toContain(status);
      }
    },
  );

  it.each(routes)('$name refuses parameters that it does not know', async ({ route }) => {
    const answer = await ask(route, `${pathOf(route)}?nonsense=1`, 'admin');
    expect(answer).toMatchObject({ status: 400, body: { title: expect.stringContaining("'nonsense'") } });
  });

  it.each(routes)('$name tells how many requests are left', async ({ route }) => {
    const { headers } = await ask(route, pathOf(route), 'ben');
    expect(headers.get('ratelimit-policy')).toBe('"listener";q=1000000;w=60');
    expect(headers.get('ratelimit')).toMatch(/^"listener";r=\d+;t=\d+$/);
  });
});

describe('what is not there', () => {
  it.each(['/nothing', '/albums/', '/albums//', '/', '/albums/al-1/tracks', '/%2e%2e/health', '/Albums'])(
    'is not found: %s',
    async (path) => {
      expect(await engine.ask('GET', path, { as: 'ana' })).toMatchObject({ status: 404 });
    },
  );

  it('is a method that a path does not have', async () => {
    const answer = await engine.ask('DELETE', '/albums', { as: 'ana' });
    expect(answer).toMatchObject({ status: 405, body: { type: 'urn:cantiga:wrong-method' } });
    expect(answer.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
    expect(await engine.ask('OPTIONS', '/albums')).toMatchObject({ status: 204 });
  });

  it('is a path that is not encoded as it should be', async () => {
    expect((await engine.ask('GET', '/albums/%ff', { as: 'ana' })).status).toBe(400);
  });
});

describe('the key of a device', () => {
  it('stands for the listener until it is revoked', async () => {
    const made = await engine.ask<NewDeviceResource>('POST', '/devices', {
      as: 'ana',
      body: { name: 'Radio' },
    });
    const headers = { authorization: `Bearer ${made.body.apiKey}`, 'user-agent': 'Radio/2 (Linux)' };
    expect((await engine.ask<UserResource>('GET', '/me', { headers })).body.username).toBe('ana');
    expect((await engine.ask('GET', '/users', { headers })).status).toBe(403);
    const { body } = await engine.ask('GET', '/devices', { headers });
    expect(body).toMatchObject({ items: [{ name: 'Radio', lastClient: 'Radio' }] });
    expect((await engine.ask('DELETE', `/devices/${made.body.id}`, { as: 'ben' })).status).toBe(404);
    expect((await engine.ask('DELETE', `/devices/${made.body.id}`, { headers })).status).toBe(204);
    expect(await engine.ask('GET', '/me', { headers })).toMatchObject({
      status: 401,
      body: { type: 'urn:cantiga:wrong-api-key' },
    });
  });
});

describe('a session', () => {
  const signIn = (body: object, headers = {}) =>
    engine.ask<SessionResource>('POST', '/sign-in', { body: { username: 'ana', ...body }, headers });
  const cookiesOf = ({ headers }: { headers: Headers }) =>
    headers
      .getSetCookie()
      .map((cookie) => cookie.split(';', 1)[0])
      .join('; ');

  it('of a program has its tokens in the answer, and no cookies', async () => {
    const first = await signIn({ password: PASSWORD, cookies: false });
    expect(first.headers.getSetCookie()).toEqual([]);
    const me = { headers: { authorization: `Bearer ${first.body.accessToken}` } };
    expect((await engine.ask<UserResource>('GET', '/me', me)).body.username).toBe('ana');
    const { refreshToken } = first.body;
    const second = await engine.ask<SessionResource>('POST', '/refresh', { body: { refreshToken } });
    expect(second.body.refreshToken).not.toBe(refreshToken);
    expect(second.headers.getSetCookie()).toEqual([]);
    const newest = { refreshToken: second.body.refreshToken };
    expect((await engine.ask('POST', '/sign-out', { body: newest })).status).toBe(204);
    expect((await engine.ask('POST', '/refresh', { body: newest })).status).toBe(401);
  });

  it('of a browser is in cookies that no script reads and no other site sends', async () => {
    const answer = await signIn({ password: PASSWORD });
    expect(answer.body).not.toHaveProperty('refreshToken');
    const set = answer.headers.getSetCookie();
    expect(set).toHaveLength(2);
    for (const cookie of set) expect(cookie).toMatch(/HttpOnly.*SameSite=Strict/);
    const cookie = cookiesOf(answer);
    expect((await engine.ask<UserResource>('GET', '/me', { headers: { cookie } })).body.username).toBe('ana');
    const renewed = await engine.ask('POST', '/refresh', { headers: { cookie } });
    expect(renewed.status).toBe(200);
    expect(renewed.headers.getSetCookie()).toHaveLength(2);
  });

  it('of a browser changes nothing for a page of somebody else', async () => {
    const cookie = cookiesOf(await signIn({ password: PASSWORD }));
    const host = new URL(engine.url).host;
    const put = async (headers: Record<string, string>) =>
      (await engine.ask('PATCH', '/me', { body: { scrobbling: true }, headers: { cookie, ...headers } }))
        .status;
    expect(await put({})).toBe(403);
    expect(await put({ origin: 'https://evil.example' })).toBe(403);
    expect(await put({ origin: 'null' })).toBe(403);
    expect(await put({ 'x-cantiga': '0' })).toBe(403);
    expect(await put({ origin: `http://${host}` })).toBe(200);
    expect(await put({ 'x-cantiga': '1' })).toBe(200);
    for (const path of ['/sign-in', '/refresh', '/sign-out']) {
      const headers = { cookie, origin: 'https://evil.example' };
      const body = path === '/sign-in' ? { username: 'ana', password: PASSWORD } : {};
      expect((await engine.ask('POST', path, { body, headers })).status).toBe(403);
    }
  });

  it('may be begun without a body of the right kind by nobody', async () => {
    expect((await signIn({ password: 'a wrong one' })).status).toBe(401);
    expect((await signIn({})).status).toBe(400);
    expect((await signIn({ password: null })).status).toBe(400);
    expect((await signIn({ password: PASSWORD, more: 1 })).status).toBe(400);
  });

  it('goes on for whoever changes the password, and for nobody else', async () => {
    const cookie = cookiesOf(await signIn({ password: PASSWORD }));
    const other = await signIn({ password: PASSWORD, cookies: false });
    const change = (current: string, password: string) =>
      engine.ask('PUT', '/me/password', {
        body: { current, password },
        headers: { cookie, 'x-cantiga': '1' },
      });
    expect((await change('a wrong one', 'another password')).status).toBe(401);
    expect((await change(PASSWORD, 'short')).status).toBe(400);
    const changed = await change(PASSWORD, 'another password');
    expect(changed.status).toBe(200);
    const { refreshToken } = other.body;
    expect((await engine.ask('POST', '/refresh', { body: { refreshToken } })).status).toBe(401);
    const headers = { cookie: cookiesOf(changed) };
    expect((await engine.ask('POST', '/refresh', { headers })).status).toBe(200);
  });
});

describe('too many requests', () => {
  it('are refused with the seconds to wait, while music and others go on', async () => {
    const strict = await serve({ rateLimit: 5 });
    const me = () => strict.ask('GET', '/me', { as: 'ana' });
    for (let n = 0; n < 5; n++) expect((await me()).status).toBe(200);
    const refused = await me();
    expect(refused).toMatchObject({ status: 429, body: { type: 'urn:cantiga:throttled' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('ratelimit')).toMatch(/^"listener";r=0;t=\d+$/);
    expect((await strict.ask('GET', '/covers/al-0', { as: 'ana' })).status).toBe(404);
    expect((await strict.ask('GET', '/me', { as: 'ben' })).status).toBe(200);
    await strict.stop();
  });
});
