import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabase } from '../../../mixins/store/store.ts';
import type { Database } from '../../../mixins/store/types.ts';
import { COLLECTIONS, type StoredPlaylist } from '../../../services/playlists/model.ts';
import { PlaylistStore } from '../../../services/playlists/playlist-store.ts';
import { errorOf } from '../../support/rooms.ts';
import { stores } from '../../support/stores.ts';

const ana = { id: 'us-1', name: 'ana', roles: ['listener' as const] };
const now = new Date(0).toISOString();
const blank = {
  ...{ _id: 'pl-1', name: 'mix', comment: '', public: false, ownerId: 'us-1', owner: 'ana', ownerKey: 'ana' },
  ...{ songCount: 0, duration: 0, created: now, changed: now },
};

describe.each(stores)('writers of a playlist, on $name', (store) => {
  let db: Database;
  let close: () => Promise<void>;
  beforeAll(async () => {
    const { config, cleanup } = await store.open();
    db = await openDatabase(config, 'playlists', { collections: COLLECTIONS });
    close = async () => {
      await db.close();
      await cleanup();
    };
  });
  afterAll(() => close?.());

  it('fail, and write nothing, when others before them have taken too long', async () => {
    const playlists = new PlaylistStore(db, { longestWait: 1000 });
    await playlists.insert(blank, [['tr-1', 1]]);
    const renamed = (name: string, work = async () => {}) =>
      playlists.write(ana, { id: 'pl-1' }, async ({ playlist, tracks }) => {
        await work();
        return { playlist: { ...playlist, name }, tracks };
      });
    const tooLong = () => new Promise<void>((resolve) => setTimeout(resolve, 1100));
    const [first, second] = await Promise.allSettled([renamed('first', tooLong), renamed('second')]);
    expect(first!.status).toBe('fulfilled');
    expect(second).toMatchObject({ reason: errorOf('UNAVAILABLE', { retryAfter: 1 }) });
    expect(await db.collection<StoredPlaylist>('playlists').get('pl-1')).toMatchObject({
      name: 'first',
      rev: 2,
    });
  });
});
