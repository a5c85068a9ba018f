import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '../../../services/actions.ts';
import playlists from '../../../services/playlists/playlists.service.ts';
import { type Caller, errorOf, type Rooms, startRooms } from '../../support/rooms.ts';
import { smallCatalog } from '../../support/small-catalog.ts';
import { stores } from '../../support/stores.ts';

const catalog = smallCatalog({ 'tr-1': 61.4, 'tr-2': 120.4, 'tr-3': 30, 'al-1': 0 });

describe.each(stores)('playlists, on $name', (store) => {
  let rooms: Rooms;
  let people = 0;

  beforeAll(async () => {
    rooms = await startRooms(store, playlists, catalog);
  });
  afterAll(() => rooms.stop());

  /** Somebody new, whose name is the key of the id as well. */
  const person = (...roles: Role[]): { user: string; call: Caller } => {
    const user = `us-${++people}`;
    return { user, call: rooms.as({ id: user, name: user, roles: ['listener', ...roles] }) };
  };

  it('keeps tracks in their order, the same one several times, with their number and length', async () => {
    const { user, call } = person();
    const made = await call('playlists.create', { name: ' Für Élise ', tracks: ['tr-2', 'tr-1', 'tr-2'] });
    expect(made).toMatchObject({
      id: expect.stringMatching(/^pl-[0-9a-z]{26}$/),
      name: 'Für Élise',
      comment: '',
      ownerId: user,
      owner: user,
      public: false,
      songCount: 3,
      duration: 302,
      tracks: ['tr-2', 'tr-1', 'tr-2'],
    });
    expect(await call('playlists.get', { id: made.id })).toEqual(made);
    const { tracks: _, ...summary } = made;
    expect(await call('playlists.list', {})).toContainEqual(summary);
  });

  it('makes one playlist for each key of a client, however often and at once it is asked', async () => {
    const { call } = person();
    const wanted = { name: 'once', tracks: ['tr-1'], key: 'k-1' };
    const made = await Promise.all([1, 2, 3].map(() => call('playlists.create', wanted)));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    await call('playlists.update', { id: made[0]!.id, name: 'renamed' });
    expect(await call('playlists.create', wanted)).toMatchObject({ id: made[0]!.id, name: 'renamed' });
    expect(await call('playlists.list', {})).toHaveLength(1);
    expect((await person().call('playlists.create', wanted)).id).not.toBe(made[0]!.id);
    expect((await call('playlists.create', { ...wanted, key: 'k-2' })).id).not.toBe(made[0]!.id);
  });

  it('takes out by places in the list before the call, then adds at the end', async () => {
    const { call } = person();
    const { id } = await call('playlists.create', { name: 'mix', tracks: ['tr-1', 'tr-2', 'tr-3', 'tr-1'] });
    const changed = await call('playlists.update', { id, add: ['tr-2', 'tr-2'], remove: [0, 2, 0] });
    expect(changed).toMatchObject({ tracks: ['tr-2', 'tr-1', 'tr-2', 'tr-2'], songCount: 4, duration: 423 });
    expect(await call('playlists.get', { id })).toEqual(changed);
  });

  it('refuses a place outside of the list and changes nothing', async () => {
    const { call } = person();
    const made = await call('playlists.create', { name: 'mix', tracks: ['tr-1'] });
    const update = call('playlists.update', { id: made.id, name: 'other', remove: [1] });
    await expect(update).rejects.toThrow(errorOf('BAD_PARAMETER'));
    expect(await call('playlists.get', { id: made.id })).toEqual(made);
  });

  it('changes name, comment and who sees it without touching the tracks', async () => {
    const { call } = person();
    const made = await call('playlists.create', { name: 'mix', tracks: ['tr-1'] });
    const change = { name: 'party', comment: 'loud', public: true };
    const changed = await call('playlists.update', { id: made.id, ...change });
    expect(changed).toEqual({ ...made, ...change, changed: expect.any(String), rev: made.rev + 1 });
    expect(await call('playlists.get', { id: made.id })).toEqual(changed);
  });

  it('replaces the tracks, and the name only when one is given', async () => {
    const { call } = person();
    const { id } = await call('playlists.create', { name: 'mix', tracks: ['tr-1'] });
    expect(await call('playlists.replace', { id, tracks: ['tr-3', 'tr-1'] })).toMatchObject({
      name: 'mix',
      tracks: ['tr-3', 'tr-1'],
      duration: 91,
    });
    expect(await call('playlists.replace', { id, name: 'empty', tracks: [] })).toMatchObject({
      name: 'empty',
      tracks: [],
      songCount: 0,
      duration: 0,
    });
  });

  it('names the track that does not exist', async () => {
    const { user, call } = person();
    const create = (id: string) => call('playlists.create', { name: 'mix', tracks: ['tr-1', id] });
    await expect(create('tr-9')).rejects.toThrow('tr-9');
    await expect(create('al-1')).rejects.toThrow(errorOf('NOT_FOUND'));
    expect(await call('playlists.list', { username: user })).toEqual([]);
  });

  it.each(['', '   ', 'a\u0000b', 'x'.repeat(201)])('refuses the name %j', async (name) => {
    const { call } = person();
    await expect(call('playlists.create', { name })).rejects.toThrow(errorOf('BAD_PARAMETER'));
  });

  it('shows a private one to nobody else, not even administrators, and a public one to all', async () => {
    const [ana, ben, admin] = [person(), person(), person('admin')];
    const { id } = await ana.call('playlists.create', { name: 'secret' });
    for (const { call } of [ben, admin]) {
      for (const action of ['get', 'summary', 'sample', 'exportM3u', 'remove'] as const) {
        await expect(call(`playlists.${action}`, { id })).rejects.toThrow(errorOf('NOT_FOUND'));
      }
      await expect(call('playlists.update', { id, name: 'x' })).rejects.toThrow(errorOf('NOT_FOUND'));
      expect(await call('playlists.list', { username: ana.user })).toEqual([]);
      expect(await call('playlists.list', {})).not.toContainEqual(expect.objectContaining({ id }));
    }
    await ana.call('playlists.update', { id, public: true });
    expect(await admin.call('playlists.list', { username: ana.user.toUpperCase() })).toMatchObject([{ id }]);
    expect(await ben.call('playlists.get', { id })).toMatchObject({ name: 'secret', owner: ana.user });
    expect(await ben.call('playlists.list', { username: ana.user })).toMatchObject([{ id }]);
    expect(await ben.call('playlists.list', {})).toContainEqual(expect.objectContaining({ id }));
    await ana.call('playlists.remove', { id });
    await expect(ben.call('playlists.get', { id })).rejects.toThrow(errorOf('NOT_FOUND'));
  });

  it('is changed by its owner alone, and removed by administrators too', async () => {
    const [ana, ben, admin] = [person(), person(), person('admin')];
    const { id } = await ana.call('playlists.create', { name: 'ours' });
    await ana.call('playlists.update', { id, public: true });
    for (const { call } of [ben, admin]) {
      await expect(call('playlists.update', { id, name: 'mine' })).rejects.toThrow(errorOf('FORBIDDEN'));
      await expect(call('playlists.replace', { id, tracks: [] })).rejects.toThrow(errorOf('FORBIDDEN'));
    }
    await expect(ben.call('playlists.remove', { id })).rejects.toThrow(errorOf('FORBIDDEN'));
    await admin.call('playlists.remove', { id });
    await expect(ana.call('playlists.get', { id })).rejects.toThrow(errorOf('NOT_FOUND'));
  });

  it('lists by name as a person would', async () => {
    const { user, call } = person();
    for (const name of ['mix 10', 'Mix 9', 'émile', 'zoo', 'Eva']) await call('playlists.create', { name });
    const names = (await call('playlists.list', { username: user })).map(({ name }) => name);
    expect(names).toEqual(['émile', 'Eva', 'Mix 9', 'mix 10', 'zoo']);
  });

  it('loses no addition of several made at once', async () => {
    const { call } = person();
    const { id } = await call('playlists.create', { name: 'mix' });
    await Promise.all(Array.from({ length: 5 }, () => call('playlists.update', { id, add: ['tr-1'] })));
    expect(await call('playlists.get', { id })).toMatchObject({ songCount: 5 });
  });

  it('holds 50,000 tracks and no more', async () => {
    const { call } = person();
    const { id } = await call('playlists.create', { name: 'all', tracks: Array(50_000).fill('tr-1') });
    await expect(call('playlists.update', { id, add: ['tr-2'] })).rejects.toThrow(errorOf('TOO_LARGE'));
    expect((await call('playlists.get', { id })).tracks).toHaveLength(50_000);
  });

  it('forgets all of a listener, and nothing of others', async () => {
    const [gone, stays] = [person(), person()];
    for (const { call } of [gone, stays]) await call('playlists.create', { name: 'mix', tracks: ['tr-1'] });
    await rooms.service('playlists.forget', { user: gone.user });
    await rooms.service('playlists.forget', { user: gone.user });
    expect(await gone.call('playlists.list', { username: gone.user })).toEqual([]);
    expect(await stays.call('playlists.list', { username: stays.user })).toHaveLength(1);
    await expect(stays.call('playlists.forget', { user: stays.user })).rejects.toThrow(errorOf('FORBIDDEN'));
  });
});
