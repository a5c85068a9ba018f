import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import catalog from '../../../services/catalog/catalog.service.ts';
import { artistId } from '../../../services/catalog/ids.ts';
import { type FakeLibrary, fakeLibrary } from '../../support/catalog/fake-library.ts';
import { contents } from '../../support/catalog/index-under-test.ts';
import { change, library as generate } from '../../support/catalog/synthetic.ts';
import { errorOf, eventually, type Rooms, startRooms } from '../../support/rooms.ts';
import { stores } from '../../support/stores.ts';

describe.each(stores)('the catalog, on $name', (store) => {
  let library: FakeLibrary;
  let rooms: Rooms;
  beforeEach(async () => {
    library = fakeLibrary();
    rooms = await startRooms(store, catalog, library.schema);
  });
  afterEach(() => rooms.stop());

  const say = (...commits: Parameters<FakeLibrary['add']>) => {
    library.add(...commits);
    rooms.broker.broadcast('library.changed', {});
  };
  const listed = (tracks: number) =>
    eventually(async () => {
      try {
        return (await rooms.service('catalog.stats', {})).tracks === tracks;
      } catch {
        return false;
      }
    });
  const file = () => join(rooms.broker.config.data, 'catalog-index.db');
  const answers = async () => ({
    artists: await rooms.service('catalog.artists', {}),
    albums: await rooms.service('catalog.listAlbums', { order: 'name', limit: 500, offset: 0 }),
    tracks: await rooms.service('catalog.search', { query: '', tracks: { limit: 500, offset: 0 } }),
    hits: await rooms.service('catalog.search', { query: 'lo', tracks: { limit: 50, offset: 0 } }),
    genres: await rooms.service('catalog.genres', {}),
    stats: await rooms.service('catalog.stats', {}),
  });

  it('shows what the library tells, as it changes', async () => {
    say([change('1', { title: 'Sexy Boy', album: 'Moon', artists: [{ name: 'Air' }], genres: ['Pop'] })]);
    await listed(1);
    const [track] = (await rooms.service('catalog.listTracks', { order: 'title', limit: 10, offset: 0 }))!;
    const album = await rooms.service('catalog.album', { id: track!.albumId });
    expect(album).toMatchObject({ name: 'Moon', songCount: 1, tracks: [{ title: 'Sexy Boy' }] });
    expect(await rooms.service('catalog.artist', { id: artistId('Air') })).toMatchObject({
      albums: [{ name: 'Moon' }],
    });

    say([change('1', { title: 'Sexy Boy', album: 'Moon Safari', artists: [{ name: 'Air' }] })]);
    await eventually(async () => (await rooms.service('catalog.genres', {})).length === 0);
    await expect(rooms.service('catalog.album', { id: album.id })).rejects.toEqual(errorOf('NOT_FOUND'));

    say([change('1', {}, { missing: true })]);
    await listed(0);
    expect(await rooms.service('catalog.resolve', { ids: ['tr-1'] })).toMatchObject([{ missing: true }]);
  });

  it('tells this node when there is something new to see', async () => {
    const seen: number[] = [];
    rooms.broker.createService({
      name: 'listener',
      events: { 'catalog.changed': (ctx: { params: { pos: number } }) => void seen.push(ctx.params.pos) },
    });
    say([change('1')]);
    await eventually(async () => seen.includes(1));
    expect((await rooms.service('catalog.stats', {})).position).toBe(1);
  });

  it('answers with lyrics from the store', async () => {
    const lyrics = [{ lang: 'eng', synced: true, lines: [{ start: 10, value: 'La' }] }];
    say([change('1', { lyrics }), change('2')]);
    await listed(2);
    expect(await rooms.service('catalog.lyrics', { id: 'tr-1' })).toEqual(lyrics);
    expect(await rooms.service('catalog.lyrics', { id: 'tr-2' })).toEqual([]);
    await expect(rooms.service('catalog.lyrics', { id: 'tr-3' })).rejects.toEqual(errorOf('NOT_FOUND'));
    const { tracks } = await rooms.service('catalog.search', { query: '', tracks: { limit: 1, offset: 0 } });
    expect(tracks[0]).toMatchObject({ hasLyrics: true });
    expect(tracks[0]).not.toHaveProperty('lyrics');
  });

  it('resolves tens of thousands of ids', async () => {
    say([...generate(100)]);
    await listed(100);
    const { tracks } = await rooms.service('catalog.search', {
      query: '',
      tracks: { limit: 100, offset: 0 },
    });
    const ids = Array.from({ length: 50_000 }, (_, i) => tracks[i % 100]!.id);
    const items = await rooms.service('catalog.resolve', { ids });
    expect(items.map((item) => item?.id)).toEqual(ids);
  });

  it('refuses parameters that make no sense', async () => {
    const list = (params: object) => rooms.service('catalog.listAlbums', params as never);
    const good = { order: 'name', limit: 10, offset: 0 };
    for (const bad of [
      { limit: 501 },
      { limit: -1 },
      { offset: -1 },
      { offset: 1.5 },
      { order: 'x' },
      { more: 1 },
      { limit: '5' },
    ]) {
      await expect(list({ ...good, ...bad })).rejects.toMatchObject({ code: 422 });
    }
    await expect(rooms.service('catalog.resolve', { ids: Array(50_001).fill('tr-1') })).rejects.toMatchObject(
      { code: 422 },
    );
    expect(await list({ ...good, offset: Number.MAX_SAFE_INTEGER })).toEqual([]);
    await expect(rooms.anyone('catalog.stats', {})).rejects.toEqual(errorOf('SIGNED_OUT'));
  });

  describe('with an index that', () => {
    let before: Awaited<ReturnType<typeof answers>>;
    let image: unknown;
    beforeEach(async () => {
      const changes = [...generate(700)];
      const commits = Array.from({ length: 14 }, (_, i) => changes.slice(i * 50, i * 50 + 50));
      say(...commits, [{ ...changes[3]!, missing: true }], [change('late', { title: 'Late' })]);
      await listed(700);
      before = await answers();
      image = contents(file());
    });

    const damaged = async (damage: () => void) => {
      // The same folder and store, as after a stop.
      const { broker } = rooms;
      const stop = broker.stop.bind(broker);
      broker.stop = async () => {
        await stop();
        damage();
      };
      rooms = await rooms.restart();
      await listed(700);
    };
    const sameAsBefore = async () => {
      await eventually(async () => {
        return isDeepStrictEqual(await rooms.service('catalog.stats', {}), before.stats);
      });
      expect(await answers()).toEqual(before);
      expect(contents(file())).toEqual(image);
    };

    it('is in place, answers at once after a restart', async () => {
      await damaged(() => {});
      await sameAsBefore();
    });

    it('was deleted, makes it anew', async () => {
      await damaged(() => rmSync(file()));
      await sameAsBefore();
    });

    it('is no database, makes it anew', async () => {
      await damaged(() => {
        for (const suffix of ['-wal', '-shm']) rmSync(file() + suffix, { force: true });
        writeFileSync(file(), 'this is not a database, and long enough to be looked at as one'.repeat(100));
      });
      await sameAsBefore();
    });

    it('is of a newer version, makes it anew', async () => {
      await damaged(() => {
        const db = new DatabaseSync(file());
        db.exec('PRAGMA user_version = 999');
        db.close();
      });
      await sameAsBefore();
    });

    it('is of another history, makes it equal to the store', async () => {
      await damaged(() => {
        const db = new DatabaseSync(file());
        db.exec("UPDATE state SET at = 5; UPDATE track SET doc = replace(doc, 'mp3', 'ogg')");
        db.close();
      });
      await sameAsBefore();
    });

    it('is damaged inside, makes it anew as soon as it is noticed', async () => {
      await damaged(() => {
        expect(existsSync(`${file()}-wal`)).toBe(false);
        const db = new DatabaseSync(file());
        const { root } = db
          .prepare("SELECT rootpage AS root FROM sqlite_master WHERE name = 'album_name'")
          .get() as {
          root: number;
        };
        const { page_size: size } = db.prepare('PRAGMA page_size').get() as { page_size: number };
        db.close();
        overwrite(file(), (root - 1) * size, size);
      });
      await eventually(async () => {
        try {
          const albums = await rooms.service('catalog.listAlbums', { order: 'name', limit: 500, offset: 0 });
          return albums.length === before.albums.length;
        } catch (error) {
          expect(error).toEqual(errorOf('UNAVAILABLE'));
          return false;
        }
      });
      await sameAsBefore();
    });
  });
});

/** Makes a page of a file nonsense. */
function overwrite(file: string, start: number, length: number): void {
  writeFileSync(file, readFileSync(file).fill(0xab, start, start + length));
}
