import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actions } from '../../../services/actions.ts';
import auth from '../../../services/auth/auth.service.ts';
import { OVERLAP } from '../../../services/auth/refreshes.ts';
import type { Auth } from '../../../services/auth/room.ts';
import { type Caller, errorOf, type Rooms, startRooms } from '../../support/rooms.ts';
import { stores } from '../../support/stores.ts';

const address = '192.0.2.1';
const password = 'first password';

describe.each(stores)('signing in, on $name', (store) => {
  let rooms: Rooms;
  let admin: Caller;

  beforeAll(async () => {
    rooms = await startRooms(store, auth);
    const { accessToken } = await rooms.anyone('auth.signIn', { username: 'admin', password, address });
    admin = rooms.withToken(accessToken);
    await admin('auth.createUser', { username: 'Amélie', password: 'à la carte' });
    await admin('auth.createUser', { username: 'ana', password: 'ana’s password' });
  });
  afterAll(() => rooms.stop());

  /** A refresh so many milliseconds from now. */
  const refreshAfter = (wait: number, token: string) => {
    const { room } = rooms.broker.getLocalService('auth') as unknown as Auth;
    return room.refreshes.rotate(token, Date.now() + wait, (id) => room.accounts.byId(id));
  };
  const signIn = (username = 'admin', given = password): Promise<Actions['auth.signIn']['result']> =>
    rooms.anyone('auth.signIn', { username, password: given, address });

  it('gives an administrator a token for what administrators may do', async () => {
    const users = await admin('auth.users', {});
    expect(users.map(({ username }) => username)).toEqual(['admin', 'Amélie', 'ana']);
    expect(users[0]).toMatchObject({ roles: ['admin', 'listener'], scrobbling: true, maxBitRate: 0 });
  });

  it('knows user names without regard to case and encoding', async () => {
    const pair = await signIn('AME\u0301LIE', 'à la carte');
    expect(pair).toMatchObject({ expiresIn: 600, user: { name: 'Amélie', roles: ['listener'] } });
  });

  it('says the same of a wrong password and of a user that does not exist', async () => {
    const [wrong, unknown] = await Promise.allSettled([
      signIn('admin', 'a guess'),
      signIn('nobody', 'a guess'),
    ]);
    expect(wrong).toMatchObject({ reason: { type: 'WRONG_CREDENTIALS' } });
    expect(unknown).toMatchObject({ reason: (wrong as PromiseRejectedResult).reason });
  });

  it('refuses a listener what is for administrators', async () => {
    const ana = rooms.withToken((await signIn('ana', 'ana’s password')).accessToken);
    await expect(ana('auth.users', {})).rejects.toThrow(errorOf('FORBIDDEN'));
    await expect(ana('auth.user', { username: 'admin' })).rejects.toThrow(errorOf('FORBIDDEN'));
    expect(await ana('auth.user', { username: 'ANA' })).toMatchObject({ username: 'ana' });
  });

  it('goes on with a refresh token, which changes each time', async () => {
    const first = await signIn();
    const second = await rooms.anyone('auth.refresh', { refreshToken: first.refreshToken });
    expect(second.refreshToken).not.toBe(first.refreshToken);
    const third = await rooms.anyone('auth.refresh', { refreshToken: second.refreshToken });
    expect(await rooms.withToken(third.accessToken)('auth.users', {})).toHaveLength(3);
  });

  it('goes on after a restart of the engine', async () => {
    const { refreshToken } = await signIn();
    rooms = await rooms.restart();
    admin = rooms.withToken((await signIn()).accessToken);
    expect(await rooms.anyone('auth.refresh', { refreshToken })).toMatchObject({ user: { name: 'admin' } });
  });

  it('ends for both when a refresh token is used a second time, later', async () => {
    const first = await signIn();
    const second = await rooms.anyone('auth.refresh', { refreshToken: first.refreshToken });
    const others = await signIn();
    await expect(refreshAfter(OVERLAP, first.refreshToken)).rejects.toThrow(errorOf('SIGNED_OUT'));
    await expect(rooms.anyone('auth.refresh', { refreshToken: second.refreshToken })).rejects.toThrow(
      errorOf('SIGNED_OUT'),
    );
    await rooms.anyone('auth.refresh', { refreshToken: others.refreshToken });
  });

  it('gives the same next token to all who refresh at once, and goes on', async () => {
    const { refreshToken } = await signIn();
    const all = await Promise.all(
      Array.from({ length: 5 }, () => rooms.anyone('auth.refresh', { refreshToken })),
    );
    const [next, ...others] = new Set(all.map((pair) => pair.refreshToken));
    expect(others).toEqual([]);
    expect(next).not.toBe(refreshToken);
    const { accessToken } = await rooms.anyone('auth.refresh', { refreshToken: next! });
    expect(await rooms.withToken(accessToken)('auth.users', {})).toHaveLength(3);
  });

  it('gives the next token again to who has lost the answer, for a moment', async () => {
    const { refreshToken } = await signIn();
    const lost = await rooms.anyone('auth.refresh', { refreshToken });
    const again = await refreshAfter(OVERLAP - 5000, refreshToken);
    expect(again.token).toBe(lost.refreshToken);
    await rooms.anyone('auth.refresh', { refreshToken: again.token });
  });

  it('ends when a token is used that is older than the last, even at once', async () => {
    const first = await signIn();
    const second = await rooms.anyone('auth.refresh', { refreshToken: first.refreshToken });
    const third = await rooms.anyone('auth.refresh', { refreshToken: second.refreshToken });
    for (const { refreshToken } of [first, third])
      await expect(rooms.anyone('auth.refresh', { refreshToken })).rejects.toThrow(errorOf('SIGNED_OUT'));
  });

  it('ends when a token is used that belongs to the sign-in by its name only', async () => {
    const { refreshToken } = await signIn();
    const forged = `${refreshToken.split('.')[0]}.${'a'.repeat(43)}`;
    for (const each of [forged, refreshToken])
      await expect(rooms.anyone('auth.refresh', { refreshToken: each })).rejects.toThrow(
        errorOf('SIGNED_OUT'),
      );
  });

  it.each(['', 'nonsense', `rf-${'0'.repeat(42)}.${'a'.repeat(43)}`])(
    'refuses the refresh token %j',
    async (token) => {
      await expect(rooms.anyone('auth.refresh', { refreshToken: token })).rejects.toThrow(
        errorOf('SIGNED_OUT'),
      );
    },
  );

  it('ends by signing out, which may be repeated', async () => {
    const { refreshToken } = await signIn();
    await rooms.anyone('auth.signOut', { refreshToken });
    await rooms.anyone('auth.signOut', { refreshToken });
    await expect(rooms.anyone('auth.refresh', { refreshToken })).rejects.toThrow(errorOf('SIGNED_OUT'));
  });

  it('ends everywhere when the password changes, at once', async () => {
    const { refreshToken, accessToken } = await signIn('ana', 'ana’s password');
    const ana = rooms.withToken(accessToken);
    await ana('auth.changePassword', { username: 'ana', password: 'second password' });
    await expect(rooms.anyone('auth.refresh', { refreshToken })).rejects.toThrow(errorOf('SIGNED_OUT'));
    await expect(signIn('ana', 'ana’s password')).rejects.toThrow(errorOf('WRONG_CREDENTIALS'));
    expect(await signIn('ana', 'second password')).toMatchObject({ user: { name: 'ana' } });
    await expect(
      ana('auth.changePassword', { username: 'admin', password: 'third password' }),
    ).rejects.toThrow(errorOf('FORBIDDEN'));
  });

  it('ends with the password, even if the engine dies right after changing it', async () => {
    const { refreshToken } = await signIn('Amélie', 'à la carte');
    const { room } = rooms.broker.getLocalService('auth') as unknown as Auth;
    await room.accounts.update('Amélie', { hash: await room.passwords.hash('another one') });
    await expect(rooms.anyone('auth.refresh', { refreshToken })).rejects.toThrow(errorOf('SIGNED_OUT'));
  });

  it('acts for a listener when a service asks, and for nobody else', async () => {
    const session = await rooms.service('auth.impersonate', { username: 'Admin' });
    expect(await rooms.withToken(session.token)('auth.users', {})).toHaveLength(3);
    await expect(admin('auth.impersonate', { username: 'admin' })).rejects.toThrow(errorOf('FORBIDDEN'));
    await expect(rooms.anyone('auth.impersonate', { username: 'admin' })).rejects.toThrow(
      errorOf('SIGNED_OUT'),
    );
  });
});
