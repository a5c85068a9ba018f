import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { planLibrary } from '../../bench/library-plan.ts';
import { writeTracks } from '../../bench/make-library.ts';
import { type Engine, startEngine } from '../../support/engine.ts';
import { type Listener, listen } from '../../support/listener.ts';
import { eventually } from '../../support/rooms.ts';
import { mountSmallDisk } from '../../support/small-disk.ts';

const TRACKS = 200;
const LATER_TRACKS = 1500;
/** Twice what comes to lie there: what is full is to be full of something else. */
const MEGABYTES = 64;
/** When something was played: milliseconds. */
const PLAYED = Date.now();

const disk = mountSmallDisk('An engine on a full disk', MEGABYTES);

(disk ? describe : describe.skip)('an engine on a full disk', () => {
  const music = mkdtempSync(join(tmpdir(), 'cantiga-full-disk-'));
  const plan = planLibrary(TRACKS + LATER_TRACKS);
  let engine: Engine;
  let listener: Listener;
  let songs: { id: string; albumId: string }[];

  beforeAll(async () => {
    writeTracks(plan.slice(0, TRACKS), music, 0);
    engine = await startEngine({ music: [music], dataDir: disk!.path });
    listener = await listen(engine);
    await listener.scanned(TRACKS);
    const answer = await listener.call<{ randomSongs: { song: typeof songs } }>('getRandomSongs', {
      size: 5,
    });
    songs = answer.randomSongs.song;
    await listener.call('star', { id: songs[0]!.id });
    disk!.fill();
  }, 180_000);

  afterAll(async () => {
    await engine?.stop();
    disk!.remove();
    rmSync(music, { recursive: true, force: true });
  });

  const starred = async () => {
    const { starred2 } = await listener.call<{ starred2: { song?: { id: string }[] } }>('getStarred2');
    return (starred2.song ?? []).map(({ id }) => id);
  };
  const writes = {
    star: () => listener.call('star', { id: songs[1]!.id }),
    setRating: () => listener.call('setRating', { id: songs[2]!.id, rating: 3 }),
    scrobble: () => listener.call('scrobble', { id: songs[3]!.id, time: PLAYED }),
    savePlayQueue: () => listener.call('savePlayQueue', { id: songs.map(({ id }) => id) }),
    createPlaylist: () =>
      listener.call('createPlaylist', { name: 'later', songId: songs.map(({ id }) => id) }),
    createUser: () =>
      listener.call('createUser', { username: 'ana', password: 'a long password', email: 'ana@example.org' }),
  };

  it.each(Object.keys(writes) as (keyof typeof writes)[])('refuses %s', async (name) => {
    await expect(writes[name]()).rejects.toThrow(/The disk is full/);
  });

  it('has stored nothing of what it refused, and everything of before', async () => {
    expect(await starred()).toEqual([songs[0]!.id]);
    const { playlists } = await listener.call<{ playlists: { playlist?: unknown[] } }>('getPlaylists');
    expect(playlists.playlist ?? []).toEqual([]);
    const { users } = await listener.call<{ users: { user: { username: string }[] } }>('getUsers');
    expect(users.user.map(({ username }) => username)).toEqual(['admin']);
  });

  it('goes on to list, to search, to play and to show covers', async () => {
    expect(await listener.call('getAlbumList2', { type: 'newest' })).toHaveProperty('albumList2.album');
    expect(await listener.call('search3', { query: '' })).toHaveProperty('searchResult3.song');
    for (const path of [
      listener.path('stream', { id: songs[3]!.id }),
      listener.path('getCoverArt', { id: songs[3]!.albumId, size: 200 }),
    ]) {
      const answer = await fetch(engine.url + path);
      expect(answer.headers.get('content-type')).toMatch(/^(audio|image)\//);
      expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(1000);
    }
  });

  it('says that a scan cannot go on', async () => {
    writeTracks(plan.slice(TRACKS), music, TRACKS);
    await listener.call('startScan');
    while (!engine.processes[0]!.output().includes('The scan goes on when there is space')) await delay(50);
    await expect(writes.star()).rejects.toThrow(/The disk is full/);
  });

  it('takes writes again, and goes on with the scan, when there is space, without a restart', async () => {
    disk!.free();
    for (const write of Object.values(writes)) await write();
    expect(await starred()).toHaveLength(2);
    const plays = async () => {
      const { song } = await listener.call<{ song: { playCount?: number } }>('getSong', { id: songs[3]!.id });
      return song.playCount;
    };
    await eventually(async () => (await plays()) === 1);
    await writes.scrobble();
    expect(await plays()).toBe(1);
    expect(await listener.scanned(TRACKS + LATER_TRACKS)).toBe(TRACKS + LATER_TRACKS);
    expect(engine.processes[0]!.output()).not.toMatch(/ ERROR /);
  }, 180_000);
});
