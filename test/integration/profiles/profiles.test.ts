import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import profiles from '../../../services/profiles/profiles.service.ts';
import { type Caller, errorOf, eventually, type Rooms, startRooms } from '../../support/rooms.ts';
import { smallCatalog } from '../../support/small-catalog.ts';
import { stores } from '../../support/stores.ts';

const many = Array.from({ length: 400 }, (_, index) => `tr-m${index}`);
const catalog = smallCatalog(
  Object.fromEntries(['tr-1', 'tr-2', 'tr-3', 'al-1', 'ar-1', ...many].map((id) => [id, 60])),
);

async function nextMillisecond(): Promise<void> {
  const now = Date.now();
  await eventually(async () => Date.now() > now);
}

describe.each(stores)('what listeners say about music, on $name', (store) => {
  let rooms: Rooms;
  let people = 0;

  beforeAll(async () => {
    rooms = await startRooms(store, profiles, catalog);
  });
  afterAll(() => rooms.stop());

  const id = () => `us-${++people}`;
  const listener = (user = id()): Caller => rooms.as({ id: user, name: user, roles: ['listener'] });

  it('keeps a star on items of every kind, newest first', async () => {
    const ana = listener();
    await ana('profiles.star', { ids: ['tr-1'] });
    await ana('profiles.star', { ids: ['al-1', 'ar-1'] });
    await nextMillisecond();
    await ana('profiles.star', { ids: ['tr-2'] });
    const starred = await ana('profiles.starred', { kind: 'track' });
    expect(starred.map((each) => each.id)).toEqual(['tr-2', 'tr-1']);
    expect(starred[0]!.starred).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(await ana('profiles.starred', { kind: 'album' })).toMatchObject([{ id: 'al-1' }]);
    expect(await ana('profiles.starred', { kind: 'artist' })).toMatchObject([{ id: 'ar-1' }]);
  });

  it('keeps what each listener says apart', async () => {
    const [ana, ben] = [listener(), listener()];
    await ana('profiles.star', { ids: ['tr-1'] });
    expect(await ben('profiles.starred', { kind: 'track' })).toEqual([]);
    expect(await ben('profiles.annotations', { ids: ['tr-1'] })).toEqual({});
  });

  it('leaves a star as it was when it is given again', async () => {
    const ana = listener();
    await ana('profiles.star', { ids: ['tr-1', 'tr-1'] });
    const before = await ana('profiles.starred', { kind: 'track' });
    await ana('profiles.star', { ids: ['tr-1'] });
    expect(await ana('profiles.starred', { kind: 'track' })).toEqual(before);
  });

  it.each([['tr-9'], ['pl-1'], ['nonsense'], ['../../secret']])(
    'refuses a star on %s, which is no item',
    async (item) => {
      const ana = listener();
      await expect(ana('profiles.star', { ids: ['tr-1', item] })).rejects.toThrow(errorOf('NOT_FOUND'));
      await expect(ana('profiles.rate', { id: item, rating: 3 })).rejects.toThrow(errorOf('NOT_FOUND'));
      await expect(ana('profiles.setBookmark', { id: item, position: 1 })).rejects.toThrow(
        errorOf('NOT_FOUND'),
      );
      expect(await ana('profiles.starred', { kind: 'track' })).toEqual([]);
    },
  );

  it('takes anything back, also from what is not there', async () => {
    const ana = listener();
    await ana('profiles.star', { ids: ['tr-1'] });
    await ana('profiles.unstar', { ids: ['tr-1', 'tr-9', 'nonsense'] });
    await ana('profiles.rate', { id: 'tr-9', rating: 0 });
    await ana('profiles.deleteBookmark', { id: 'tr-9' });
    expect(await ana('profiles.annotations', { ids: ['tr-1'] })).toEqual({});
  });

  it('lists ratings highest first, then newest', async () => {
    const ana = listener();
    await ana('profiles.rate', { id: 'tr-1', rating: 4 });
    await ana('profiles.rate', { id: 'tr-2', rating: 5 });
    await nextMillisecond();
    await ana('profiles.rate', { id: 'tr-3', rating: 4 });
    const rated = () => ana('profiles.rated', { kind: 'track' });
    expect(await rated()).toEqual([
      { id: 'tr-2', rating: 5 },
      { id: 'tr-3', rating: 4 },
      { id: 'tr-1', rating: 4 },
    ]);
    await ana('profiles.rate', { id: 'tr-2', rating: 0 });
    expect((await rated()).map((each) => each.id)).toEqual(['tr-3', 'tr-1']);
  });

  it.each([-1, 6, 2.5])('refuses a rating of %d', async (rating) => {
    await expect(listener()('profiles.rate', { id: 'tr-1', rating })).rejects.toThrow();
  });

  it('keeps a bookmark, and when it was made and moved', async () => {
    const ana = listener();
    const first = await ana('profiles.setBookmark', { id: 'tr-1', position: 1000, comment: 'the solo' });
    await nextMillisecond();
    const second = await ana('profiles.setBookmark', { id: 'tr-1', position: 2000 });
    expect(second).toMatchObject({ id: 'tr-1', position: 2000, comment: '', created: first.created });
    expect(second.changed > first.changed).toBe(true);
    expect(await ana('profiles.bookmarks', {})).toEqual([second]);
    await ana('profiles.deleteBookmark', { id: 'tr-1' });
    expect(await ana('profiles.bookmarks', {})).toEqual([]);
  });

  it('says all at once what a listener says of items, few or many', async () => {
    const ana = listener();
    await ana('profiles.star', { ids: ['tr-1', ...many.slice(0, 250)] });
    await ana('profiles.rate', { id: 'tr-1', rating: 2 });
    await ana('profiles.setBookmark', { id: 'tr-2', position: 5 });
    const few = await ana('profiles.annotations', { ids: ['tr-1', 'tr-2', 'tr-3', 'tr-9'] });
    expect(few).toEqual({ 'tr-1': { starred: expect.any(String), rating: 2 }, 'tr-2': { bookmark: 5 } });
    // More than the listener has said anything about, then fewer: the two are found in different ways.
    const all = await ana('profiles.annotations', { ids: many });
    expect(Object.keys(all).sort()).toEqual(many.slice(0, 250).sort());
    const some = await ana('profiles.annotations', { ids: many.slice(100, 330) });
    expect(Object.keys(some).sort()).toEqual(many.slice(100, 250).sort());
  });

  it('loses nothing when a listener says several things of one item at once', async () => {
    const ana = listener();
    await Promise.all([
      ana('profiles.star', { ids: ['tr-1'] }),
      ana('profiles.rate', { id: 'tr-1', rating: 3 }),
      ana('profiles.setBookmark', { id: 'tr-1', position: 7 }),
      ana('profiles.star', { ids: ['tr-1'] }),
    ]);
    expect(await ana('profiles.annotations', { ids: ['tr-1'] })).toEqual({
      'tr-1': { starred: expect.any(String), rating: 3, bookmark: 7 },
    });
  });

  it('forgets all of a listener, and nothing of others', async () => {
    const [gone, stays] = [id(), id()];
    for (const user of [gone, stays]) await listener(user)('profiles.star', { ids: many });
    await rooms.service('profiles.forget', { user: gone });
    await rooms.service('profiles.forget', { user: gone });
    expect(await listener(gone)('profiles.starred', { kind: 'track' })).toEqual([]);
    expect(await listener(stays)('profiles.starred', { kind: 'track' })).toHaveLength(many.length);
  });

  it('forgets for services only, and listens to nobody who is not signed in', async () => {
    await expect(listener()('profiles.forget', { user: 'us-1' })).rejects.toThrow(errorOf('FORBIDDEN'));
    await expect(rooms.anyone('profiles.bookmarks', {})).rejects.toThrow(errorOf('SIGNED_OUT'));
    await expect(rooms.service('profiles.bookmarks', {})).rejects.toThrow(errorOf('FORBIDDEN'));
  });
});
