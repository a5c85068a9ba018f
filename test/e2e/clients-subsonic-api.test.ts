import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import SubsonicAPI from 'subsonic-api';
import { arrangements } from '../support/arrangements.ts';
import { addCredential } from '../support/credentials.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { listen } from '../support/listener.ts';
import { eventually } from '../support/rooms.ts';

/** At least so many tracks are in the demo library. */
const DEMO_TRACKS = 16;

/** How the client may sign in and send its calls. */
const WAYS = [
  { way: 'salted tokens by GET', post: false, byKey: false },
  { way: 'salted tokens by POST', post: true, byKey: false },
  { way: 'an API key', post: true, byKey: true },
];

describe.each(arrangements)('subsonic-api with the engine in $name', ({ options }) => {
  let engine: Engine;
  let device: { secret: string; apiKey: string };
  beforeAll(async () => {
    engine = await startEngine(options);
    device = await addCredential(engine, 'client');
    await (await listen(engine, device.apiKey)).scanned(DEMO_TRACKS);
  }, 180_000);
  afterAll(() => engine?.stop());

  const client = (post: boolean, byKey: boolean) => {
    const { secret, apiKey } = device;
    const auth = byKey ? { apiKey } : { username: 'admin', password: secret };
    return new SubsonicAPI({ url: engine.url, auth, post });
  };

  it.each(WAYS)('signs in with $way', async ({ post, byKey }) => {
    const api = client(post, byKey);
    expect(await api.ping()).toMatchObject({ status: 'ok', openSubsonic: true });
    expect((await api.getUser({ username: 'admin' })).user).toMatchObject({
      username: 'admin',
      adminRole: true,
    });
  });

  it('is told that a password is wrong', async () => {
    const api = new SubsonicAPI({ url: engine.url, auth: { username: 'admin', password: 'wrong' } });
    expect(await api.ping()).toMatchObject({ status: 'failed', error: { code: 40 } });
  });

  it('browses from artist to album to song', async () => {
    const api = client(false, false);
    const { artists } = await api.getArtists();
    const all = artists.index!.flatMap(({ artist }) => artist!);
    expect(all.length).toBeGreaterThanOrEqual(4);
    const { artist } = await api.getArtist({ id: all[0]!.id });
    const { album } = await api.getAlbum({ id: artist.album![0]!.id });
    const { song } = await api.getSong({ id: album.song![0]!.id });
    expect(song).toMatchObject({ albumId: album.id, album: album.name, isDir: false });
    expect(song.duration).toBeGreaterThanOrEqual(20);
  });

  it('searches', async () => {
    const api = client(false, false);
    const [album] = (await api.getAlbumList2({ type: 'random', size: 1 })).albumList2.album!;
    const { searchResult3 } = await api.search3({ query: album!.name });
    expect(searchResult3.album!.map(({ id }) => id)).toContain(album!.id);
  });

  it('streams a whole song, and a part of it, and gets its cover', async () => {
    const api = client(false, false);
    const [song] = (await api.getRandomSongs({ size: 1 })).randomSongs.song!;
    const stream = await api.stream({ id: song!.id });
    const whole = Buffer.from(await stream.arrayBuffer());
    expect(stream.headers.get('content-type')).toBe(song!.contentType);
    expect(whole.length).toBe(song!.size);
    const part = await fetch(stream.url, { headers: { Range: 'bytes=1000-1999' } });
    expect(part.status).toBe(206);
    expect(Buffer.from(await part.arrayBuffer()).equals(whole.subarray(1000, 2000))).toBe(true);
    const cover = await api.getCoverArt({ id: song!.coverArt!, size: 100 });
    expect(cover.headers.get('content-type')).toMatch(/^image\//);
  });

  it('stars, rates, and takes both back', async () => {
    const api = client(false, false);
    const [album] = (await api.getAlbumList2({ type: 'alphabeticalByName' })).albumList2.album!;
    const [song] = (await api.getAlbum({ id: album!.id })).album.song!;
    const id = song!.id;
    await api.star({ id, albumId: album!.id, artistId: album!.artistId! });
    await api.setRating({ id, rating: 4 });
    const { starred2 } = await api.getStarred2();
    expect(starred2.song!.map((each) => each.id)).toEqual([id]);
    expect(starred2.album!.map((each) => each.id)).toEqual([album!.id]);
    expect(starred2.artist!.map((each) => each.id)).toEqual([album!.artistId]);
    expect((await api.getSong({ id })).song).toMatchObject({ userRating: 4, starred: expect.any(Date) });
    await api.unstar({ id, albumId: album!.id, artistId: album!.artistId! });
    await api.setRating({ id, rating: 0 });
    expect((await api.getSong({ id })).song.starred).toBeUndefined();
    expect((await api.getStarred2()).starred2.song ?? []).toEqual([]);
  });

  it('scrobbles, and finds what was played', async () => {
    const api = client(false, false);
    const songs = (await api.getRandomSongs({ size: 2 })).randomSongs.song!;
    const [first, second] = songs.map(({ id }) => id) as [string, string];
    const time = Date.now() - 3_600_000;
    for (let attempt = 0; attempt < 2; attempt++) await api.scrobble({ id: first, time, submission: true });
    await api.scrobble({ id: second, submission: false });
    await eventually(async () => (await api.getSong({ id: first })).song.playCount === 1);
    expect(new Date((await api.getSong({ id: first })).song.played!)).toEqual(new Date(time));
    expect((await api.getSong({ id: second })).song.playCount).toBeUndefined();
    const { albumList2 } = await api.getAlbumList2({ type: 'recent' });
    expect(albumList2.album!.map(({ id }) => id)).toEqual([songs[0]!.albumId]);
    const playing = async () => (await api.getNowPlaying()).nowPlaying.entry ?? [];
    await eventually(async () => (await playing()).length > 0);
    expect(await playing()).toMatchObject([{ id: second, username: 'admin', minutesAgo: 0 }]);
  });

  it('saves a queue, and gets it again', async () => {
    const api = client(true, false);
    const songs = (await api.getRandomSongs({ size: 3 })).randomSongs.song!.map(({ id }) => id);
    await api.savePlayQueue({ id: songs, current: songs[1]!, position: 12_345 });
    const { playQueue } = await api.getPlayQueue();
    expect(playQueue).toMatchObject({ current: songs[1], position: 12_345, username: 'admin' });
    expect(playQueue!.entry!.map(({ id }) => id)).toEqual(songs);
  });

  it('makes a playlist, edits it and deletes it', async () => {
    const api = client(true, false);
    const songs = (await api.getRandomSongs({ size: 4 })).randomSongs.song!.map(({ id }) => id);
    const { playlist } = await api.createPlaylist({ name: 'Evening', songId: songs.slice(0, 3) });
    const playlistId = playlist.id;
    await api.updatePlaylist({
      playlistId,
      name: 'Night',
      songIndexToRemove: [0, 2],
      songIdToAdd: [songs[3]!, songs[3]!],
    });
    const edited = (await api.getPlaylist({ id: playlistId })).playlist;
    expect(edited).toMatchObject({ name: 'Night', songCount: 3, owner: 'admin' });
    expect(edited.entry!.map(({ id }) => id)).toEqual([songs[1], songs[3], songs[3]]);
    await api.deletePlaylist({ id: playlistId });
    expect((await api.getPlaylists()).playlists.playlist ?? []).toEqual([]);
  });
});
