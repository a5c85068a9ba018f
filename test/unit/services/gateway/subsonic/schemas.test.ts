import { describe, expect, it } from '@jest/globals';
import { BINARIES, ENVELOPES, NOT_OFFERED } from '../../../../../services/gateway/subsonic/endpoints.ts';
import type { Envelope } from '../../../../../services/gateway/subsonic/render.ts';
import { problemsOf } from '../../../../support/subsonic-schema.ts';
import { Engine, NOW, textOf } from './engine.ts';

type Params = Record<string, string | string[]>;

/** One call or more of every endpoint, so that each field of each answer is there at least once. */
const CALLS: [string, Params][] = [
  ['ping', {}],
  ['getLicense', {}],
  ['getOpenSubsonicExtensions', {}],
  ['tokenInfo', {}],
  ['getScanStatus', {}],
  ['startScan', {}],
  ['getMusicFolders', {}],
  ['getIndexes', {}],
  ['getIndexes', { ifModifiedSince: '1700000000000' }],
  ['getMusicDirectory', { id: 'ar-fjords' }],
  ['getMusicDirectory', { id: 'al-north' }],
  ['getGenres', {}],
  ['getArtists', {}],
  ['getArtist', { id: 'ar-fjords' }],
  ['getAlbum', { id: 'al-north' }],
  ['getAlbum', { id: 'al-light' }],
  ['getSong', { id: 'tr-1' }],
  ['getSong', { id: 'tr-2' }],
  ['getSong', { id: 'tr-404' }],
  ['getArtistInfo', { id: 'ar-fjords' }],
  ['getArtistInfo', { id: 'ar-lamps' }],
  ['getArtistInfo2', { id: 'tr-1' }],
  ['getAlbumInfo', { id: 'al-north' }],
  ['getAlbumInfo2', { id: 'tr-1' }],
  ...[
    'random',
    'newest',
    'highest',
    'frequent',
    'recent',
    'alphabeticalByName',
    'alphabeticalByArtist',
    'starred',
  ].flatMap((type): [string, Params][] => [
    ['getAlbumList', { type }],
    ['getAlbumList2', { type }],
  ]),
  ['getAlbumList', { type: 'byYear', fromYear: '2000', toYear: '1980' }],
  ['getAlbumList2', { type: 'byGenre', genre: 'Folk' }],
  ['getRandomSongs', {}],
  ['getSongsByGenre', { genre: 'Folk' }],
  ['getStarred', {}],
  ['getStarred2', {}],
  ['search', { any: 'h' }],
  ['search2', { query: '' }],
  ['search3', { query: '""' }],
  ['search3', { query: 'no such thing' }],
  ['createPlaylist', { name: 'Evening <1> & "2"', songId: ['tr-1', 'tr-2', 'tr-1'] }],
  ['updatePlaylist', { playlistId: 'pl-1', comment: 'a\nb', public: 'true' }],
  ['getPlaylists', {}],
  ['getPlaylist', { id: 'pl-1' }],
  ['deletePlaylist', { id: 'pl-404' }],
  ['getLyrics', { title: 'Harbour' }],
  ['getLyrics', { title: 'unheard of', artist: 'Nobody' }],
  ['getLyrics', {}],
  ['getLyricsBySongId', { id: 'tr-1' }],
  ['getLyricsBySongId', { id: 'tr-2' }],
  ['star', { id: ['tr-1', 'al-north'], artistId: 'ar-fjords' }],
  ['unstar', { id: 'tr-404' }],
  ['setRating', { id: 'al-north', rating: '3' }],
  ['createBookmark', { id: 'tr-1', position: '1234567', comment: 'here' }],
  ['getBookmarks', {}],
  ['deleteBookmark', { id: 'tr-2' }],
  ['scrobble', { id: ['tr-1', 'tr-2'], time: ['1760000000000', '1760000300000'] }],
  ['scrobble', { id: 'tr-1', submission: 'false' }],
  ['scrobble', { id: 'tr-404' }],
  ['scrobble', { id: 'tr-1', time: '5' }],
  ['reportPlayback', { mediaId: 'tr-1', mediaType: 'song', positionMs: '1', state: 'playing' }],
  ['getNowPlaying', {}],
  ['savePlayQueue', { id: ['tr-1', 'tr-2'], current: 'tr-2', position: '5000' }],
  ['savePlayQueueByIndex', { id: ['tr-1', 'tr-1'], currentIndex: '1' }],
  ['getPlayQueue', {}],
  ['getPlayQueueByIndex', {}],
  ['getUser', { username: 'admin' }],
  ['getUser', { username: 'lena' }],
  ['getUsers', {}],
  ['createUser', { username: 'new', password: 'enc:70617373', email: 'new@example.org' }],
  ['updateUser', { username: 'lena', maxBitRate: '320' }],
  ['changePassword', { username: 'lena', password: 'another one' }],
  ['deleteUser', { username: 'nobody' }],
  ['stream', {}],
  ['download', { id: 'al-north' }],
  ['getCoverArt', { id: '../../etc/passwd' }],
  ['getAvatar', { username: 'nobody' }],
  ...[...NOT_OFFERED].map((endpoint): [string, Params] => [endpoint, {}]),
  ['noSuchEndpoint', {}],
];

async function lived(): Promise<Engine> {
  const engine = new Engine();
  await engine.json('star', { id: ['tr-1', 'tr-5', 'al-north', 'ar-fjords'] });
  for (const id of ['tr-1', 'al-north', 'ar-fjords']) await engine.json('setRating', { id, rating: '4' });
  await engine.json('createBookmark', { id: 'tr-1', position: '5000' });
  await engine.json('createPlaylist', { name: 'First', songId: ['tr-1', 'tr-2'] });
  for (const id of ['tr-1', 'tr-2', 'al-north', 'al-hush', 'ar-fjords'])
    engine.plays.set(id, { plays: 3, last: NOW });
  await engine.json('savePlayQueueByIndex', { id: ['tr-1', 'tr-404', 'tr-1'], currentIndex: '2' });
  engine.playing.push({
    ...{ session: 'se-01kapw2gq6z7m8n9p0qrstvwxy', user: 'us-lena', listener: 'lena', device: 'Kitchen <&>' },
    ...{ client: 'DSub', track: 'tr-1', duration: 30.6, position: 12.3456, isSounding: false },
    ...{ startedAt: Date.now() - 95_000, at: Date.now() - 65_000 },
  });
  return engine;
}

describe('given the published schemas of the protocol', () => {
  for (const [endpoint, params] of CALLS) {
    it(`when ${endpoint} is asked with ${JSON.stringify(params)}, then JSON and XML are valid and say the same`, async () => {
      const json = (await (await lived()).ask(endpoint, params)) as Envelope;
      const xml = (await (await lived()).ask(endpoint, { ...params, f: 'xml' })) as Envelope;
      expect(await problemsOf(endpoint, textOf(json), textOf(xml))).toEqual([]);
    });
  }

  it('then no endpoint was left out', () => {
    const called = new Set(CALLS.map(([endpoint]) => endpoint));
    expect([...ENVELOPES.keys(), ...BINARIES.keys()].filter((endpoint) => !called.has(endpoint))).toEqual([]);
  });
});
