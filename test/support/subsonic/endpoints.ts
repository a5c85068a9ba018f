import { expect, it } from '@jest/globals';
import { NOT_OFFERED } from '../../../services/gateway/subsonic/endpoints.ts';
import { idsOf, type Params, text } from './client.ts';
import type { Visit } from './visit.ts';

/** Calls with ids of the library, of endpoints that only read. */
function readingCalls({ artists, albums, songs, connection }: Visit): [string, Params][] {
  const [artist, album, song] = [text(artists[0]?.id), text(albums[0]?.id), text(songs[0]?.id)];
  const genre = text(songs.find((one) => one.genre)?.genre);
  const { username } = connection.admin;
  const lists: Params[] = [
    ...[
      'random',
      'newest',
      'highest',
      'frequent',
      'recent',
      'alphabeticalByName',
      'alphabeticalByArtist',
    ].map((type) => ({ type, size: 500 })),
    { type: 'starred' },
    { type: 'byYear', fromYear: 1900, toYear: 2100 },
    { type: 'byGenre', genre },
  ];
  return [
    ['ping', {}],
    ['getLicense', {}],
    ['tokenInfo', {}],
    ['getOpenSubsonicExtensions', {}],
    ['getScanStatus', {}],
    ['getMusicFolders', {}],
    ['getIndexes', {}],
    ['getIndexes', { ifModifiedSince: Date.now() + 86_400_000 }],
    ['getArtists', { musicFolderId: 1 }],
    ...artists.map(({ id }): [string, Params] => ['getArtist', { id: text(id) }]),
    ...albums.map(({ id }): [string, Params] => ['getAlbum', { id: text(id) }]),
    ['getMusicDirectory', { id: artist }],
    ['getMusicDirectory', { id: album }],
    ['getGenres', {}],
    ['getSong', { id: song }],
    ...[artist, album, song].flatMap((id): [string, Params][] => [
      ['getArtistInfo', { id }],
      ['getArtistInfo2', { id }],
    ]),
    ['getAlbumInfo', { id: album }],
    ['getAlbumInfo2', { id: song }],
    ...lists.flatMap((list): [string, Params][] => [
      ['getAlbumList', list],
      ['getAlbumList2', list],
    ]),
    ['getRandomSongs', { size: 500 }],
    ['getSongsByGenre', { genre, count: 500 }],
    ['getStarred', {}],
    ['getStarred2', {}],
    ['search', { any: text(songs[0]?.title) }],
    ['search2', { query: text(songs[0]?.title) }],
    ['search3', { query: '' }],
    ['search3', { query: 'zzzzqqqq' }],
    ['getPlaylists', {}],
    ['getLyrics', { artist: text(songs[0]?.artist), title: text(songs[0]?.title) }],
    ['getLyrics', { title: 'zzzzqqqq' }],
    ...songs.map(({ id }): [string, Params] => ['getLyricsBySongId', { id: text(id) }]),
    ['getBookmarks', {}],
    ['getUser', { username }],
    ['getUsers', {}],
  ];
}

/** Every answer is valid, in JSON and XML, by GET and POST, with and without `.view`, and says the same. */
export function endpoints(visiting: () => Visit): void {
  it('when an endpoint reads, then its answers are valid and say the same in JSON and XML', async () => {
    const problems: Record<string, string[]> = {};
    for (const [endpoint, params] of readingCalls(visiting())) {
      const found = await visiting().admin.problems(endpoint, params);
      if (found.length > 0) problems[`${endpoint} ${JSON.stringify(params)}`] = found;
    }
    expect(problems).toEqual({});
  }, 120_000);

  it('when an endpoint writes, then its answers are valid and say the same in JSON and XML', async () => {
    const { admin, songs, albums, artists } = visiting();
    const [id, albumId, artistId] = [text(songs[0]?.id), text(albums[0]?.id), text(artists[0]?.id)];
    const made = (await admin.ok('createPlaylist', { name: 'Valid & <well>', songId: [id, id] })).playlist;
    const playlistId = text(made?.id);
    const user = { username: 'valid', password: 'valid enough', email: 'valid@example.org' };
    await admin.ok('createUser', user);
    const calls: [string, Params][] = [
      ['star', { id, albumId, artistId }],
      ['setRating', { id, rating: 3 }],
      ['setRating', { id: albumId, rating: 4 }],
      ['setRating', { id: artistId, rating: 5 }],
      ['createBookmark', { id, position: 12_345, comment: 'a "quoted"\nline' }],
      ...readingMarks(id, albumId, artistId),
      ['createPlaylist', { playlistId, songId: idsOf(songs as never) }],
      ['updatePlaylist', { playlistId, name: 'Still valid', comment: 'a\tb\nc', public: true }],
      ['getPlaylist', { id: playlistId }],
      ['getPlaylists', {}],
      ['updateUser', { username: user.username, maxBitRate: 320, adminRole: false }],
      ['changePassword', { username: user.username, password: 'enc:6e6577206f6e6520746f6f' }],
      ['getUser', { username: user.username }],
      ['unstar', { id, albumId, artistId }],
      ['setRating', { id, rating: 0 }],
      ['setRating', { id: albumId, rating: 0 }],
      ['setRating', { id: artistId, rating: 0 }],
      ['deleteBookmark', { id }],
    ];
    const problems: Record<string, string[]> = {};
    for (const [endpoint, params] of calls) {
      const found = await admin.problems(endpoint, params);
      if (found.length > 0) problems[`${endpoint} ${JSON.stringify(params).slice(0, 200)}`] = found;
    }
    await admin.ok('deletePlaylist', { id: playlistId });
    await admin.ok('deleteUser', { username: user.username });
    expect(problems).toEqual({});
  }, 120_000);

  it('when an endpoint is not offered, not known, or fails, then it says so in a valid envelope', async () => {
    const { admin } = visiting();
    for (const endpoint of NOT_OFFERED) {
      expect([endpoint, await admin.code(endpoint)]).toEqual([endpoint, 0]);
      expect(await admin.problems(endpoint)).toEqual([]);
    }
    for (const endpoint of ['nonsense', '__proto__', 'constructor', 'getAlbum.view.view', 'a%2Fb', '%00']) {
      expect([endpoint, await admin.code(endpoint)]).toEqual([endpoint, 70]);
    }
    expect(await admin.problems('getAlbum', { id: 'al-404' })).toEqual([]);
    expect(await admin.problems('getAlbum')).toEqual([]);
  }, 60_000);

  it('when JSONP is asked for, then the function is called', async () => {
    const response = await visiting().admin.get('ping', { f: 'jsonp', callback: 'player.answer' });
    expect(response.headers.get('content-type')).toMatch(/^application\/javascript/);
    expect(await response.text()).toMatch(
      /^\/\*\*\/player\.answer\(\{"subsonic-response":\{"status":"ok".*\}\);$/,
    );
  });
}

/** Calls whose answers show stars, ratings and bookmarks. */
const readingMarks = (id: string, albumId: string, artistId: string): [string, Params][] => [
  ['getStarred', {}],
  ['getStarred2', {}],
  ['getAlbum', { id: albumId }],
  ['getArtist', { id: artistId }],
  ['getMusicDirectory', { id: artistId }],
  ['getIndexes', {}],
  ['getSong', { id }],
  ['getBookmarks', {}],
  ['getAlbumList', { type: 'starred' }],
  ['getAlbumList2', { type: 'highest' }],
];
