import { expect, it } from '@jest/globals';
import { Client, idsOf, listOf, text } from './client.ts';
import type { Visit } from './visit.ts';

/** What listeners say about music, and their playlists. */
export function marks(visiting: () => Visit): void {
  it('when songs, albums and artists are starred by any parameter, then all are, for that listener only', async () => {
    const { admin, songs, albums, artists, connection } = visiting();
    const [one, two] = idsOf(songs as never);
    const [album, artist] = [text(albums[0]?.id), text(artists[0]?.id)];
    await admin.ok('star', { id: [one!, album, artist], albumId: text(albums[1]?.id) });
    await admin.ok('star', { id: two! });
    const { starred2 } = await admin.ok('getStarred2');
    expect(idsOf(starred2?.song)).toEqual([two, one]);
    expect(idsOf(starred2?.album).sort()).toEqual([album, text(albums[1]?.id)].sort());
    expect(idsOf(starred2?.artist)).toEqual([artist]);
    expect(text((await admin.ok('getSong', { id: one! })).song?.starred)).toMatch(
      /^\d{4}-\d\d-\d\dT[\d:.]+Z$/,
    );
    await admin.ok('createUser', { username: 'other', password: 'somebody else', email: 'o@example.org' });
    const other = Client.withPassword(connection.url, 'other', 'somebody else');
    expect((await other.ok('getStarred2')).starred2).toEqual({ artist: [], album: [], song: [] });
    await admin.ok('deleteUser', { username: 'other' });
    await admin.ok('unstar', { id: [one!, two!], albumId: [album, text(albums[1]?.id)], artistId: artist });
    expect((await admin.ok('getStarred2')).starred2).toEqual({ artist: [], album: [], song: [] });
  });

  it('when something is rated, then the rating shows, and 0 takes it back', async () => {
    const { admin, songs, albums } = visiting();
    const [id, album] = [text(songs[0]?.id), text(albums[0]?.id)];
    await admin.ok('setRating', { id, rating: 5 });
    await admin.ok('setRating', { id: album, rating: 2 });
    expect((await admin.ok('getSong', { id })).song).toMatchObject({ userRating: 5 });
    expect(idsOf((await admin.ok('getAlbumList2', { type: 'highest' })).albumList2?.album)).toEqual([album]);
    for (const rated of [id, album]) await admin.ok('setRating', { id: rated, rating: 0 });
    expect((await admin.ok('getSong', { id })).song).not.toHaveProperty('userRating');
    expect((await admin.ok('getAlbumList2', { type: 'highest' })).albumList2?.album).toEqual([]);
    expect(await admin.code('setRating', { id, rating: 6 })).toBe(0);
  });

  it('when a place in a song is bookmarked, then it is kept in milliseconds, once a song', async () => {
    const { admin, songs } = visiting();
    const id = text(songs[0]?.id);
    await admin.ok('createBookmark', { id, position: 1_000, comment: 'first' });
    await admin.ok('createBookmark', { id, position: 2_500, comment: 'second' });
    const { bookmarks } = await admin.ok('getBookmarks');
    expect(listOf(bookmarks?.bookmark)).toMatchObject([
      { position: 2_500, comment: 'second', entry: { id, bookmarkPosition: 2_500 } },
    ]);
    await admin.ok('deleteBookmark', { id });
    expect((await admin.ok('getBookmarks')).bookmarks).toEqual({ bookmark: [] });
  });

  it('when a playlist is edited, then indexes refer to the list before, and duplicates stay', async () => {
    const { admin, songs } = visiting();
    const [a, b, c] = idsOf(songs as never) as [string, string, string];
    const { playlist } = await admin.ok('createPlaylist', { name: 'Suite', songId: [a, b, a, c] });
    expect(idsOf(playlist?.entry)).toEqual([a, b, a, c]);
    const id = text(playlist?.id);
    const update = { playlistId: id, songIndexToRemove: [0, 1], songIdToAdd: [a, b] };
    await admin.ok('updatePlaylist', { ...update, name: 'Renamed', comment: 'note', public: true });
    const edited = (await admin.ok('getPlaylist', { id })).playlist;
    expect(edited).toMatchObject({ name: 'Renamed', comment: 'note', public: true, songCount: 4 });
    expect(idsOf(edited?.entry)).toEqual([a, c, a, b]);
    await admin.ok('createPlaylist', { playlistId: id, songId: [c, c] });
    expect(idsOf((await admin.ok('getPlaylist', { id })).playlist?.entry)).toEqual([c, c]);
    await admin.ok('deletePlaylist', { id });
    expect(await admin.code('getPlaylist', { id })).toBe(70);
  });

  it('when a playlist of hundreds comes in one URL, then it is made, and in a form too', async () => {
    const { admin, songs } = visiting();
    const ids = idsOf(songs as never);
    const songId = Array.from({ length: 400 }, (_, index) => ids[index % ids.length]!);
    expect(admin.urlOf('createPlaylist', { name: 'Long', songId }).length).toBeGreaterThan(5_000);
    const { playlist } = await admin.ok('createPlaylist', { name: 'Long', songId });
    expect(idsOf(playlist?.entry)).toEqual(songId);
    const longer = Array.from({ length: 5_000 }, (_, index) => ids[index % ids.length]!);
    const posted = await admin.post('createPlaylist', {
      playlistId: text(playlist?.id),
      songId: longer,
      f: 'json',
    });
    expect(await posted.text()).toContain('"songCount":5000');
    await admin.ok('deletePlaylist', { id: text(playlist?.id) });
  }, 60_000);

  it('when a playlist is private, then others do not see it; when public, they see but do not edit it', async () => {
    const { admin, connection, songs } = visiting();
    const username = 'guest';
    await admin.ok('createUser', { username, password: 'guest of the house', email: 'g@example.org' });
    const guest = Client.withPassword(connection.url, username, 'guest of the house');
    const { playlist } = await admin.ok('createPlaylist', { name: 'Mine', songId: text(songs[0]?.id) });
    const id = text(playlist?.id);
    expect((await guest.ok('getPlaylists')).playlists).toEqual({ playlist: [] });
    expect(await guest.code('getPlaylist', { id })).toBe(70);
    await admin.ok('updatePlaylist', { playlistId: id, public: true });
    expect((await guest.ok('getPlaylist', { id })).playlist).toMatchObject({ readonly: true, public: true });
    expect(await guest.code('updatePlaylist', { playlistId: id, name: 'Ours' })).toBe(50);
    expect(await guest.code('deletePlaylist', { id })).toBe(50);
    await admin.ok('deletePlaylist', { id });
    const { playlist: theirs } = await guest.ok('createPlaylist', { name: 'Theirs' });
    expect(await admin.code('getPlaylist', { id: text(theirs?.id) })).toBe(70);
    expect(await admin.code('deletePlaylist', { id: text(theirs?.id) })).toBe(70);
    expect((await admin.ok('getPlaylists')).playlists).toEqual({ playlist: [] });
    expect((await admin.ok('getPlaylists', { username })).playlists).toEqual({ playlist: [] });
    expect((await guest.ok('getPlaylists')).playlists?.playlist).toHaveLength(1);
    await admin.ok('deleteUser', { username });
  });

  it('when a song that is not there is marked or listed, then nothing is written', async () => {
    const { admin, songs } = visiting();
    const real = text(songs[0]?.id);
    expect(await admin.code('star', { id: [real, 'tr-404'] })).toBe(70);
    expect(await admin.code('setRating', { id: 'tr-404', rating: 3 })).toBe(70);
    expect(await admin.code('createBookmark', { id: 'tr-404', position: 1 })).toBe(70);
    expect(await admin.code('createPlaylist', { name: 'Half', songId: [real, 'tr-404'] })).toBe(70);
    expect((await admin.ok('getStarred2')).starred2?.song).toEqual([]);
    expect((await admin.ok('getPlaylists')).playlists).toEqual({ playlist: [] });
  });
}
