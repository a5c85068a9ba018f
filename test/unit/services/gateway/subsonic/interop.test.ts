import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Envelope } from '../../../../../services/gateway/subsonic/render.ts';
import { parseXml } from '../../../../support/subsonic-xml.ts';
import { Engine, textOf } from './engine.ts';

/** What real clients trip over, one test for each. */

let engine: Engine;
beforeEach(() => {
  engine = new Engine();
});

const names = (items: unknown) => (items as { id: string }[]).map(({ id }) => id);

describe('given what real clients trip over', () => {
  it('every answer, errors too, says status, version, type, serverVersion and openSubsonic', async () => {
    const frame = { version: '1.16.1', type: 'cantiga', serverVersion: '0.1.0', openSubsonic: true };
    expect(await engine.json('ping')).toEqual({ status: 'ok', ...frame });
    for (const [endpoint, params] of [
      ['ping', { p: 'wrong' }],
      ['getSong', {}],
      ['getShares', { id: 'tr-1' }],
      ['nonsense', {}],
    ] as const) {
      const failed = await engine.json(endpoint, params);
      expect(failed).toMatchObject({ status: 'failed', ...frame, error: { code: expect.any(Number) } });
    }
  });

  it('endpoints work with and without .view', async () => {
    expect(await engine.json('getSong.view', { id: 'tr-2' })).toEqual(
      await engine.json('getSong', { id: 'tr-2' }),
    );
  });

  it('ids of music folders are numbers, all others strings', async () => {
    const { musicFolders } = await engine.json('getMusicFolders');
    expect(names(musicFolders?.musicFolder)).toEqual([1, 2]);
    const { user } = await engine.json('getUser', { username: 'lena' });
    expect(user?.folder).toEqual([1, 2]);
    expect((await engine.json('getSong', { id: 'tr-1' })).song).toMatchObject({
      id: 'tr-1',
      parent: 'al-north',
    });
  });

  it('star takes any kind of id, and several', async () => {
    await engine.json('star', {
      id: ['tr-1', 'al-north'],
      albumId: ['al-hush'],
      artistId: ['ar-delta', 'ar-lamps'],
    });
    const { starred2 } = await engine.json('getStarred2');
    expect(names(starred2?.song)).toEqual(['tr-1']);
    expect(names(starred2?.album)).toEqual(['al-north', 'al-hush']);
    expect(names(starred2?.artist)).toEqual(['ar-delta', 'ar-lamps']);
    await engine.json('unstar', { id: ['tr-1', 'al-north', 'ar-delta'] });
    const { starred } = await engine.json('getStarred');
    expect([starred?.song, names(starred?.album), names(starred?.artist)]).toEqual([
      [],
      ['al-hush'],
      ['ar-lamps'],
    ]);
  });

  it('there are no nulls, lists are lists when empty, and supported OpenSubsonic fields appear when empty', async () => {
    const answer = (await engine.ask('getSong', { id: 'tr-2' })) as Envelope;
    expect(textOf(answer)).not.toContain('null');
    expect((await engine.json('getSong', { id: 'tr-2' })).song).toMatchObject({
      ...{ isrc: [], moods: [], groupings: [], contributors: [], replayGain: {} },
      ...{ comment: '', sortName: '', musicBrainzId: '', explicitStatus: '', displayComposer: '' },
    });
    const { searchResult3 } = await engine.json('search3', { query: 'nothing like it' });
    expect(searchResult3).toEqual({ artist: [], album: [], song: [] });
    expect((await engine.json('getStarred2')).starred2).toEqual({ artist: [], album: [], song: [] });
    expect((await engine.json('getPlaylists')).playlists).toEqual({ playlist: [] });
    expect((await engine.json('getBookmarks')).bookmarks).toEqual({ bookmark: [] });
    expect((await engine.json('createPlaylist', { name: 'Empty' })).playlist).toMatchObject({ entry: [] });
  });

  for (const query of ['', '""']) {
    it(`search3 with the query ${JSON.stringify(query)} pages through the whole library`, async () => {
      const found: string[] = [];
      for (let songOffset = 0; ; songOffset += 2) {
        const paging = { artistCount: '0', albumCount: '0', songCount: '2', songOffset: `${songOffset}` };
        const { searchResult3 } = await engine.json('search3', { query, ...paging });
        const page = names(searchResult3?.song);
        if (page.length === 0) break;
        found.push(...page);
      }
      expect(found).toEqual(['tr-1', 'tr-2', 'tr-3', 'tr-4', 'tr-5', 'tr-6', 'tr-7']);
    });
  }

  it('search3 looks for nothing of which none is wanted', async () => {
    await engine.json('search3', { query: 'x', artistCount: '0', albumCount: '0', songCount: '500' });
    expect(engine.calls.find(({ name }) => name === 'catalog.searchEntries')?.params).toEqual({
      query: 'x',
      tracks: { limit: 500, offset: 0 },
    });
  });

  it('old versions are accepted', async () => {
    for (const v of ['1.2.0', '1.13.0', '1.16.1', '1.8']) {
      expect((await engine.json('ping', { v })).status).toBe('ok');
    }
  });

  it('without f the answer is XML', async () => {
    const answer = (await engine.ask('ping', { f: [] })) as Envelope;
    expect(answer.contentType).toMatch(/^text\/xml/);
    expect(parseXml(textOf(answer))).toMatchObject({
      name: 'subsonic-response',
      attributes: { status: 'ok' },
    });
  });

  it('getOpenSubsonicExtensions works without any parameter', async () => {
    const query = new URLSearchParams('f=json');
    const answer = await engine.subsonic.handle({
      endpoint: 'getOpenSubsonicExtensions',
      query,
      address: '::1',
    });
    expect(JSON.parse(textOf(answer))).toMatchObject({
      'subsonic-response': {
        status: 'ok',
        openSubsonicExtensions: [
          { name: 'apiKeyAuthentication', versions: [1] },
          { name: 'formPost', versions: [1] },
          { name: 'indexBasedQueue', versions: [1] },
          { name: 'playbackReport', versions: [1] },
          { name: 'songLyrics', versions: [1] },
        ],
      },
    });
    const bare = await engine.subsonic.handle({
      endpoint: 'getOpenSubsonicExtensions',
      query: new URLSearchParams(),
      address: '::1',
    });
    expect(textOf(bare)).toContain('<openSubsonicExtensions name="formPost"><versions>1</versions>');
  });

  it('binary endpoints report errors as an envelope in the format that was asked for', async () => {
    for (const endpoint of ['stream', 'download', 'getCoverArt', 'getAvatar']) {
      expect(await engine.ask(endpoint)).toMatchObject({ kind: 'envelope', contentType: 'application/json' });
      const xml = await engine.ask(endpoint, { f: 'xml', p: 'wrong' });
      expect(xml).toMatchObject({ kind: 'envelope', contentType: expect.stringMatching(/^text\/xml/) });
    }
    const query = new URLSearchParams('f=json');
    const gone = engine.subsonic.renderError(
      { endpoint: 'stream', query, address: '::1' },
      new Error('secret'),
    );
    expect(textOf(gone)).not.toContain('secret');
    expect(JSON.parse(textOf(gone))['subsonic-response']).toMatchObject({
      status: 'failed',
      error: { code: 0 },
    });
  });

  it('maxBitRate, format and their like leave the original as it is', async () => {
    const asked = {
      id: 'tr-1',
      maxBitRate: '0',
      format: 'raw',
      estimateContentLength: 'true',
      timeOffset: '0',
    };
    expect(await engine.ask('stream', asked)).toMatchObject({
      kind: 'media',
      track: 'tr-1',
      download: false,
    });
    expect(await engine.ask('download', { id: 'tr-1' })).toMatchObject({ kind: 'media', download: true });
  });

  it('byYear accepts reversed years', async () => {
    await engine.json('getAlbumList2', { type: 'byYear', fromYear: '2020', toYear: '1980' });
    expect(engine.calls.find(({ name }) => name === 'catalog.listAlbumEntries')?.params).toMatchObject({
      order: 'year',
      fromYear: 2020,
      toYear: 1980,
    });
  });

  it('startScan looks for changes, and with fullScan reads everything', async () => {
    await engine.json('startScan', {});
    await engine.json('startScan', { fullScan: 'true' });
    const asked = engine.calls.filter(({ name }) => name === 'library.scan');
    expect(asked.map(({ params }) => params)).toEqual([{ full: false }, { full: true }]);
  });

  it('getAlbumList2 honours offset up to the end, and sizes up to 500', async () => {
    const type = 'alphabeticalByName';
    const last = await engine.json('getAlbumList2', { type, size: '500', offset: '3' });
    expect(names(last.albumList2?.album)).toEqual(['al-hush']);
    const beyond = await engine.json('getAlbumList2', { type, offset: '100000' });
    expect(beyond.albumList2).toEqual({ album: [] });
    await engine.json('getAlbumList2', { type, size: '9999' });
    const lists = engine.calls.filter(({ name }) => name === 'catalog.listAlbumEntries');
    expect(lists.at(-1)?.params).toMatchObject({ limit: 500 });
  });

  it('songIndexToRemove refers to the list before the call, duplicates stay, playlistId replaces', async () => {
    await engine.json('createPlaylist', { name: 'P', songId: ['tr-1', 'tr-2', 'tr-1', 'tr-3'] });
    await engine.json('updatePlaylist', {
      playlistId: 'pl-1',
      songIndexToRemove: ['0', '1'],
      songIdToAdd: ['tr-1', 'tr-4'],
    });
    const entries = async () => names((await engine.json('getPlaylist', { id: 'pl-1' })).playlist?.entry);
    expect(await entries()).toEqual(['tr-1', 'tr-3', 'tr-1', 'tr-4']);
    await engine.json('createPlaylist', { playlistId: 'pl-1', songId: ['tr-5', 'tr-5'] });
    expect(await entries()).toEqual(['tr-5', 'tr-5']);
    await engine.json('createPlaylist', { playlistId: 'pl-1' });
    expect(await entries()).toEqual([]);
  });

  it('a playlist keeps the place of a track that the catalog does not know', async () => {
    engine.playlists.set('pl-9', {
      ...{ id: 'pl-9', name: 'Old', comment: '', ownerId: 'us-lena', owner: 'lena', public: true },
      ...{ songCount: 2, duration: 60, created: '2024-01-01T00:00:00Z', changed: '2024-01-01T00:00:00Z' },
      rev: 1,
      tracks: ['tr-404', 'tr-2'],
    });
    const { playlist } = await engine.json('getPlaylist', { id: 'pl-9' });
    expect(names(playlist?.entry)).toEqual(['tr-404', 'tr-2']);
    expect(playlist).toMatchObject({ readonly: true, coverArt: 'pl-9' });
  });

  it('a smart playlist shows its tracks, and its owner cannot edit it', async () => {
    await engine.json('createPlaylist', { name: 'P', songId: ['tr-2'] });
    expect((await engine.json('getPlaylist', { id: 'pl-1' })).playlist).toMatchObject({ readonly: false });
    engine.playlists.set('pl-1', { ...engine.playlists.get('pl-1')!, smart: true });
    const { playlist } = await engine.json('getPlaylist', { id: 'pl-1' });
    expect(names(playlist?.entry)).toEqual(['tr-2']);
    expect(playlist).toMatchObject({ readonly: true });
    const { playlists } = await engine.json('getPlaylists');
    expect(playlists?.playlist).toMatchObject([{ id: 'pl-1', readonly: true }]);
  });

  it('ratings of 0 are left out', async () => {
    engine.ratings.set('tr-2', 0);
    expect((await engine.json('getSong', { id: 'tr-2' })).song).not.toHaveProperty('userRating');
  });

  it('playlists say entry, albums song, directories child, searches match', async () => {
    await engine.json('createPlaylist', { name: 'P', songId: ['tr-2'] });
    expect(names((await engine.json('getPlaylist', { id: 'pl-1' })).playlist?.entry)).toEqual(['tr-2']);
    expect(names((await engine.json('getAlbum', { id: 'al-light' })).album?.song)).toEqual(['tr-3', 'tr-4']);
    const { directory } = await engine.json('getMusicDirectory', { id: 'al-light' });
    expect(names(directory?.child)).toEqual(['tr-3', 'tr-4']);
    expect(names((await engine.json('search', { any: 'Ebb' })).searchResult?.match)).toEqual(['tr-2']);
  });

  for (const id of ['pl-1', 'pl-pl-1']) {
    it(`the cover of a playlist may be asked as ${id}`, async () => {
      expect(await engine.ask('getCoverArt', { id })).toMatchObject({ kind: 'cover', coverId: 'pl-1' });
    });
  }

  it('a user has all twelve roles', async () => {
    const roles = [
      ...[
        'adminRole',
        'settingsRole',
        'downloadRole',
        'uploadRole',
        'playlistRole',
        'coverArtRole',
        'commentRole',
      ],
      ...['podcastRole', 'streamRole', 'jukeboxRole', 'shareRole', 'videoConversionRole'],
    ];
    for (const [username, admin] of [
      ['admin', true],
      ['lena', false],
    ] as const) {
      const { user } = await engine.json('getUser', { username });
      expect(user).toMatchObject({
        scrobblingEnabled: true,
        adminRole: admin,
        downloadRole: true,
        streamRole: true,
      });
      expect(
        Object.keys(user!)
          .filter((key) => key.endsWith('Role'))
          .sort(),
      ).toEqual(roles.sort());
    }
  });

  it('bookmark positions are milliseconds, on the bookmark and on the song', async () => {
    await engine.json('createBookmark', { id: 'tr-1', position: '61500', comment: 'here' });
    const { bookmarks } = await engine.json('getBookmarks');
    expect(bookmarks?.bookmark).toMatchObject([
      {
        position: 61_500,
        username: 'admin',
        comment: 'here',
        entry: { id: 'tr-1', bookmarkPosition: 61_500 },
      },
    ]);
  });

  it('an endpoint that is not offered, or not known, answers with an envelope too', async () => {
    expect(await engine.error('getShares')).toMatchObject({
      code: 0,
      message: expect.stringContaining('offered'),
    });
    expect(await engine.error('toString')).toMatchObject({ code: 70 });
    expect(await engine.error('__proto__')).toMatchObject({ code: 70 });
  });
});
