import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabase } from '../../../mixins/store/store.ts';
import type { Principal } from '../../../services/actions.ts';
import auth from '../../../services/auth/auth.service.ts';
import { COLLECTIONS } from '../../../services/auth/model.ts';
import { Room } from '../../../services/auth/room.ts';
import playlists from '../../../services/playlists/playlists.service.ts';
import profiles from '../../../services/profiles/profiles.service.ts';
import { type Caller, errorOf, eventually, type Rooms, startRooms } from '../../support/rooms.ts';
import { smallCatalog } from '../../support/small-catalog.ts';
import { stores } from '../../support/stores.ts';

const password = 'a good password';
const address = '192.0.2.1';

describe.each(stores)('a deleted user, on $name', (store) => {
  let rooms: Rooms;
  let admin: Caller;

  beforeAll(async () => {
    rooms = await startRooms(store, smallCatalog({ 'tr-1': 60 }), profiles, playlists, auth);
    await beAdmin();
  });
  afterAll(() => rooms.stop());

  const beAdmin = async () => {
    admin = rooms.withToken((await rooms.service('auth.impersonate', { username: 'admin' })).token);
  };
  /** Somebody with a star and a playlist. */
  const listener = async (username: string) => {
    await admin('auth.createUser', { username, password });
    const pair = await rooms.anyone('auth.signIn', { username, password, address });
    const call = rooms.withToken(pair.accessToken);
    await call('profiles.star', { ids: ['tr-1'] });
    await call('playlists.create', { name: 'mix', tracks: ['tr-1'] });
    return { ...pair, device: await call('auth.createCredential', { name: 'phone' }) };
  };
  const left = async (user: Principal): Promise<number> => {
    const call = rooms.as(user);
    const [stars, lists] = await Promise.all([
      call('profiles.starred', { kind: 'track' }),
      call('playlists.list', {}),
    ]);
    return stars.length + lists.length;
  };

  it('cannot sign in any more in any way, from that moment on', async () => {
    const { refreshToken, device } = await listener('ana');
    await admin('auth.deleteUser', { username: 'Ana' });
    const shown = [
      { username: 'ana', password },
      { username: 'ana', password: device.secret },
      { apiKey: device.apiKey },
    ];
    for (const each of shown)
      await expect(rooms.anyone('auth.authenticate', { ...each, address })).rejects.toThrow();
    await expect(rooms.anyone('auth.refresh', { refreshToken })).rejects.toThrow(errorOf('SIGNED_OUT'));
    await expect(rooms.service('auth.impersonate', { username: 'ana' })).rejects.toThrow(
      errorOf('NOT_FOUND'),
    );
    await expect(admin('auth.deleteUser', { username: 'ana' })).rejects.toThrow(errorOf('NOT_FOUND'));
    expect((await admin('auth.users', {})).map(({ username }) => username)).toEqual(['admin']);
  });

  it('leaves nothing behind for who gets the name next', async () => {
    const { user } = await listener('ben');
    await admin('auth.deleteUser', { username: 'ben' });
    await eventually(async () => (await left(user)) === 0);
    await admin('auth.createUser', { username: 'ben', password: 'his own password' });
    const next = await rooms.anyone('auth.signIn', {
      username: 'ben',
      password: 'his own password',
      address,
    });
    expect(next.user.id).not.toBe(user.id);
    expect(await rooms.withToken(next.accessToken)('auth.credentials', {})).toEqual([]);
    await admin('auth.deleteUser', { username: 'ben' });
  });

  it('is forgotten later by a service that is down at the time, after a restart too', async () => {
    const { user } = await listener('cem');
    await rooms.broker.destroyService(rooms.broker.getLocalService('profiles'));
    await admin('auth.deleteUser', { username: 'cem' });
    rooms = await rooms.restart();
    await beAdmin();
    await eventually(async () => (await left(user)) === 0);
  });

  it('is forgotten again by what a last call of theirs has written', async () => {
    const { user, accessToken } = await listener('dora');
    await admin('auth.deleteUser', { username: 'dora' });
    await eventually(async () => (await left(user)) === 0);
    await rooms.withToken(accessToken)('profiles.star', { ids: ['tr-1'] });
    await (rooms.broker.getLocalService('auth') as unknown as { maintain(): Promise<void> }).maintain();
    expect(await left(user)).toBe(0);
  });
});

describe.each(stores)('the process of deleting, on $name', (store) => {
  it('ends when all have forgotten the user and their last token has expired, not before', async () => {
    const { config, cleanup } = await store.open();
    const db = await openDatabase(config, 'auth', { collections: COLLECTIONS });
    try {
      const forgotten: string[] = [];
      const delayed: unknown[] = [];
      let isDown = true;
      const room = new Room({
        db,
        secret: 'a secret of more than thirty-two characters',
        forget: async (user) => {
          if (isDown) throw new Error('down');
          forgotten.push(user);
        },
        warn: (_, error) => delayed.push(error),
      });
      const hash = await room.passwords.hash(password);
      await room.accounts.createFirstAdmin(async () => hash);
      const { _id } = await room.accounts.create('ana', hash, {});
      const start = 1_000_000;
      await room.accounts.markDeleted('ana', start);

      await room.maintain(start + 3_600_000);
      expect(delayed).toHaveLength(1);
      expect(await room.accounts.deleting()).toHaveLength(1);

      isDown = false;
      await room.maintain(start + 600_000);
      expect(forgotten).toEqual([_id]);
      expect(await room.accounts.deleting()).toHaveLength(1);

      await room.maintain(start + 660_000);
      expect(forgotten).toEqual([_id, _id]);
      expect(await room.accounts.deleting()).toEqual([]);
    } finally {
      await db.close();
      await cleanup();
    }
  });
});
