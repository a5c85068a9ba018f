import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import auth from '../../../services/auth/auth.service.ts';
import { type Caller, errorOf, type Rooms, startRooms } from '../../support/rooms.ts';
import { stores } from '../../support/stores.ts';

const password = 'a good password';
const address = '192.0.2.1';

describe.each(stores)('accounts, on $name', (store) => {
  let rooms: Rooms;
  let admin: Caller;

  beforeAll(async () => {
    rooms = await startRooms(store, auth);
    admin = rooms.withToken((await rooms.service('auth.impersonate', { username: 'admin' })).token);
  });
  afterAll(() => rooms.stop());

  const roles = async (username: string) => (await admin('auth.user', { username })).roles;

  it('are made with their settings', async () => {
    const settings = { email: 'ana@example.org', scrobbling: false, maxBitRate: 320 };
    const ana = await admin('auth.createUser', { username: 'ana', password, ...settings });
    expect(ana).toEqual({
      id: expect.stringMatching(/^us-[0-9a-z]{26}$/),
      username: 'ana',
      roles: ['listener'],
      created: expect.any(String),
      ...settings,
    });
    expect(await admin('auth.user', { username: 'ANA' })).toEqual(ana);
  });

  it('have a name that no other has, in any case or encoding', async () => {
    await admin('auth.createUser', { username: 'Zoë', password });
    for (const username of ['Zoë', 'ZOË', 'zoe\u0308', 'ｚｏë']) {
      await expect(admin('auth.createUser', { username, password })).rejects.toThrow(
        errorOf('ALREADY_EXISTS'),
      );
    }
  });

  it.each([
    ['', password],
    [' ben', password],
    ['b\u0000en', password],
    ['x'.repeat(65), password],
    ['ben', 'short'],
    ['ben', 'x'.repeat(257)],
    ['ben', 'line\nbreaks'],
  ])('are refused with the name %j and the password %j', async (username, given) => {
    await expect(admin('auth.createUser', { username, password: given })).rejects.toThrow(
      errorOf('BAD_PARAMETER'),
    );
    await expect(admin('auth.user', { username: 'ben' })).rejects.toThrow(errorOf('NOT_FOUND'));
  });

  it.each(['太郎', 'محمد', 'नीति', 'Ὀδυσσεύς', '👩‍🎤'])('may be in any script: %s', async (username) => {
    const secret = `${username}${username}${username}${username}`;
    await admin('auth.createUser', { username, password: secret });
    const pair = await rooms.anyone('auth.signIn', { username, password: secret, address });
    expect(pair.user.name).toBe(username);
  });

  it('change in what is given and in nothing else', async () => {
    const email = 'cem@example.org';
    const before = await admin('auth.createUser', { username: 'cem', password, email });
    expect(await admin('auth.updateUser', { username: 'cem', maxBitRate: 128 })).toEqual({
      ...before,
      maxBitRate: 128,
    });
    expect(await admin('auth.updateUser', { username: 'cem', email: '' })).not.toHaveProperty('email');
    expect(await admin('auth.updateUser', { username: 'cem', password: 'another one' })).toMatchObject({
      maxBitRate: 128,
    });
    await expect(rooms.anyone('auth.signIn', { username: 'cem', password, address })).rejects.toThrow(
      errorOf('WRONG_CREDENTIALS'),
    );
    await rooms.anyone('auth.signIn', { username: 'cem', password: 'another one', address });
    await expect(admin('auth.updateUser', { username: 'nobody', admin: true })).rejects.toThrow(
      errorOf('NOT_FOUND'),
    );
  });

  it('keep one administrator', async () => {
    const only = /only administrator/;
    await expect(admin('auth.updateUser', { username: 'admin', admin: false })).rejects.toThrow(only);
    await expect(admin('auth.deleteUser', { username: 'admin' })).rejects.toThrow(only);
    await admin('auth.createUser', { username: 'dora', password, admin: true });
    await admin('auth.updateUser', { username: 'dora', admin: true });
    await admin('auth.updateUser', { username: 'admin', admin: false });
    expect(await roles('admin')).toEqual(['listener']);
    await expect(admin('auth.deleteUser', { username: 'dora' })).rejects.toThrow(only);
    await admin('auth.updateUser', { username: 'admin', admin: true });
    await admin('auth.deleteUser', { username: 'dora' });
    await expect(admin('auth.updateUser', { username: 'admin', admin: false })).rejects.toThrow(only);
  });

  it('keep one administrator when all are to stop being one at once', async () => {
    const names = ['admin', 'eva', 'finn', 'gina'];
    for (const username of names.slice(1)) {
      await admin('auth.createUser', { username, password, admin: true });
    }
    const all = await Promise.allSettled(
      names.map((username, index) =>
        index % 2 === 0
          ? admin('auth.updateUser', { username, admin: false })
          : admin('auth.deleteUser', { username }),
      ),
    );
    expect(all.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    const left = (await admin('auth.users', {})).filter((user) => user.roles.includes('admin'));
    expect(left).toHaveLength(1);
    await admin('auth.updateUser', { username: 'admin', admin: true });
  });

  it('lose no change of several made at once', async () => {
    await admin('auth.createUser', { username: 'hugo', password });
    await Promise.all([
      admin('auth.updateUser', { username: 'hugo', email: 'hugo@example.org' }),
      admin('auth.updateUser', { username: 'hugo', maxBitRate: 96 }),
      admin('auth.updateUser', { username: 'hugo', scrobbling: false }),
    ]);
    expect(await admin('auth.user', { username: 'hugo' })).toMatchObject({
      email: 'hugo@example.org',
      maxBitRate: 96,
      scrobbling: false,
    });
  });
});
