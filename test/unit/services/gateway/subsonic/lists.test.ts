import { beforeEach, describe, expect, it } from '@jest/globals';
import { CantigaError } from '../../../../../errors.ts';
import { type Answer, Engine, entries, NOW } from './engine.ts';
import { TRACKS } from './library.ts';

let engine: Engine;
beforeEach(() => {
  engine = new Engine();
});

const ids = (items: Answer | undefined) => (items as unknown as { id: string }[]).map(({ id }) => id);
const paramsOf = (name: string) => engine.calls.find((call) => call.name === name)?.params;

describe('given lists of albums', () => {
  for (const [type, order] of [
    ['random', 'random'],
    ['newest', 'added'],
    ['alphabeticalByName', 'name'],
    ['alphabeticalByArtist', 'artist'],
  ]) {
    it(`when ${type} is asked for, then the catalog orders by ${order}`, async () => {
      await engine.json('getAlbumList2', { type: type!, size: '3', offset: '1', musicFolderId: '2' });
      expect(paramsOf('catalog.listAlbumEntries')).toEqual({ order, limit: 3, offset: 1, folder: 2 });
    });
  }

  it('when byGenre is asked for, then only that genre is listed', async () => {
    await engine.json('getAlbumList', { type: 'byGenre', genre: 'Folk', fromYear: '1990' });
    expect(paramsOf('catalog.listAlbums')).toEqual({
      order: 'name',
      genre: 'Folk',
      limit: 10,
      offset: 0,
    });
  });

  it('when starred is asked for, then it pages through the starred ones of the folder', async () => {
    await engine.json('star', { id: ['al-river', 'al-light', 'al-hush'] });
    const list = async (params: Record<string, string>) =>
      ids((await engine.json('getAlbumList2', { type: 'starred', ...params })).albumList2?.album);
    expect(await list({})).toEqual(['al-river', 'al-light', 'al-hush']);
    expect(await list({ offset: '1', size: '1' })).toEqual(['al-light']);
    expect(await list({ musicFolderId: '2' })).toEqual(['al-river']);
  });

  it('when highest is asked for, then the best rated come first', async () => {
    await engine.json('setRating', { id: 'al-hush', rating: '3' });
    await engine.json('setRating', { id: 'al-north', rating: '5' });
    const { albumList } = await engine.json('getAlbumList', { type: 'highest' });
    expect(ids(albumList?.album)).toEqual(['al-north', 'al-hush']);
  });

  it('when frequent or recent is asked for, then it pages through what was played most, or last', async () => {
    for (const [id, plays, last] of [
      ['al-hush', 1, '2026-02-04T00:00:00.000Z'],
      ['al-light', 9, '2026-02-01T00:00:00.000Z'],
      ['al-river', 3, '2026-02-03T00:00:00.000Z'],
    ] as const)
      engine.plays.set(id, { plays, last });
    const list = async (type: string, params = {}) =>
      ids((await engine.json('getAlbumList2', { type, ...params })).albumList2?.album);
    expect(await list('frequent')).toEqual(['al-light', 'al-river', 'al-hush']);
    expect(await list('recent')).toEqual(['al-hush', 'al-river', 'al-light']);
    expect(await list('recent', { offset: '1', size: '1' })).toEqual(['al-river']);
    expect(await list('recent', { offset: '3' })).toEqual([]);
    expect(await list('recent', { size: '0' })).toEqual([]);
    expect(await list('frequent', { musicFolderId: '2' })).toEqual(['al-river']);
  });

  it('when albums that were played are no more, then the pages are full without them', async () => {
    for (let i = 0; i < 700; i++) engine.plays.set(`al-gone${i}`, { plays: 1000 - i, last: NOW });
    engine.plays.set('al-hush', { plays: 2, last: NOW });
    engine.plays.set('al-north', { plays: 1, last: NOW });
    for (const offset of ['0', '1']) {
      const { albumList } = await engine.json('getAlbumList', { type: 'frequent', size: '1', offset });
      expect(ids(albumList?.album)).toEqual([['al-hush', 'al-north'][Number(offset)]]);
    }
  });

  it('when the playback does not answer, then a list of what was played fails, instead of being empty', async () => {
    engine.failing.set('playback.played', new CantigaError('UNAVAILABLE', 'Later.'));
    expect(await engine.error('getAlbumList2', { type: 'recent' })).toMatchObject({ message: 'Later.' });
  });

  it('when none are wanted, then none come', async () => {
    expect((await engine.json('getAlbumList2', { type: 'newest', size: '0' })).albumList2).toEqual({
      album: [],
    });
    expect((await engine.json('getRandomSongs', { size: '0' })).randomSongs).toEqual({ song: [] });
  });
});

