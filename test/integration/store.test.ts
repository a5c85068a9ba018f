import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDatabase } from '../../mixins/store/store.ts';
import type { Collection, Database, Doc } from '../../mixins/store/types.ts';
import { stores } from '../support/stores.ts';

interface Song extends Doc {
  artist: string;
  title: string;
  plays?: number;
  loved?: boolean;
  isrc?: string;
  extra?: { note: string; list: number[] };
}

const collections = {
  songs: {
    fields: { artist: 'string', title: 'string', plays: 'number', loved: 'boolean', isrc: 'string' },
    queries: {
      byArtist: { equal: ['artist'], order: ['title'] },
      byPlays: { order: ['plays'] },
      loved: { equal: ['loved'] },
      all: {},
    },
    unique: [['isrc']],
  },
  notes: {},
} as const;

describe.each(stores)('The store on $name', ({ open }) => {
  let config: Awaited<ReturnType<typeof open>>['config'];
  let cleanup: () => Promise<void>;
  let db: Database;
  let songs: Collection<Song>;

  const start = async () => {
    db = await openDatabase(config, 'test', { collections });
    songs = db.collection<Song>('songs');
  };
  const song = (id: string, title = id, more: Partial<Song> = {}) => ({
    _id: id,
    artist: 'A',
    title,
    ...more,
  });
  const ids = (docs: Doc[]) => docs.map(({ _id }) => _id);

  beforeEach(async () => {
    ({ config, cleanup } = await open());
    await start();
  });
  afterEach(async () => {
    await db.close();
    await cleanup();
  });

  it('gives back what was inserted, whole, also after it was closed and opened again', async () => {
    const extra = { note: 'São Tomé 東京 \u0000 “quoted”', list: [1, 2.5, -3] };
    await songs.insert(song('one', 'One', { plays: 3, loved: true, extra }));
    await db.close();
    await start();
    expect(await songs.get('one')).toEqual({
      _id: 'one',
      rev: 1,
      artist: 'A',
      title: 'One',
      plays: 3,
      loved: true,
      extra,
    });
    expect(await songs.get('two')).toBeNull();
  });

  it('leaves out values that are undefined', async () => {
    await songs.insert({ ...song('one'), plays: undefined } as Song);
    expect(Object.keys((await songs.get('one'))!).sort()).toEqual(['_id', 'artist', 'rev', 'title']);
  });

  it('refuses a second document of the same id, and of the same unique field', async () => {
    await songs.insert(song('one', 'One', { isrc: 'X1' }));
    await expect(songs.insert(song('one'))).rejects.toMatchObject({ type: 'ALREADY_EXISTS' });
    await expect(songs.insert(song('two', 'Two', { isrc: 'X1' }))).rejects.toMatchObject({
      type: 'ALREADY_EXISTS',
    });
    expect(await songs.count('all')).toBe(1);
  });

  it('lets any number of documents lack a unique field', async () => {
    await songs.insert(song('one'));
    await songs.insert(song('two'));
    expect(await songs.count('all')).toBe(2);
  });

  it('updates what has not changed since it was read, and drops fields that are gone', async () => {
    const first = await songs.insert(song('one', 'One', { plays: 3 }));
    const { plays: _, ...without } = first;
    expect(await songs.update({ ...without, title: 'Uno' })).toMatchObject({ rev: 2 });
    expect(await songs.get('one')).toEqual({ _id: 'one', rev: 2, artist: 'A', title: 'Uno' });
  });

  it('says CONFLICT to the loser of a race, and NOT_FOUND for what is gone', async () => {
    const seen = await songs.insert(song('one'));
    const results = await Promise.allSettled([
      songs.update({ ...seen, title: 'left' }),
      songs.update({ ...seen, title: 'right' }),
    ]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { type: 'CONFLICT' },
    });
    await expect(songs.update({ ...seen, _id: 'gone' })).rejects.toMatchObject({ type: 'NOT_FOUND' });
  });

  it('removes, and says whether there was one', async () => {
    const seen = await songs.insert(song('one'));
    await songs.update(seen);
    await expect(songs.remove('one', seen.rev)).rejects.toMatchObject({ type: 'CONFLICT' });
    expect(await songs.remove('one')).toBe(true);
    expect(await songs.remove('one')).toBe(false);
  });

  it('gets many in the order asked for, repeated and missing ones too', async () => {
    await songs.insert(song('one'));
    await songs.insert(song('two'));
    const found = await songs.getMany(['two', 'none', 'one', 'two']);
    expect(found.map((doc) => doc?._id)).toEqual(['two', undefined, 'one', 'two']);
  });

  it('pages through a query without losing or repeating one, in both directions, ties included', async () => {
    const titles = ['b', 'a', 'c', 'b', 'b', 'ä', 'Z', '東'];
    for (const [n, title] of titles.entries()) await songs.insert(song(`s${n}`, title));
    await songs.insert({ ...song('other'), artist: 'B' });
    for (const descending of [false, true]) {
      const seen: Song[] = [];
      for (;;) {
        const after = seen.at(-1);
        const page = await songs.query(
          'byArtist',
          { artist: 'A' },
          { limit: 3, descending, ...(after ? { after } : {}) },
        );
        if (page.length === 0) break;
        seen.push(...page);
      }
      const expected = ['Z', 'a', 'b', 'b', 'b', 'c', 'ä', '東'];
      expect(seen.map(({ title }) => title)).toEqual(descending ? expected.toReversed() : expected);
      expect(new Set(ids(seen)).size).toBe(titles.length);
    }
  });

  it('answers ranges with both ends included, leaving out documents without the field', async () => {
    for (const plays of [1, 2, 3, 4]) await songs.insert(song(`s${plays}`, 'x', { plays }));
    await songs.insert(song('never'));
    expect(ids(await songs.query('byPlays', {}, { from: 2, to: 3 }))).toEqual(['s2', 's3']);
    expect(ids(await songs.query('byPlays', {}, { descending: true, limit: 2 }))).toEqual(['s4', 's3']);
    expect(await songs.count('byPlays')).toBe(4);
  });

  it('picks fields, whatever the order they were stored in, and leaves out those that a document lacks', async () => {
    await songs.insert(song('one', 'b', { plays: 1.1, loved: true }));
    await songs.insert(song('two', 'a', { plays: 1795355706493.7358, loved: false, isrc: '' }));
    await songs.insert(song('three', 'c'));
    const picked = await songs.pick(['title', 'loved', 'plays', 'isrc'], 'byArtist', { artist: 'A' });
    expect(picked.map((doc) => ({ ...doc }))).toEqual([
      { _id: 'two', title: 'a', loved: false, plays: 1795355706493.7358, isrc: '' },
      { _id: 'one', title: 'b', loved: true, plays: 1.1 },
      { _id: 'three', title: 'c' },
    ]);
    expect(picked.every((doc) => !('artist' in doc) && !('rev' in doc))).toBe(true);
    expect(Object.keys(picked[2]!).sort()).toEqual(['_id', 'title']);
  });

  it('picks fields page by page, in both directions', async () => {
    for (const n of [3, 1, 2, 5, 4]) await songs.insert(song(`s${n}`, 'x', { plays: n % 3 }));
    for (const descending of [false, true]) {
      const seen: Pick<Song, '_id' | 'plays'>[] = [];
      for (;;) {
        const after = seen.at(-1);
        const range = { from: 0, to: 1, limit: 2, descending, ...(after ? { after } : {}) };
        const page = await songs.pick(['plays'], 'byPlays', {}, range);
        seen.push(...page);
        if (page.length < 2) break;
      }
      const expected = ['s3', 's1', 's4'];
      expect(seen.map(({ _id }) => _id)).toEqual(descending ? expected.toReversed() : expected);
    }
  });

  it('picks declared fields only', async () => {
    await expect(songs.pick(['extra'], 'all')).rejects.toThrow(/declares no field 'extra'/);
    await expect(songs.pick(['title'], 'byTitle')).rejects.toThrow(/declares no query/);
  });

  it('compares booleans', async () => {
    await songs.insert(song('one', 'x', { loved: true }));
    await songs.insert(song('two', 'x', { loved: false }));
    expect(ids(await songs.query('loved', { loved: true }))).toEqual(['one']);
  });

  it('refuses a query that was not declared, and values that do not fit', async () => {
    await expect(songs.query('byTitle')).rejects.toThrow(/declares no query/);
    await expect(songs.query('byArtist')).rejects.toThrow(/compares artist/);
    await expect(songs.query('loved', { loved: true }, { from: 1 })).rejects.toThrow(/no range/);
    await expect(songs.query('all', {}, { limit: 10_001 })).rejects.toMatchObject({ type: 'BAD_PARAMETER' });
  });

  it('commits several writes over collections in their order', async () => {
    await songs.insert(song('old'));
    const kept = await songs.insert(song('kept'));
    await db.commit([
      { collection: 'songs', put: song('one', 'first') },
      { collection: 'songs', put: song('one', 'second') },
      { collection: 'songs', update: { ...kept, title: 'new' } as Song },
      { collection: 'songs', remove: 'old' },
      { collection: 'notes', insert: { _id: 'done' } },
    ]);
    expect(await songs.get('one')).toMatchObject({ title: 'second', rev: 1 });
    expect(await songs.get('kept')).toMatchObject({ title: 'new', rev: 2 });
    expect(await songs.get('old')).toBeNull();
    expect(await db.collection('notes').get('done')).toEqual({ _id: 'done', rev: 1 });
  });

  it('stops a commit at what fails, so that nothing after it is stored', async () => {
    await db.collection('notes').insert({ _id: 'fence' });
    await expect(
      db.commit([
        { collection: 'notes', insert: { _id: 'fence' } },
        { collection: 'songs', put: song('after') },
      ]),
    ).rejects.toMatchObject({ type: 'ALREADY_EXISTS' });
    expect(await songs.get('after')).toBeNull();
  });

  it('acknowledges a thousand writes at once, each of which is there', async () => {
    await Promise.all(Array.from({ length: 1000 }, (_, n) => songs.insert(song(`s${n}`, 'x', { plays: n }))));
    expect(await songs.count('byPlays')).toBe(1000);
  });

  it('refuses a database of a newer version', async () => {
    await db.close();
    db = await openDatabase(config, 'test', { collections, version: 7 });
    await db.close();
    await expect(openDatabase(config, 'test', { collections, version: 6 })).rejects.toThrow(/newer version/);
    db = await openDatabase(config, 'test', { collections, version: 7 });
  });

  it('makes and fills the index of a field that is declared later', async () => {
    await db.close();
    db = await openDatabase(config, 'test', { collections: { songs: {} } });
    // As exact as a number is: the last digits of a time tell whether a file has changed.
    const plays = 1795355706493.7358;
    await db.collection<Song>('songs').insert(song('one', 'x', { plays, loved: true }));
    await db.close();
    await start();
    expect(ids(await songs.query('byPlays', {}, { from: plays, to: plays }))).toEqual(['one']);
    const [picked] = await songs.pick(['plays', 'loved'], 'byPlays');
    expect({ ...picked }).toEqual({ _id: 'one', plays, loved: true });
  });

  it('keeps the databases of two services apart', async () => {
    const other = await openDatabase(config, 'other', { collections });
    await other.collection<Song>('songs').insert(song('theirs'));
    expect(await songs.get('theirs')).toBeNull();
    await other.close();
  });
});
