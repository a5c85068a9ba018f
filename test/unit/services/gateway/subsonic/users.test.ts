import { beforeEach, describe, expect, it } from '@jest/globals';
import { Engine } from './engine.ts';

let engine: Engine;
beforeEach(() => {
  engine = new Engine();
});

const lena = { u: 'lena', p: 'pässword' };

describe('given users', () => {
  it('when a listener asks for themself, then they are shown', async () => {
    const { user } = await engine.json('getUser', { ...lena, username: 'lena' });
    expect(user).toMatchObject({ username: 'lena', adminRole: false, folder: [1, 2] });
  });

  it('when a listener asks for others, then the error is 50', async () => {
    for (const endpoint of ['getUser', 'getUsers', 'getAvatar']) {
      expect(await engine.error(endpoint, { ...lena, username: 'admin' })).toMatchObject({ code: 50 });
    }
  });

  it('when an administrator asks for somebody unknown, then the error is 70', async () => {
    expect(await engine.error('getUser', { username: 'nobody' })).toMatchObject({ code: 70 });
  });

  it('when a user is made, then with the password decoded and the role asked for', async () => {
    await engine.json('createUser', {
      ...{
        username: 'jo',
        password: 'enc:70c3a473',
        email: 'jo@example.org',
        adminRole: 'true',
        streamRole: 'false',
      },
    });
    expect(engine.calls.at(-1)?.params).toEqual({
      ...{ username: 'jo', password: 'päs', email: 'jo@example.org', admin: true },
    });
    expect((await engine.json('getUsers')).users?.user).toHaveLength(3);
  });

  it('when a user is changed, then only what was named', async () => {
    await engine.json('updateUser', { username: 'lena', maxBitRate: '192' });
    expect(engine.calls.at(-1)?.params).toEqual({ username: 'lena', maxBitRate: 192 });
    await engine.json('updateUser', { username: 'admin', email: '' });
    expect(engine.calls.at(-1)?.params).toEqual({ username: 'admin', email: '' });
  });

  it('when a password is changed, then it may come hex-encoded', async () => {
    await engine.json('changePassword', { ...lena, username: 'lena', password: 'enc:6e6577' });
    expect(engine.calls.at(-1)).toMatchObject({
      params: { username: 'lena', password: 'new' },
      token: 'token of lena',
    });
  });

  it('when an avatar is asked for, then its user is named', async () => {
    expect(await engine.ask('getAvatar', { ...lena, username: 'lena' })).toMatchObject({
      kind: 'avatar',
      username: 'lena',
    });
  });
});