describe('given lists of songs', () => {
  it('when random ones are asked for, then with the filters given, and 500 at most', async () => {
    await engine.json('getRandomSongs', {
      size: '501',
      genre: 'Folk',
      fromYear: '1980',
      toYear: '1990',
      musicFolderId: '1',
    });
    expect(paramsOf('catalog.listTrackEntries')).toEqual({
      ...{ order: 'random', genre: 'Folk', fromYear: 1980, toYear: 1990, folder: 1, limit: 500, offset: 0 },
    });
  });

  it('when starred ones have vanished, then they are left out', async () => {
    await engine.json('star', { id: ['tr-8', 'tr-5', 'tr-1'] });
    expect(ids((await engine.json('getStarred2')).starred2?.song)).toEqual(['tr-5', 'tr-1']);
    expect(ids((await engine.json('getStarred2', { musicFolderId: '2' })).starred2?.song)).toEqual(['tr-5']);
  });

  it('when the old search is asked, then it tells whether there is more', async () => {
    const { searchResult } = await engine.json('search', { any: 'h', count: '2', offset: '1' });
    expect(searchResult).toMatchObject({ offset: 1, totalHits: 2 });
    expect(ids(searchResult?.match)).toEqual(['tr-7']);
    const first = await engine.json('search', { title: 'h', count: '1' });
    expect(first.searchResult).toMatchObject({ offset: 0, totalHits: 2 });
    const newer = await engine.json('search', { any: 'Вода', newerThan: `${Date.parse('2025-06-01')}` });
    expect(newer.searchResult?.match).toEqual([]);
  });

  it('when a search is dressed as for Lucene, then it is undressed', async () => {
    await engine.json('search2', { query: 'fila* "bulb"' });
    expect(paramsOf('catalog.search')).toMatchObject({ query: 'fila   bulb' });
  });
});

describe('given pages larger than a message of the bus', () => {
  it('when a client wants thousands of songs, then they are fetched in pieces until there are no more', async () => {
    const page = TRACKS.slice(0, 1);
    const pages = [500, 500, 120, 0].map((length) => Array.from({ length }, () => page[0]!));
    let fetched = 0;
    engine.answers.set('catalog.searchEntries', () => ({
      artists: entries([]),
      albums: entries([]),
      tracks: entries(pages[fetched++]!),
    }));
    const wanted = { artistCount: '0', albumCount: '20', songCount: '5000', songOffset: '7' };
    const { searchResult3 } = await engine.json('search3', { query: '', ...wanted });
    expect(searchResult3?.song).toHaveLength(1_120);
    expect(
      engine.calls.filter(({ name }) => name === 'catalog.searchEntries').map(({ params }) => params),
    ).toEqual([
      { query: '', albums: { limit: 20, offset: 0 }, tracks: { limit: 500, offset: 7 } },
      { query: '', tracks: { limit: 500, offset: 507 } },
      { query: '', tracks: { limit: 500, offset: 1_007 } },
    ]);
  });

  it('when a playlist is long, then its songs are fetched in pieces and stay in order', async () => {
    const songId = Array.from({ length: 1_201 }, (_, index) => `tr-${(index % 7) + 1}`);
    await engine.json('createPlaylist', { name: 'Long', songId });
    engine.calls.length = 0;
    const { playlist } = await engine.json('getPlaylist', { id: 'pl-1' });
    expect(ids(playlist?.entry)).toEqual(songId);
    expect(engine.calls.filter(({ name }) => name === 'catalog.trackEntries')).toHaveLength(3);
  });

  it('when tracks of a playlist are not known, then something holds their places', async () => {
    await engine.json('createPlaylist', { name: 'Holes', songId: ['tr-1', 'tr-2', 'tr-1'] });
    engine.playlists.get('pl-1')!.tracks = ['tr-gone', 'tr-1', 'tr-gone', 'tr-2', 'tr-1', 'tr-lost'];
    await engine.json('star', { id: 'tr-1' });
    const { playlist } = await engine.json('getPlaylist', { id: 'pl-1' });
    expect(playlist?.entry).toMatchObject([
      { id: 'tr-gone', title: '[Unknown track]' },
      { id: 'tr-1', starred: expect.any(String) },
      { id: 'tr-gone', title: '[Unknown track]' },
      { id: 'tr-2' },
      { id: 'tr-1', starred: expect.any(String) },
      { id: 'tr-lost', title: '[Unknown track]' },
    ]);
  });
});

