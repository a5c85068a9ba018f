import { beforeEach, describe, expect, it } from '@jest/globals';
import { CantigaError } from '../../../../../errors.ts';
import { type Answer, Engine, textOf } from './engine.ts';

let engine: Engine;
beforeEach(() => {
  engine = new Engine();
});

async function ping(query: string): Promise<Answer> {
  const answer = await engine.subsonic.handle({
    endpoint: 'ping',
    query: new URLSearchParams(`${query}&f=json`),
    address: '192.0.2.7',
  });
  if (answer.kind !== 'envelope') throw new Error('no envelope');
  return (JSON.parse(textOf(answer)) as { 'subsonic-response': Answer })['subsonic-response'];
}

describe('given a Subsonic request', () => {
  for (const [how, query] of [
    ['a plain password', 'u=lena&p=p%C3%A4ssword'],
    ['a hex-encoded password', 'u=lena&p=enc:70c3a47373776f7264'],
    ['a salted token', 'u=lena&t=token&s=salt'],
    ['an API key', 'apiKey=key+of+lena'],
    ['the same user name in URL and body', 'u=lena&p=p%C3%A4ssword&u=lena'],
  ]) {
    it(`when it brings ${how}, then it is let in`, async () => {
      expect((await ping(`${query}&v=1.16.1&c=test`)).status).toBe('ok');
      expect(engine.calls[0]).toMatchObject({
        name: 'auth.authenticate',
        params: { address: '192.0.2.7', client: 'test' },
        token: undefined,
      });
    });
  }

  for (const [what, query, code, named] of [
    ['no credentials', 'v=1.16.1&c=test', 10, "'u'"],
    ['a user name only', 'u=lena&v=1.16.1&c=test', 10, "'p'"],
    ['a password only', 'p=x&v=1.16.1&c=test', 10, "'u'"],
    ['a token without its salt', 'u=lena&t=token&v=1.16.1&c=test', 10, "'s'"],
    ['a salt without its token', 'u=lena&s=salt&v=1.16.1&c=test', 10, "'p'"],
    ['no client name', 'u=lena&p=x&v=1.16.1', 10, "'c'"],
    ['no version', 'u=lena&p=x&c=test', 10, "'v'"],
    ['a wrong password', 'u=lena&p=x&v=1.16.1&c=test', 40, ''],
    ['a password that is not hex', 'u=lena&p=enc:7&v=1.16.1&c=test', 0, "'p'"],
    ['a key and a user name', 'apiKey=key+of+lena&u=lena&v=1.16.1&c=test', 43, 'API key'],
    ['a key and a token', 'apiKey=key+of+lena&t=token&s=salt&v=1.16.1&c=test', 43, 'API key'],
    ['a password and a token', 'u=lena&p=x&t=token&s=salt&v=1.16.1&c=test', 43, 'password'],
    ['a wrong key', 'apiKey=x&v=1.16.1&c=test', 44, ''],
    ['two user names', 'u=lena&u=admin&p=x&v=1.16.1&c=test', 0, "'u'"],
    ['an enormous user name', `u=${'x'.repeat(5_000)}&p=x&v=1.16.1&c=test`, 0, "'u'"],
  ] as const) {
    it(`when it brings ${what}, then it is refused with ${code} and told which parameter`, async () => {
      const { status, error } = await ping(query);
      expect(status).toBe('failed');
      expect(error?.code).toBe(code);
      expect(error?.message).toContain(named);
    });
  }

  for (const [type, code] of [
    ['TOKEN_NOT_SUPPORTED', 41],
    ['MECHANISM_NOT_SUPPORTED', 42],
    ['THROTTLED', 0],
    ['UNAVAILABLE', 0],
  ] as const) {
    it(`when signing in fails as ${type}, then the code is ${code}`, async () => {
      engine.failing.set('auth.authenticate', new CantigaError(type, 'Because.'));
      expect((await ping('u=lena&p=x&v=1.16.1&c=test')).error).toMatchObject({ code, message: 'Because.' });
    });
  }

  it('when it comes from a browser that has signed in, then no credentials are needed', async () => {
    const answer = await engine.subsonic.handle({
      endpoint: 'tokenInfo',
      query: new URLSearchParams('v=1.16.1&c=page&f=json'),
      address: '192.0.2.7',
      session: { token: 'token of lena', user: { id: 'us-lena', name: 'lena', roles: ['listener'] } },
    });
    expect(textOf(answer)).toContain('"username":"lena"');
    expect(engine.calls).toEqual([]);
  });

  it('when it is let in, then every call is made with its token', async () => {
    await engine.json('getStarred2', { u: 'lena', p: 'pässword' });
    expect(engine.calls.slice(1).map(({ token }) => token)).toEqual(Array(3).fill('token of lena'));
  });
});
