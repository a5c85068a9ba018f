import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { planLibrary } from '../bench/library-plan.ts';
import { writeTracks } from '../bench/make-library.ts';
import { type Engine, startEngine } from '../support/engine.ts';
import { type Listener, listen } from '../support/listener.ts';

const ROUNDS = 20;
const TRACKS_AT_FIRST = 500;
const TRACKS_PER_ROUND = 250;
const TRACKS = TRACKS_AT_FIRST + ROUNDS * TRACKS_PER_ROUND;
/** Acknowledged writes after which the engine is killed: the next round, another moment of the scan. */
const MOMENTS = [3, 10, 20, 30, 40];
const SONGS_PER_PLAYLIST = 5;

interface Song {
  id: string;
}

/** What the engine has acknowledged, and what was asked of it when it died, which may have happened or not. */
interface Ledger {
  /** How many writes were acknowledged in all. */
  writes: number;
  /** Tracks seen in lists while the library was being scanned. */
  tracks: Set<string>;
  starred: Set<string>;
  maybeStarred: Set<string>;
  /** Names of playlists of five songs each. */
  playlists: Set<string>;
  /** The songs of the one playlist that grows, in order; the last of them only perhaps. */
  grown: string[];
  perhapsGrown: string | undefined;
}

describe('an engine that is killed while it writes and scans', () => {
  let folder: string;
  let engine: Engine;
  let apiKey: string;
  let growing: string;
  const ledger: Ledger = {
    writes: 0,
    tracks: new Set(),
    starred: new Set(),
    maybeStarred: new Set(),
    playlists: new Set(),
    grown: [],
    perhapsGrown: undefined,
  };

  const plan = planLibrary(TRACKS);
  const addTracks = (from: number, count: number) =>
    writeTracks(plan.slice(from, from + count), join(folder, 'music'), from);
  const start = () => startEngine({ music: [join(folder, 'music')], dataDir: join(folder, 'data') });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cantiga-kill-'));
    addTracks(0, TRACKS_AT_FIRST);
    engine = await start();
    const listener = await listen(engine);
    apiKey = listener.apiKey;
    growing = (await listener.call<{ playlist: { id: string } }>('createPlaylist', { name: 'growing' }))
      .playlist.id;
  }, 180_000);

  afterAll(async () => {
    await engine?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(Array.from({ length: ROUNDS }, (_, round) => round + 1))(
    'has lost nothing that it acknowledged after death %i',
    async (round) => {
      const listener = await listen(engine, apiKey);
      const songs = await someSongs(listener);
      addTracks(TRACKS_AT_FIRST + (round - 1) * TRACKS_PER_ROUND, TRACKS_PER_ROUND);
      await listener.call('startScan', { fullScan: String(round % 2 === 0) });
      const writers = Promise.all([
        seeTracks(listener, ledger),
        star(listener, songs, ledger, round),
        makePlaylists(listener, songs, ledger, round),
        grow(listener, growing, songs, ledger),
      ]);
      const enough = ledger.writes + MOMENTS[round % MOMENTS.length]!;
      while (ledger.writes < enough) await delay(5);
      await engine.processes[0]!.kill('SIGKILL');
      await writers;
      await engine.stop();

      engine = await start();
      await expectNothingLost(await listen(engine, apiKey), growing, ledger);
    },
    180_000,
  );

  it('finishes the scan in the end, with every track once and under the id that it always had', async () => {
    const listener = await listen(engine, apiKey);
    expect(await listener.scanned(TRACKS)).toBe(TRACKS);
    const ids = new Set<string>();
    for (let offset = 0; offset <= TRACKS; offset += 500) {
      for (const { id } of await songsFrom(listener, offset)) ids.add(id);
    }
    expect(ids.size).toBe(TRACKS);
    expect([...ledger.tracks].filter((id) => !ids.has(id))).toEqual([]);
  }, 180_000);
});

async function songsFrom(listener: Listener, offset: number): Promise<Song[]> {
  const { searchResult3 } = await listener.call<{ searchResult3: { song?: Song[] } }>('search3', {
    query: '',
    artistCount: 0,
    albumCount: 0,
    songCount: 500,
    songOffset: offset,
  });
  return searchResult3.song ?? [];
}