describe('given what a listener has said of the music', () => {
  it('when an album is asked for, then one call brings the stars, ratings and bookmarks of all that is in it', async () => {
    await engine.json('star', { id: ['al-north', 'tr-1'] });
    await engine.json('setRating', { id: 'tr-2', rating: '4' });
    engine.calls.length = 0;
    const { album } = await engine.json('getAlbum', { id: 'al-north' });
    const starred = '2026-02-03T04:05:06.789Z';
    expect(album).toMatchObject({
      starred,
      song: [
        { id: 'tr-1', starred },
        { id: 'tr-2', userRating: 4 },
      ],
    });
    expect(engine.calls.filter(({ name }) => name === 'profiles.annotations')).toHaveLength(1);
    expect(paramsOf('profiles.annotations')).toEqual({ ids: ['al-north', 'tr-1', 'tr-2'] });
  });

  it('when songs and albums were played, then they say how often and when last, and artists do not', async () => {
    for (const id of ['al-north', 'tr-1', 'ar-fjords']) engine.plays.set(id, { plays: 4, last: NOW });
    await engine.json('star', { id: 'tr-1' });
    const played = { playCount: 4, played: NOW };
    expect((await engine.json('getSong', { id: 'tr-1' })).song).toMatchObject({ ...played, starred: NOW });
    engine.calls.length = 0;
    const { artist } = await engine.json('getArtist', { id: 'ar-fjords' });
    expect(artist).toMatchObject({ album: [{ id: 'al-north', ...played }] });
    expect(artist).not.toHaveProperty('playCount');
    expect(engine.calls.filter(({ name }) => name === 'playback.plays')).toHaveLength(1);
    const { albumList2 } = await engine.json('getAlbumList2', { type: 'frequent' });
    expect(albumList2?.album).toMatchObject([{ id: 'al-north', ...played }]);
    const { directory } = await engine.json('getMusicDirectory', { id: 'al-north' });
    expect(directory).toMatchObject({ playCount: 4, child: [{ id: 'tr-1', ...played }, { id: 'tr-2' }] });
    expect(directory).not.toHaveProperty('played');
  });

  for (const [endpoint, params] of [
    ['getAlbum', { id: 'al-north' }],
    ['getArtists', {}],
    ['getIndexes', {}],
    ['getAlbumList2', { type: 'newest' }],
    ['search3', { query: '' }],
    ['getMusicDirectory', { id: 'ar-fjords' }],
    ['getRandomSongs', {}],
  ] as [string, Record<string, string>][]) {
    for (const action of ['profiles.annotations', 'playback.plays'])
      it(`when ${action} does not answer, then ${endpoint} goes on without`, async () => {
        engine.failing.set(action, new CantigaError('UNAVAILABLE', 'Later.'));
        expect((await engine.json(endpoint, params)).status).toBe('ok');
      });
  }
});
