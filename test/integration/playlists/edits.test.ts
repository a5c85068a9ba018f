import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import playlists from '../../../services/playlists/playlists.service.ts';
import { type Caller, errorOf, eventually, type Rooms, startRooms } from '../../support/rooms.ts';
import { smallCatalog } from '../../support/small-catalog.ts';
import { stores } from '../../support/stores.ts';

const catalog = smallCatalog({ 'tr-1': 10, 'tr-2': 20, 'tr-3': 30, 'tr-4': 40 });
const hints: unknown[] = [];
const listener = {
  name: 'listener',
  events: { 'playlists.changed': ({ params }: { params: unknown }) => void hints.push(params) },
};

describe.each(stores)('editing playlists, on $name', (store) => {
  let rooms: Rooms;
  let people = 0;

  beforeAll(async () => {
    rooms = await startRooms(store, playlists, catalog, listener);
  });
  afterAll(() => rooms.stop());

  const person = (): { user: string; call: Caller } => {
    const user = `us-${++people}`;
    return { user, call: rooms.as({ id: user, name: user, roles: ['listener'] }) };
  };
  const mix = (call: Caller) => call('playlists.create', { name: 'mix', tracks: ['tr-1', 'tr-2', 'tr-3'] });

  it('inserts at a place, or at the end', async () => {
    const { call } = person();
    const { id } = await mix(call);
    await call('playlists.insert', { id, tracks: ['tr-4', 'tr-4'], at: 1 });
    const changed = await call('playlists.insert', { id, tracks: ['tr-1'] });
    expect(changed).toMatchObject({
      tracks: ['tr-1', 'tr-4', 'tr-4', 'tr-2', 'tr-3', 'tr-1'],
      songCount: 6,
      duration: 150,
    });
    expect(await call('playlists.get', { id })).toEqual(changed);
  });

  it('moves one track, or several together', async () => {
    const { call } = person();
    const { id } = await mix(call);
    expect((await call('playlists.move', { id, from: 2, before: 0 })).tracks).toEqual([
      'tr-3',
      'tr-1',
      'tr-2',
    ]);
    const changed = await call('playlists.move', { id, from: 0, count: 2, before: 3 });
    expect(changed).toMatchObject({ tracks: ['tr-2', 'tr-3', 'tr-1'], songCount: 3, duration: 60 });
    expect(await call('playlists.get', { id })).toEqual(changed);
  });

  it('refuses places outside of the list and tracks that do not exist, and changes nothing', async () => {
    const { call } = person();
    const made = await mix(call);
    const { id } = made;
    const bad = errorOf('BAD_PARAMETER');
    await expect(call('playlists.insert', { id, tracks: ['tr-1'], at: 4 })).rejects.toThrow(bad);
    await expect(call('playlists.insert', { id, tracks: ['tr-1'], at: -1 })).rejects.toThrow();
    await expect(call('playlists.insert', { id, tracks: ['tr-9'] })).rejects.toThrow(errorOf('NOT_FOUND'));
    await expect(call('playlists.move', { id, from: 3, before: 0 })).rejects.toThrow(bad);
    await expect(call('playlists.move', { id, from: 0, before: 4 })).rejects.toThrow(bad);
    await expect(call('playlists.move', { id, from: 0, count: 0, before: 1 })).rejects.toThrow();
    expect(await call('playlists.get', { id })).toEqual(made);
  });

  it('refuses every change of what has changed since it was seen', async () => {
    const { call } = person();
    const { id, rev } = await mix(call);
    const { rev: newest } = await call('playlists.update', { id, rev, name: 'other' });
    expect(newest).toBe(rev + 1);
    const conflict = errorOf('CONFLICT');
    await expect(call('playlists.update', { id, rev, comment: 'late' })).rejects.toThrow(conflict);
    await expect(call('playlists.replace', { id, rev, tracks: [] })).rejects.toThrow(conflict);
    await expect(call('playlists.insert', { id, rev, tracks: ['tr-1'] })).rejects.toThrow(conflict);
    await expect(call('playlists.move', { id, rev, from: 0, before: 2 })).rejects.toThrow(conflict);
    expect(await call('playlists.move', { id, rev: newest, from: 0, before: 3 })).toMatchObject({
      name: 'other',
      rev: newest + 1,
    });
  });

  it('lets one of many win who have seen the same', async () => {
    const { call } = person();
    const { id, rev } = await mix(call);
    const moves = Array.from({ length: 20 }, () => call('playlists.move', { id, rev, from: 0, before: 3 }));
    const outcomes = await Promise.allSettled(moves);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason.type] : []))).toEqual(
      Array(19).fill('CONFLICT'),
    );
    expect((await call('playlists.get', { id })).tracks).toEqual(['tr-2', 'tr-3', 'tr-1']);
  });

  it('loses nothing of twenty changes at once by those who name no revision', async () => {
    const { call } = person();
    const { id, rev } = await mix(call);
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        i % 2 === 0
          ? call('playlists.insert', { id, tracks: ['tr-4'], at: 0 })
          : call('playlists.move', { id, from: 0, before: 3 }),
      ),
    );
    const after = await call('playlists.get', { id });
    expect(after).toMatchObject({ rev: rev + 20, songCount: 13, duration: 60 + 10 * 40 });
    expect(after.tracks.toSorted()).toEqual(['tr-1', 'tr-2', 'tr-3', ...Array(10).fill('tr-4')]);
  });

  it('can be read while it changes', async () => {
    const { call } = person();
    const { id } = await mix(call);
    const changes = Array.from({ length: 10 }, () => call('playlists.move', { id, from: 0, before: 3 }));
    const reads = Array.from({ length: 10 }, () => call('playlists.get', { id }));
    for (const { tracks } of await Promise.all([...changes, ...reads])) expect(tracks).toHaveLength(3);
  });

  it('ends as removed, or changed and then removed, when both happen at once', async () => {
    const { user, call } = person();
    for (let i = 0; i < 5; i++) {
      const { id } = await mix(call);
      const changes = Array.from({ length: 5 }, () => call('playlists.insert', { id, tracks: ['tr-1'] }));
      const [removed, ...changed] = await Promise.allSettled([call('playlists.remove', { id }), ...changes]);
      expect(removed!.status).toBe('fulfilled');
      for (const each of changed) {
        if (each.status === 'rejected') expect(each.reason.type).toBe('NOT_FOUND');
      }
      await expect(call('playlists.get', { id })).rejects.toThrow(errorOf('NOT_FOUND'));
    }
    const { db } = rooms.broker.getLocalService('playlists');
    expect(await db.collection('lists').count('byOwner', { ownerId: user })).toBe(0);
  });

  it('moves the last of 50,000 tracks to the front', async () => {
    const { call } = person();
    const tracks = [...Array(49_999).fill('tr-1'), 'tr-2'];
    const { id } = await call('playlists.create', { name: 'all', tracks });
    const moved = await call('playlists.move', { id, from: 49_999, before: 0 });
    expect(moved.tracks[0]).toBe('tr-2');
    const turned = await call('playlists.move', { id, from: 0, count: 25_000, before: 50_000 });
    expect(turned.tracks[25_000]).toBe('tr-2');
    expect(turned.songCount).toBe(50_000);
  });

  it('is not for others, whatever the change', async () => {
    const [ana, ben] = [person(), person()];
    const { id } = await mix(ana.call);
    const attempts = (call: Caller) => [
      call('playlists.insert', { id, tracks: ['tr-1'] }),
      call('playlists.move', { id, from: 0, before: 1 }),
      call('playlists.update', { id, public: true }),
      call('playlists.setRules', { id, rules: { match: 'all', rules: [], order: 'title', limit: 1 } }),
    ];
    for (const attempt of attempts(ben.call)) await expect(attempt).rejects.toThrow(errorOf('NOT_FOUND'));
    for (const read of [
      'playlists.get',
      'playlists.summary',
      'playlists.sample',
      'playlists.exportM3u',
    ] as const) {
      await expect(ben.call(read, { id })).rejects.toThrow(errorOf('NOT_FOUND'));
    }
    await ana.call('playlists.update', { id, public: true });
    for (const attempt of attempts(ben.call)) await expect(attempt).rejects.toThrow(errorOf('FORBIDDEN'));
  });

  it('tells of every change that was made, and of no other', async () => {
    const { user, call } = person();
    hints.length = 0;
    const { id, rev } = await mix(call);
    await call('playlists.insert', { id, tracks: ['tr-1'] });
    await expect(call('playlists.insert', { id, rev, tracks: ['tr-1'] })).rejects.toThrow();
    await expect(call('playlists.move', { id, from: 9, before: 0 })).rejects.toThrow();
    await call('playlists.get', { id });
    await call('playlists.remove', { id });
    await eventually(async () => hints.length >= 3);
    expect(hints).toEqual(Array(3).fill({ id, owner: user }));
  });
});
