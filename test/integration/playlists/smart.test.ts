import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import catalog from '../../../services/catalog/catalog.service.ts';
import type { Rules } from '../../../services/catalog/rules/rules.ts';
import playlists from '../../../services/playlists/playlists.service.ts';
import { change } from '../../support/catalog/synthetic.ts';
import { type PlaylistRooms, startPlaylists } from '../../support/playlist-rooms.ts';
import { type Caller, errorOf, eventually } from '../../support/rooms.ts';
import { stores } from '../../support/stores.ts';

const rules = (partial: Partial<Rules> = {}): Rules => ({
  ...{ match: 'all', rules: [], order: 'title', descending: false, limit: 100 },
  ...partial,
});
const is = (field: 'genre' | 'artist' | 'title', value: string) => ({
  ...{ field, operator: 'is' as const, value },
});

const song = (id: string, title: string, genre: string, year: number, more = {}) =>
  change(id, { title, genres: [genre], date: `${year}`, album: title, ...more });

describe.each(stores)('smart playlists, on $name', (store) => {
  let under: PlaylistRooms;
  let people = 0;
  const person = (): { user: string; call: Caller } => {
    const user = `us-${++people}`;
    return { user, call: under.rooms.as({ id: user, name: user, roles: ['listener'] }) };
  };
  const make = (call: Caller, partial: Partial<Rules>) =>
    call('playlists.createSmart', { name: 'smart', rules: rules(partial) });
  const stored = (name: string, ownerId: string) =>
    under.rooms.broker.getLocalService('playlists').db.collection(name).count('byOwner', { ownerId });

  beforeAll(async () => {
    under = await startPlaylists(
      store,
      song('1', 'Alpha', 'Jazz', 1959),
      song('2', 'Beta', 'Jazz', 1965),
      song('3', 'Gamma', 'Rock', 1971),
      song('4', 'Delta', 'Pop', 1984),
    );
  });
  afterAll(() => under?.rooms.stop());

  it('have the tracks that their rules choose, whoever made the tracks come or go', async () => {
    const { call } = person();
    const made = await make(call, { rules: [is('genre', 'fado')] });
    expect(made).toMatchObject({ smart: true, songCount: 0, tracks: [], rules: { limit: 100 } });
    await under.say(song('f1', 'Barco', 'Fado', 1950), song('f2', 'Ai', 'Fado', 1952));
    const grown = await call('playlists.get', { id: made.id });
    expect(grown).toMatchObject({ tracks: ['tr-f2', 'tr-f1'], songCount: 2, duration: 360, rev: made.rev });
    expect(grown.changed > made.changed).toBe(true);
    expect(await call('playlists.get', { id: made.id })).toEqual(grown);
    await under.say({ ...song('f1', 'Barco', 'Fado', 1950), missing: true });
    expect((await call('playlists.get', { id: made.id })).tracks).toEqual(['tr-f2']);
    await under.say(song('f1', 'Barco', 'Fado', 1950));
    expect((await call('playlists.get', { id: made.id })).tracks).toEqual(['tr-f2', 'tr-f1']);
  });

  it('choose by all or any of rules and of groups of rules, in an order, up to a limit', async () => {
    const { call } = person();
    const old = { field: 'year', operator: 'less', value: 1972 } as const;
    const group = { match: 'any', rules: [is('genre', 'rock'), is('genre', 'jazz')] } as const;
    const partial = { rules: [old, { ...group, rules: [...group.rules] }], order: 'year' as const };
    expect((await make(call, partial)).tracks).toEqual(['tr-1', 'tr-2', 'tr-3']);
    const few = await make(call, { ...partial, descending: true, limit: 2 });
    expect(few).toMatchObject({ tracks: ['tr-3', 'tr-2'], songCount: 2 });
    expect(await call('playlists.count', { rules: rules({ ...partial, limit: 2 }) })).toEqual({
      matching: 3,
      chosen: 2,
    });
  });

  it('choose by what their owner says of tracks, whoever looks', async () => {
    const [ana, ben] = [person(), person()];
    await ana.call('profiles.rate', { id: 'tr-1', rating: 5 });
    await ana.call('profiles.star', { ids: ['tr-3'] });
    await ben.call('profiles.rate', { id: 'tr-4', rating: 5 });
    const best = { field: 'rating', operator: 'greater', value: 3 } as const;
    const starred = { field: 'starred', operator: 'is', value: true } as const;
    const { id } = await make(ana.call, { match: 'any', rules: [best, starred] });
    await ana.call('playlists.update', { id, public: true });
    expect(await ben.call('playlists.get', { id })).toMatchObject({ tracks: ['tr-1', 'tr-3'], smart: true });
    expect(await ben.call('playlists.count', { rules: rules({ rules: [best] }) })).toMatchObject({
      chosen: 1,
    });
  });

  it('stay in a random order until tomorrow', async () => {
    const { call } = person();
    const { id, tracks } = await make(call, { order: 'random' });
    expect((await call('playlists.get', { id })).tracks).toEqual(tracks);
    expect((await call('playlists.get', { id })).tracks).toEqual(tracks);
  });

  it('take other rules from their owner, with a check of the revision', async () => {
    const { call } = person();
    const { id, rev } = await make(call, { rules: [is('genre', 'rock')] });
    const changed = await call('playlists.setRules', {
      id,
      rev,
      rules: rules({ rules: [is('genre', 'pop')] }),
    });
    expect(changed).toMatchObject({ tracks: ['tr-4'], rev: rev + 1 });
    expect(await call('playlists.get', { id })).toEqual(changed);
    const late = call('playlists.setRules', { id, rev, rules: rules() });
    await expect(late).rejects.toThrow(errorOf('CONFLICT'));
    const renamed = await call('playlists.update', { id, name: 'Pop', comment: 'only' });
    expect(renamed).toMatchObject({ name: 'Pop', comment: 'only', tracks: ['tr-4'], rules: changed.rules });
  });

  it('have no tracks of their own to change; lists have no rules', async () => {
    const { call } = person();
    const { id } = await make(call, { rules: [is('genre', 'rock')] });
    const before = await call('playlists.get', { id });
    const attempts = [
      () => call('playlists.replace', { id, tracks: ['tr-1'] }),
      () => call('playlists.update', { id, name: 'other', add: ['tr-1'] }),
      () => call('playlists.update', { id, remove: [0] }),
      () => call('playlists.insert', { id, tracks: [] }),
      () => call('playlists.move', { id, from: 0, before: 0 }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toThrow(errorOf('FORBIDDEN'));
    expect(await call('playlists.get', { id })).toEqual(before);
    const list = await call('playlists.create', { name: 'list', tracks: ['tr-1'] });
    const ruled = call('playlists.setRules', { id: list.id, rules: rules() });
    await expect(ruled).rejects.toThrow(errorOf('FORBIDDEN'));
  });

  it('show in lists what the last look gave, and have another look taken', async () => {
    const { user, call } = person();
    const { id } = await make(call, { rules: [is('genre', 'samba')] });
    await under.say(song('s1', 'Samba', 'Samba', 1960));
    // It does not know any more that somebody has just looked.
    await under.restart(playlists, async () => {});
    const listed = async () => (await call('playlists.list', { username: user }))[0]!;
    await eventually(async () => (await listed()).songCount === 1);
    expect(await listed()).toMatchObject({ id, smart: true, duration: 180, rev: 1 });
    expect(await call('playlists.summary', { id })).toEqual(await listed());
    expect(await call('playlists.sample', { id })).toEqual(['tr-s1']);
  });

  it('of rules that choose everything are bounded, and what does not fit is refused', async () => {
    const { call } = person();
    const { tracks } = await make(call, { limit: 3 });
    expect(tracks).toHaveLength(3);
    await expect(make(call, { limit: 5001 })).rejects.toThrow();
    await expect(make(call, { limit: 0 })).rejects.toThrow();
    await expect(make(call, { rules: Array(31).fill(is('title', 'a')) })).rejects.toThrow();
    const wide = { match: 'any' as const, rules: Array(16).fill(is('title', 'a')) };
    await expect(make(call, { rules: [wide, wide] })).rejects.toThrow(errorOf('TOO_LARGE'));
    const wrong = { field: 'year', operator: 'contains', value: 1 } as const;
    await expect(make(call, { rules: [wrong] })).rejects.toThrow('Rule 1');
  });

  it('leave nothing behind when they are removed while somebody looks, or their owner is deleted', async () => {
    const { user, call } = person();
    for (let i = 0; i < 5; i++) {
      const { id } = await make(call, { rules: [is('genre', `g${i}`)] });
      await under.say(song(`g${i}`, 'New', `g${i}`, 2000));
      const looks = Array.from({ length: 5 }, () => call('playlists.get', { id }));
      await Promise.allSettled([...looks, call('playlists.remove', { id })]);
    }
    await eventually(async () => (await stored('tallies', user)) === 0);
    await make(call, {});
    expect(await stored('tallies', user)).toBe(1);
    await under.rooms.service('playlists.forget', { user });
    for (const name of ['playlists', 'tallies', 'lists']) expect(await stored(name, user)).toBe(0);
  });

  it('are neither made nor changed while the catalog is away, and can be read in lists', async () => {
    const { user, call } = person();
    const { id, rev } = await make(call, { rules: [is('genre', 'rock')] });
    await under.restart(catalog, async () => {
      await expect(make(call, {})).rejects.toThrow();
      await expect(call('playlists.update', { id, name: 'other' })).rejects.toThrow();
      await expect(call('playlists.setRules', { id, rules: rules() })).rejects.toThrow();
      expect(await call('playlists.list', { username: user })).toMatchObject([
        { id, rev, name: 'smart', songCount: 1 },
      ]);
    });
    expect(await call('playlists.get', { id })).toMatchObject({ rev, tracks: ['tr-3'] });
  });
});
