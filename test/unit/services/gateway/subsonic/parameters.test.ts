import { beforeEach, describe, expect, it } from '@jest/globals';
import { ENVELOPES } from '../../../../../services/gateway/subsonic/endpoints.ts';
import { Engine, textOf } from './engine.ts';

type Params = Record<string, string | string[]>;

let engine: Engine;
beforeEach(() => {
  engine = new Engine();
});

const plain = (xml: string) => xml.replaceAll('&apos;', "'");

describe('given a parameter that cannot be used', () => {
  for (const [endpoint, params, named] of [
    ['getMusicDirectory', {}, 'id'],
    ['getArtist', {}, 'id'],
    ['getAlbum', { id: '' }, 'id'],
    ['getSong', {}, 'id'],
    ['getArtistInfo2', {}, 'id'],
    ['getAlbumInfo', {}, 'id'],
    ['getAlbumList', {}, 'type'],
    ['getAlbumList2', { type: 'byYear', fromYear: '1990' }, 'toYear'],
    ['getAlbumList2', { type: 'byYear', toYear: '1990' }, 'fromYear'],
    ['getAlbumList2', { type: 'byGenre' }, 'genre'],
    ['getSongsByGenre', {}, 'genre'],
    ['search', {}, 'any'],
    ['search2', {}, 'query'],
    ['search3', {}, 'query'],
    ['getPlaylist', {}, 'id'],
    ['createPlaylist', {}, 'name'],
    ['updatePlaylist', {}, 'playlistId'],
    ['deletePlaylist', {}, 'id'],
    ['stream', {}, 'id'],
    ['download', {}, 'id'],
    ['getCoverArt', {}, 'id'],
    ['getAvatar', {}, 'username'],
    ['getLyricsBySongId', {}, 'id'],
    ['star', {}, 'id'],
    ['unstar', {}, 'id'],
    ['setRating', { rating: '1' }, 'id'],
    ['setRating', { id: 'tr-1' }, 'rating'],
    ['createBookmark', { position: '1' }, 'id'],
    ['createBookmark', { id: 'tr-1' }, 'position'],
    ['deleteBookmark', {}, 'id'],
    ['getUser', {}, 'username'],
    ['createUser', { password: 'x', email: 'x' }, 'username'],
    ['createUser', { username: 'x', email: 'x' }, 'password'],
    ['createUser', { username: 'x', password: 'x' }, 'email'],
    ['updateUser', {}, 'username'],
    ['deleteUser', {}, 'username'],
    ['changePassword', { username: 'x' }, 'password'],
    ['changePassword', { password: 'x' }, 'username'],
    ['ping', { f: 'jsonp' }, 'callback'],
  ] as [string, Params, string][]) {
    it(`when ${endpoint} lacks ${named}, then the error is 10 and names it`, async () => {
      const body = textOf(await engine.ask(endpoint, { f: 'xml', ...params }));
      expect(plain(body)).toContain(`<error code="10" message="Parameter '${named}' is missing."/>`);
    });
  }

  const long = 'x'.repeat(100_000);
  for (const [endpoint, params, named] of [
    ['getAlbumList', { type: 'bestest' }, 'type'],
    ['getAlbumList2', { type: 'newest', size: '-1' }, 'size'],
    ['getAlbumList2', { type: 'newest', size: 'ten' }, 'size'],
    ['getAlbumList2', { type: 'newest', size: '1e3' }, 'size'],
    ['getAlbumList2', { type: 'newest', size: ['5', '6'] }, 'size'],
    ['getAlbumList2', { type: 'newest', offset: '-5' }, 'offset'],
    ['getAlbumList2', { type: 'newest', offset: '99999999999999999999' }, 'offset'],
    ['getAlbumList2', { type: 'newest', musicFolderId: 'all' }, 'musicFolderId'],
    ['getAlbumList2', { type: 'byYear', fromYear: 'x', toYear: '1990' }, 'fromYear'],
    ['getAlbumList2', { type: 'byYear', fromYear: '1990', toYear: '19900' }, 'toYear'],
    ['getAlbumList2', { type: 'byGenre', genre: long }, 'genre'],
    ['getRandomSongs', { fromYear: '-1' }, 'fromYear'],
    ['getIndexes', { ifModifiedSince: 'yesterday' }, 'ifModifiedSince'],
    ['search3', { query: long }, 'query'],
    ['search3', { query: '', songCount: '-1' }, 'songCount'],
    ['search3', { query: '', albumOffset: '1.5' }, 'albumOffset'],
    ['search2', { query: '', artistCount: `${2 ** 32}` }, 'artistCount'],
    ['createPlaylist', { name: long }, 'name'],
    ['updatePlaylist', { playlistId: 'pl-1', public: 'maybe' }, 'public'],
    ['updatePlaylist', { playlistId: 'pl-1', songIndexToRemove: ['0', '-1'] }, 'songIndexToRemove'],
    ['updatePlaylist', { playlistId: 'pl-1', songIdToAdd: Array(10_001).fill('tr-1') }, 'songIdToAdd'],
    ['star', { id: Array(10_001).fill('tr-1') }, 'id'],
    ['star', { id: [long] }, 'id'],
    ['getSong', { id: long }, 'id'],
    ['getSong', { id: ['tr-1', 'tr-2'] }, 'id'],
    ['setRating', { id: 'tr-1', rating: '6' }, 'rating'],
    ['setRating', { id: 'tr-1', rating: '-1' }, 'rating'],
    ['createBookmark', { id: 'tr-1', position: '-1' }, 'position'],
    ['createBookmark', { id: 'tr-1', position: '1', comment: long }, 'comment'],
    ['stream', { id: 'tr-1', maxBitRate: 'much' }, 'maxBitRate'],
    ['stream', { id: 'tr-1', estimateContentLength: 'perhaps' }, 'estimateContentLength'],
    ['getCoverArt', { id: 'al-north', size: '0' }, 'size'],
    ['getCoverArt', { id: 'al-north', size: '1000000' }, 'size'],
    ['createUser', { username: 'x', password: 'enc:zz', email: 'x' }, 'password'],
    ['updateUser', { username: 'lena', adminRole: 'yes!' }, 'adminRole'],
    ['updateUser', { username: 'lena', jukeboxRole: 'x' }, 'jukeboxRole'],
    ['updateUser', { username: 'lena', maxBitRate: '-1' }, 'maxBitRate'],
    ['ping', { f: 'yaml' }, 'f'],
    ['ping', { f: 'jsonp', callback: 'alert(1)//' }, 'callback'],
    ['ping', { f: 'jsonp', callback: 'a'.repeat(101) }, 'callback'],
  ] as [string, Params, string][]) {
    it(`when ${endpoint} gets ${JSON.stringify(params).slice(0, 90)}, then the error is 0 and names ${named}`, async () => {
      const body = textOf(await engine.ask(endpoint, { ...params, ...(!params.f && { f: 'xml' }) }));
      expect(body).toContain('<error code="0"');
      expect(plain(body)).toContain(`Parameter '${named}'`);
      expect(body.length).toBeLessThan(1_000);
    });
  }

  for (const id of [
    '../../etc/passwd',
    'tr-../x',
    'al-north',
    'tr-404',
    'TR-1',
    'tr-',
    '1',
    'tr-1\u0000',
    `tr-${'9'.repeat(61)}`,
  ]) {
    it(`when a song is asked for as ${JSON.stringify(id).slice(0, 30)}, then the error is 70`, async () => {
      for (const endpoint of ['getSong', 'getLyricsBySongId', 'createBookmark']) {
        expect(await engine.error(endpoint, { id, position: '1' })).toMatchObject({ code: 70 });
      }
    });
  }

  it('when it is one that the protocol does not know, then it is ignored', async () => {
    expect((await engine.json('getSong', { id: 'tr-1', musicBrain: 'x', _: ['1', '2'] })).status).toBe('ok');
  });

  it('when a song that is not there is starred, rated, or put on a playlist, then nothing is written', async () => {
    await engine.json('createPlaylist', { name: 'P' });
    for (const [endpoint, params] of [
      ['star', { id: ['tr-1', 'tr-404'] }],
      ['setRating', { id: 'al-404', rating: '3' }],
      ['createPlaylist', { name: 'Q', songId: ['tr-1', 'tr-404'] }],
      ['updatePlaylist', { playlistId: 'pl-1', songIdToAdd: ['tr-404'] }],
      ['createBookmark', { id: 'tr-404', position: '1' }],
    ] as const) {
      expect(await engine.error(endpoint, params as Params)).toMatchObject({ code: 70 });
    }
    expect([engine.stars.size, engine.ratings.size, engine.bookmarks.size, engine.playlists.size]).toEqual([
      0, 0, 0, 1,
    ]);
    expect(engine.playlists.get('pl-1')?.tracks).toEqual([]);
  });

  it('when every parameter of every endpoint is nonsense, then no fault of the engine comes to light', async () => {
    const names = [
      'id',
      'type',
      'size',
      'offset',
      'query',
      'username',
      'playlistId',
      'name',
      'rating',
      'position',
    ];
    for (const nonsense of ['', '\u0000', '-1', "';--", '{}', '\ud800', 'tr-1', 'true', '%', '💥']) {
      const params = Object.fromEntries(names.map((name) => [name, nonsense]));
      for (const endpoint of ENVELOPES.keys()) await engine.json(endpoint, params);
    }
    expect(engine.faults).toEqual([]);
  });
});