/** Tracks to write about, as soon as a scan has found enough of them. */
async function someSongs(listener: Listener): Promise<string[]> {
  for (;;) {
    const songs = await songsFrom(listener, 0);
    if (songs.length >= 50) return songs.map(({ id }) => id);
    await delay(20);
  }
}

/** Repeats until the engine is gone. `step` notes what it is about to do and what was acknowledged. */
async function untilItDies(step: (count: number) => Promise<void>): Promise<void> {
  try {
    for (let count = 0; ; count++) await step(count);
  } catch (error) {
    // What fetch throws when nobody listens any more, or the answer breaks off (its errors are not of jest's realm).
    if (!['TypeError', 'SyntaxError'].includes((error as Error).name)) throw error;
  }
}

function seeTracks(listener: Listener, { tracks }: Ledger): Promise<void> {
  return untilItDies(async (count) => {
    for (const { id } of await songsFrom(listener, (count * 500) % TRACKS)) tracks.add(id);
  });
}

/** Stars one track after the other; every third one loses its star again. */
function star(listener: Listener, songs: string[], ledger: Ledger, round: number): Promise<void> {
  const { starred, maybeStarred } = ledger;
  return untilItDies(async (count) => {
    const id = songs[(round * 20 + count) % songs.length]!;
    const method = count % 3 === 2 ? 'unstar' : 'star';
    starred.delete(id);
    maybeStarred.add(id);
    await listener.call(method, { id });
    maybeStarred.delete(id);
    if (method === 'star') starred.add(id);
    ledger.writes++;
  });
}

function makePlaylists(listener: Listener, songs: string[], ledger: Ledger, round: number): Promise<void> {
  return untilItDies(async (count) => {
    const name = `made ${round}.${count}`;
    await listener.call('createPlaylist', { name, songId: songs.slice(0, SONGS_PER_PLAYLIST) });
    ledger.playlists.add(name);
    ledger.writes++;
  });
}

function grow(listener: Listener, id: string, songs: string[], ledger: Ledger): Promise<void> {
  return untilItDies(async (count) => {
    const song = songs[count % songs.length]!;
    ledger.perhapsGrown = song;
    await listener.call('updatePlaylist', { playlistId: id, songIdToAdd: song });
    ledger.grown.push(song);
    ledger.perhapsGrown = undefined;
    ledger.writes++;
  });
}

async function expectNothingLost(listener: Listener, growing: string, ledger: Ledger): Promise<void> {
  const { starred2 } = await listener.call<{ starred2: { song?: Song[] } }>('getStarred2');
  const stars = new Set(starred2.song?.map(({ id }) => id));
  expect([...ledger.starred].filter((id) => !stars.has(id))).toEqual([]);
  expect([...stars].filter((id) => !ledger.starred.has(id) && !ledger.maybeStarred.has(id))).toEqual([]);

  const { playlists } = await listener.call<{
    playlists: { playlist: { name: string; songCount: number }[] };
  }>('getPlaylists');
  const made = playlists.playlist.filter(({ name }) => name.startsWith('made'));
  const names = new Set(made.map(({ name }) => name));
  expect([...ledger.playlists].filter((name) => !names.has(name))).toEqual([]);
  expect(made.filter(({ songCount }) => songCount !== SONGS_PER_PLAYLIST)).toEqual([]);

  const { playlist } = await listener.call<{ playlist: { entry?: Song[] } }>('getPlaylist', { id: growing });
  const songs = playlist.entry?.map(({ id }) => id) ?? [];
  if (ledger.perhapsGrown !== undefined && songs.length > ledger.grown.length)
    ledger.grown.push(ledger.perhapsGrown);
  ledger.perhapsGrown = undefined;
  expect(songs).toEqual(ledger.grown);

  for (const id of [...ledger.tracks].slice(-100)) await listener.call('getSong', { id });
  // From here on they are as certain as what was acknowledged.
  ledger.maybeStarred.clear();
  ledger.starred = stars;
}
