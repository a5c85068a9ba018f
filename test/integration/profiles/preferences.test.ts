import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import profiles from '../../../services/profiles/profiles.service.ts';
import { type Caller, errorOf, type Rooms, startRooms } from '../../support/rooms.ts';
import { smallCatalog } from '../../support/small-catalog.ts';
import { stores } from '../../support/stores.ts';

const catalog = smallCatalog({ 'tr-1': 60, 'tr-2': 60, 'tr-3': 60, 'al-1': 0 });

describe.each(stores)('preferences and marks, on $name', (store) => {
  let rooms: Rooms;
  let people = 0;

  beforeAll(async () => {
    rooms = await startRooms(store, profiles, catalog);
  });
  afterAll(() => rooms.stop());

  const id = () => `us-${++people}`;
  const listener = (user = id()): Caller => rooms.as({ id: user, name: user, roles: ['listener'] });

  it('are empty at first, and then what was last set, whatever is in it', async () => {
    const [ana, ben] = [listener(), listener()];
    expect(await ana('profiles.preferences', {})).toEqual({ preferences: {}, rev: 0 });
    const preferences = { theme: 'dark', $where: '1', 'a.b': { deep: [1, [2]] }, ø: '\u0000', _id: 'us-9' };
    expect(await ana('profiles.setPreferences', { preferences })).toEqual({ preferences, rev: 1 });
    expect(await ana('profiles.preferences', {})).toEqual({ preferences, rev: 1 });
    const other = { theme: 'light' };
    expect(await ana('profiles.setPreferences', { preferences: other })).toEqual({
      preferences: other,
      rev: 2,
    });
    expect(await ben('profiles.preferences', {})).toEqual({ preferences: {}, rev: 0 });
  });

  it('are refused when they have changed since they were seen', async () => {
    const ana = listener();
    const set = (rev: number) => ana('profiles.setPreferences', { preferences: { rev }, rev });
    await set(0);
    await expect(set(0)).rejects.toThrow(errorOf('CONFLICT'));
    await set(1);
    await expect(set(1)).rejects.toThrow(errorOf('CONFLICT'));
    await expect(set(7)).rejects.toThrow(errorOf('CONFLICT'));
    expect(await ana('profiles.preferences', {})).toEqual({ preferences: { rev: 1 }, rev: 2 });
  });

  it('let exactly one of several through that have seen the same', async () => {
    const ana = listener();
    const sets = Array.from({ length: 5 }, (_, tab) =>
      ana('profiles.setPreferences', { preferences: { tab }, rev: 0 }),
    );
    const ends = await Promise.allSettled(sets);
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it.each([[[]], [null], ['text'], [undefined]])('are an object, not %j', async (preferences) => {
    const set = listener()('profiles.setPreferences', { preferences: preferences as never });
    await expect(set).rejects.toThrow();
  });

  it('go when the listener does', async () => {
    const user = id();
    await listener(user)('profiles.setPreferences', { preferences: { theme: 'dark' } });
    await rooms.service('profiles.forget', { user });
    expect(await listener(user)('profiles.preferences', {})).toEqual({ preferences: {}, rev: 0 });
  });

  it('tell services which tracks somebody starred and how they are rated, and listeners nothing', async () => {
    const user = id();
    const ana = listener(user);
    const marks = () => rooms.service('profiles.marks', { user });
    expect(await marks()).toEqual({ starred: [], rated: [[], [], [], [], []] });
    await ana('profiles.star', { ids: ['tr-1', 'al-1'] });
    await ana('profiles.rate', { id: 'tr-2', rating: 5 });
    await ana('profiles.rate', { id: 'tr-3', rating: 2 });
    await ana('profiles.rate', { id: 'al-1', rating: 1 });
    expect(await marks()).toEqual({ starred: ['tr-1'], rated: [[], ['tr-3'], [], [], ['tr-2']] });
    await ana('profiles.unstar', { ids: ['tr-1'] });
    expect((await marks()).starred).toEqual([]);
    await expect(ana('profiles.marks', { user })).rejects.toThrow(errorOf('FORBIDDEN'));
  });
});
