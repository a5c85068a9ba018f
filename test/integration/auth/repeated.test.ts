import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import auth from '../../../services/auth/auth.service.ts';
import { type Caller, errorOf, type Rooms, startRooms } from '../../support/rooms.ts';
import { stores } from '../../support/stores.ts';

const password = 'a good password';
const address = '192.0.2.1';

describe.each(stores)('what is made under a key of the client, on $name', (store) => {
  let rooms: Rooms;
  let admin: Caller;
  let ana: Caller;
  const signIn = async (username: string) =>
    rooms.withToken((await rooms.service('auth.impersonate', { username })).token);

  beforeAll(async () => {
    rooms = await startRooms(store, auth);
    admin = await signIn('admin');
    await admin('auth.createUser', { username: 'ana', password });
    ana = await signIn('ana');
  });
  afterAll(() => rooms.stop());

  const login = (apiKey: string) => rooms.anyone('auth.authenticate', { apiKey, address });

  it('is a device credential once, shown again with its secrets', async () => {
    const [first, second] = await Promise.all([
      ana('auth.createCredential', { name: 'Phone', key: 'k1' }),
      ana('auth.createCredential', { name: 'Phone', key: 'k1' }),
    ]);
    expect(second).toEqual(first);
    expect(await ana('auth.createCredential', { name: 'Other', key: 'k1' })).toEqual(first);
    expect(await ana('auth.credentials', {})).toHaveLength(1);
    expect(await login(first.apiKey)).toMatchObject({ user: { name: 'ana' } });
  });

  it('is another one for another key or listener, and without a key', async () => {
    const made = [
      await ana('auth.createCredential', { name: 'A', key: 'k2' }),
      await ana('auth.createCredential', { name: 'A', key: 'k3' }),
      await admin('auth.createCredential', { name: 'A', key: 'k2' }),
      await ana('auth.createCredential', { name: 'A' }),
    ];
    expect(new Set(made.map(({ id }) => id)).size).toBe(4);
    expect(new Set(made.map(({ apiKey }) => apiKey)).size).toBe(4);
  });

  it('stays revoked: whoever makes it again gets other secrets', async () => {
    const first = await ana('auth.createCredential', { name: 'Car', key: 'k4' });
    await ana('auth.revokeCredential', { id: first.id });
    const second = await ana('auth.createCredential', { name: 'Car', key: 'k4' });
    expect(second.apiKey).not.toBe(first.apiKey);
    await expect(login(first.apiKey)).rejects.toThrow(errorOf('WRONG_API_KEY'));
    expect(await login(second.apiKey)).toMatchObject({ user: { name: 'ana' } });
  });

  it('is a user once', async () => {
    const ben = { username: 'ben', password, admin: true, key: 'k5' };
    const [first, second] = await Promise.all([admin('auth.createUser', ben), admin('auth.createUser', ben)]);
    expect(first).toMatchObject({ username: 'ben', roles: ['admin', 'listener'] });
    expect(second.id).toBe(first.id);
    await expect(admin('auth.createUser', { ...ben, key: 'k6' })).rejects.toThrow(errorOf('ALREADY_EXISTS'));
    await expect(admin('auth.createUser', { username: 'ben', password })).rejects.toThrow(
      errorOf('ALREADY_EXISTS'),
    );
  });
});

describe.each(stores)('a listener, on $name', (store) => {
  it('changes what is theirs of their account, and nothing else', async () => {
    const rooms = await startRooms(store, auth);
    const admin = rooms.withToken((await rooms.service('auth.impersonate', { username: 'admin' })).token);
    await admin('auth.createUser', { username: 'ana', password, email: 'ana@example.org' });
    const { token } = await rooms.service('auth.impersonate', { username: 'ana' });
    const ana = rooms.withToken(token);
    expect(await ana('auth.updateSelf', { scrobbling: false })).toMatchObject({
      username: 'ana',
      email: 'ana@example.org',
      scrobbling: false,
    });
    expect(await ana('auth.updateSelf', { email: '' })).not.toHaveProperty('email');
    for (const more of [{ admin: true }, { maxBitRate: 1 }, { username: 'admin' }]) {
      await expect(ana('auth.updateSelf', more as object)).rejects.toThrow();
    }
    expect(await admin('auth.user', { username: 'ana' })).toMatchObject({ roles: ['listener'] });
    await admin('auth.deleteUser', { username: 'ana' });
    await admin('auth.createUser', { username: 'ana', password });
    await expect(ana('auth.updateSelf', { email: 'other@example.org' })).rejects.toThrow(
      errorOf('SIGNED_OUT'),
    );
    await rooms.stop();
  });
});
