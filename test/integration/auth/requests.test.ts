import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actions } from '../../../services/actions.ts';
import auth from '../../../services/auth/auth.service.ts';
import { type Caller, errorOf, eventually, type Rooms, startRooms } from '../../support/rooms.ts';
import { stores } from '../../support/stores.ts';

const address = '192.0.2.1';
const password = 'first password';
const salted = (secret: string, salt: string) => ({
  salt,
  token: createHash('md5').update(`${secret}${salt}`).digest('hex'),
});

describe.each(stores)('the credentials of a request, on $name', (store) => {
  let rooms: Rooms;
  let admin: Caller;
  let phone: Actions['auth.createCredential']['result'];

  beforeAll(async () => {
    rooms = await startRooms(store, auth);
    admin = rooms.withToken((await rooms.service('auth.impersonate', { username: 'admin' })).token);
    for (const username of ['ana', 'ben']) {
      await admin('auth.createUser', { username, password: `${username}’s password` });
    }
    phone = await admin('auth.createCredential', { name: 'phone' });
    await admin('auth.createCredential', { name: 'desk' });
  });
  afterAll(() => rooms.stop());

  const request = (shown: Omit<Actions['auth.authenticate']['params'], 'address'>) =>
    rooms.anyone('auth.authenticate', { ...shown, address });
  const ana = async (): Promise<Caller> =>
    rooms.withToken((await request({ username: 'ana', password: 'ana’s password' })).token);

  it('may be the password of the account', async () => {
    const session = await request({ username: 'ADMIN', password });
    expect(session.user).toMatchObject({ name: 'admin', roles: ['admin', 'listener'] });
    expect(await rooms.withToken(session.token)('auth.users', {})).toHaveLength(3);
    await expect(request({ username: 'admin', password: `${password}!` })).rejects.toThrow(
      errorOf('WRONG_CREDENTIALS'),
    );
  });

  it('may be the secret of any device, as a password or salted', async () => {
    const { secret } = phone;
    expect(await request({ username: 'admin', password: secret })).toMatchObject({ user: { name: 'admin' } });
    const shown = salted(secret, 'c19b2d');
    expect(await request({ username: 'admin', ...shown })).toMatchObject({ user: { name: 'admin' } });
    const upper = { ...shown, token: shown.token.toUpperCase() };
    expect(await request({ username: 'Admin', ...upper })).toMatchObject({ user: { name: 'admin' } });
    const wrong = errorOf('WRONG_CREDENTIALS');
    await expect(request({ username: 'admin', ...shown, salt: 'c19b2e' })).rejects.toThrow(wrong);
    await expect(request({ username: 'admin', ...salted(password, 'salt') })).rejects.toThrow(wrong);
    await expect(request({ username: 'nobody', ...shown })).rejects.toThrow(wrong);
  });

  it('is not the secret of a device when a person signs in', async () => {
    const signIn = rooms.anyone('auth.signIn', { username: 'admin', password: phone.secret, address });
    await expect(signIn).rejects.toThrow(errorOf('WRONG_CREDENTIALS'));
  });

  it('may be shown again and again, and proves nothing else', async () => {
    const shown = { username: 'admin', ...salted(phone.secret, 'same') };
    for (const each of [shown, shown]) expect(await request(each)).toMatchObject({ user: { name: 'admin' } });
    await admin('auth.createCredential', { name: 'watch', username: 'ben' });
    const wrong = errorOf('WRONG_CREDENTIALS');
    await expect(request({ ...shown, username: 'ben' })).rejects.toThrow(wrong);
    await expect(request({ ...shown, salt: 'other' })).rejects.toThrow(wrong);
    await expect(request({ username: 'admin', password: shown.token })).rejects.toThrow(wrong);
    for (const { id } of await admin('auth.credentials', { username: 'ben' }))
      await admin('auth.revokeCredential', { id });
  });

  it('cannot be salted for an account without a device credential', async () => {
    await expect(request({ username: 'ben', ...salted('ben’s password', 'salt') })).rejects.toThrow(
      errorOf('TOKEN_NOT_SUPPORTED'),
    );
  });

  it('may be an API key alone', async () => {
    expect(await request({ apiKey: phone.apiKey })).toMatchObject({ user: { name: 'admin' } });
    await expect(request({ apiKey: `${phone.apiKey}x` })).rejects.toThrow(errorOf('WRONG_API_KEY'));
  });

  it('comes in one way, not in two', async () => {
    const conflict = errorOf('CONFLICTING_CREDENTIALS');
    await expect(request({ apiKey: phone.apiKey, username: 'admin' })).rejects.toThrow(conflict);
    await expect(request({ apiKey: phone.apiKey, password })).rejects.toThrow(conflict);
    await expect(request({ username: 'admin', password, ...salted('x', 'y') })).rejects.toThrow(conflict);
  });

  it.each([{}, { username: 'admin' }, { password }, { username: 'admin', token: '0' }])(
    'is missing in %j',
    async (shown) => {
      await expect(request(shown)).rejects.toThrow(errorOf('MISSING_PARAMETER'));
    },
  );

  it('stops working the moment it is revoked', async () => {
    const car = await admin('auth.createCredential', { name: 'car' });
    await request({ username: 'admin', password: car.secret });
    await request({ username: 'admin', ...salted(car.secret, 's') });
    await request({ apiKey: car.apiKey });
    await admin('auth.revokeCredential', { id: car.id });
    await expect(request({ username: 'admin', password: car.secret })).rejects.toThrow(
      errorOf('WRONG_CREDENTIALS'),
    );
    await expect(request({ username: 'admin', ...salted(car.secret, 's') })).rejects.toThrow(
      errorOf('WRONG_CREDENTIALS'),
    );
    await expect(request({ apiKey: car.apiKey })).rejects.toThrow(errorOf('WRONG_API_KEY'));
    await request({ username: 'admin', password: phone.secret });
  });

  it('is listed with its last use, without its secrets', async () => {
    const tablet = await admin('auth.createCredential', { name: 'tablet' });
    const listed = async () => (await admin('auth.credentials', {})).find(({ id }) => id === tablet.id)!;
    expect(await listed()).toEqual({ id: tablet.id, name: 'tablet', created: tablet.created });
    await rooms.anyone('auth.authenticate', { apiKey: tablet.apiKey, address, client: 'Feishin' });
    await eventually(async () => (await listed()).lastUsed !== undefined);
    expect(await listed()).toEqual({
      id: tablet.id,
      name: 'tablet',
      created: tablet.created,
      lastUsed: expect.any(String),
      lastClient: 'Feishin',
    });
  });

  it('is kept where nobody reads it: neither secret nor key is stored as it is', async () => {
    const service = rooms.broker.getLocalService('auth');
    const stored = JSON.stringify(await service.db.collection('credentials').get(phone.id));
    expect(stored).toContain('phone');
    expect(stored).not.toContain(phone.secret);
    expect(stored).not.toContain(phone.apiKey);
  });

  it('belongs to its listener; administrators see and revoke those of others', async () => {
    const call = await ana();
    const own = await call('auth.createCredential', { name: 'watch' });
    await expect(call('auth.credentials', { username: 'admin' })).rejects.toThrow(errorOf('FORBIDDEN'));
    await expect(call('auth.createCredential', { name: 'x', username: 'admin' })).rejects.toThrow(
      errorOf('FORBIDDEN'),
    );
    await expect(call('auth.revokeCredential', { id: phone.id })).rejects.toThrow(errorOf('NOT_FOUND'));
    expect(await admin('auth.credentials', { username: 'ana' })).toMatchObject([{ id: own.id }]);
    await admin('auth.revokeCredential', { id: own.id });
    expect(await call('auth.credentials', {})).toEqual([]);
  });

  it('is told from another quickly once the password is known', async () => {
    await request({ username: 'admin', password });
    const start = performance.now();
    for (let count = 0; count < 100; count++) await request({ username: 'admin', password });
    // A hundred times argon2 takes several seconds on any machine.
    expect(performance.now() - start).toBeLessThan(1500);
  });
});
