import { randomBytes } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { Client, type Params, text } from './client.ts';
import type { Visit } from './visit.ts';

/** The ways to get in, the ways not to, and what each is told. */
export function signingIn(visiting: () => Visit): void {
  it('when a client signs in by any way that is offered, then it is let in', async () => {
    const { connection } = visiting();
    const { url, admin, device } = connection;
    const hex = Buffer.from(admin.password).toString('hex');
    for (const client of [
      Client.withPassword(url, admin.username, admin.password),
      Client.withPassword(url, admin.username, `enc:${hex}`),
      Client.withPassword(url, admin.username, device.secret),
      Client.withToken(url, admin.username, device.secret),
      new Client(url, { apiKey: device.apiKey }),
    ]) {
      expect((await client.ok('tokenInfo')).tokenInfo).toEqual({ username: admin.username });
    }
  });

  it('when a client cannot be let in, then the code says why', async () => {
    const { connection, admin: inside } = visiting();
    const { url, admin, device } = connection;
    await inside.ok('createUser', { username: 'keyless', password: 'no device yet', email: 'k@example.org' });
    const refused: [number, Params][] = [
      [40, { u: admin.username, p: 'wrong' }],
      [40, { u: 'nobody', p: 'wrong' }],
      [40, { u: admin.username, t: '0'.repeat(32), s: 'salt' }],
      [41, { u: 'keyless', t: '0'.repeat(32), s: 'salt' }],
      [43, { u: admin.username, apiKey: device.apiKey }],
      [44, { apiKey: 'wrong' }],
      [10, {}],
      [10, { u: admin.username }],
      [10, { u: admin.username, p: admin.password, v: [] }],
      [10, { u: admin.username, p: admin.password, c: [] }],
    ];
    for (const [code, auth] of refused) {
      expect([auth, await new Client(url, auth).code('ping')]).toEqual([auth, code]);
      expect(await new Client(url, auth).problems('getAlbumList2', { type: 'newest' })).toEqual([]);
    }
    await inside.ok('deleteUser', { username: 'keyless' });
  });

  it('when an old version is spoken, then it is accepted', async () => {
    for (const v of ['1.2.0', '1.13.0', '1.15.0']) {
      expect(await visiting().admin.ok('ping', { v })).toMatchObject({ status: 'ok', version: '1.16.1' });
    }
  });

  it('when somebody tries wrong passwords, then those with good credentials are not locked out', async () => {
    const { url, admin, device } = visiting().connection;
    const guesses = Array.from({ length: 30 }, () => randomBytes(6).toString('hex'));
    await Promise.all(guesses.map((guess) => Client.withPassword(url, admin.username, guess).code('ping')));
    for (let retries = 0; retries < 5; retries++) {
      await Client.withPassword(url, admin.username, admin.password).ok('ping');
      await Client.withToken(url, admin.username, device.secret).ok('ping');
      await new Client(url, { apiKey: device.apiKey }).ok('ping');
    }
  });

  it('when the extensions are asked for without any parameter, then they are listed', async () => {
    const response = await fetch(`${visiting().connection.url}/rest/getOpenSubsonicExtensions`);
    expect(response.status).toBe(200);
    const xml = await response.text();
    const names = [...xml.matchAll(/<openSubsonicExtensions name="(\w+)"/g)].map(([, name]) => name);
    expect(names).toEqual([
      'apiKeyAuthentication',
      'formPost',
      'indexBasedQueue',
      'playbackReport',
      'songLyrics',
    ]);
  });

  it('when a web client of a known origin asks, then it may send its content type and read the answer', async () => {
    const { admin, connection } = visiting();
    const preflight = await fetch(`${admin.url}/rest/ping`, {
      method: 'OPTIONS',
      headers: {
        Origin: connection.origin,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'content-type',
      },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBe(connection.origin);
    expect(preflight.headers.get('access-control-allow-headers')?.toLowerCase()).toContain('content-type');
    const answer = await admin.get('ping', {}, { headers: { Origin: connection.origin } });
    expect(answer.headers.get('access-control-allow-origin')).toBe(connection.origin);
    const foreign = await admin.get('ping', {}, { headers: { Origin: `${connection.origin}.evil.example` } });
    expect(foreign.headers.get('access-control-allow-origin')).not.toBe(`${connection.origin}.evil.example`);
  });

  it('when a listener is no administrator, then they see and change nobody but themself', async () => {
    const { admin, connection } = visiting();
    await admin.ok('createUser', {
      username: 'lena',
      password: 'pässword of lena',
      email: 'lena@example.org',
    });
    const lena = Client.withPassword(connection.url, 'lena', 'pässword of lena');
    const other = { username: connection.admin.username };
    for (const [endpoint, params] of [
      ['getUser', other],
      ['getUsers', {}],
      ['createUser', { username: 'x', password: 'xxxxxxxx', email: 'x@example.org' }],
      ['updateUser', { ...other, adminRole: false }],
      ['deleteUser', other],
      ['changePassword', { ...other, password: 'taken over' }],
      ['startScan', {}],
    ] as [string, Params][]) {
      expect([endpoint, await lena.code(endpoint, params)]).toEqual([endpoint, 50]);
    }
    expect((await lena.ok('getUser', { username: 'lena' })).user).toMatchObject({ adminRole: false });
    await lena.ok('changePassword', { username: 'lena', password: 'another one' });
    await Client.withPassword(connection.url, 'lena', 'another one').ok('ping');
    expect(await lena.code('ping')).toBe(40);
    await admin.ok('deleteUser', { username: 'lena' });
    expect(await Client.withPassword(connection.url, 'lena', 'another one').code('ping')).toBe(40);
    expect(text((await admin.ok('getUser', other)).user?.username)).toBe(connection.admin.username);
  });
}
