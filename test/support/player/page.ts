import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import type { PlayerTrack } from '../../../web/src/audio/player.ts';
import type { Engine } from '../engine.ts';
import { listen } from '../listener.ts';
import type { Front } from './front.ts';

/** Scripts by their names. */
type Scripts = Map<string, string>;

let bundled: Promise<Scripts> | undefined;

/** The audio engine and what listens to it, as the browser gets it. */
async function bundle(): Promise<Scripts> {
  const folder = await mkdtemp(join(tmpdir(), 'cantiga-bundle-'));
  try {
    await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'bundle.ts'), folder]);
    const scripts: Scripts = new Map();
    for (const name of await readdir(folder)) scripts.set(name, await readFile(join(folder, name), 'utf8'));
    return scripts;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const PAGE = `<!doctype html><title>test</title><link rel="icon" href="data:,">
<button id="load">load</button><button id="play">play</button>
<script type="module" src="/audio-test/entry.js"></script>`;

/** Adds to a front the page that has nothing but a player. */
export async function addPlayerPage(front: Front): Promise<void> {
  bundled ??= bundle();
  const worklet = await readFile(join(import.meta.dirname, 'worklet.js'), 'utf8');
  front.answers.set('/audio-test/', { type: 'text/html', body: PAGE });
  for (const [name, body] of [...(await bundled), ['worklet.js', worklet] as const]) {
    front.answers.set(`/audio-test/${name}`, { type: 'text/javascript', body });
  }
}

/** Opens that page, signed in, with tracks for its button. */
export async function openPlayer(
  page: Page,
  { url }: Front,
  password: string,
  tracks: readonly PlayerTrack[],
): Promise<void> {
  const signIn = await page.request.post(`${url}/api/v1/sign-in`, {
    data: { username: 'admin', password },
  });
  if (!signIn.ok()) throw new Error(`Not signed in: ${signIn.status()}`);
  await page.goto(`${url}/audio-test/`);
  await page.waitForFunction(() => window.player !== undefined);
  await page.evaluate((all) => {
    window.tracks = all;
  }, tracks as PlayerTrack[]);
}

interface Song {
  id: string;
  title: string;
  album: string;
  albumId: string;
  artist: string;
  duration: number;
  suffix: string;
  contentType: string;
  replayGain?: PlayerTrack['replayGain'];
}

/** All tracks of an engine by their title. */
export async function tracksOf(engine: Engine, atLeast: number): Promise<Map<string, PlayerTrack>> {
  const listener = await listen(engine);
  await listener.scanned(atLeast);
  const { searchResult3 } = await listener.call<{ searchResult3: { song: Song[] } }>('search3', {
    query: '',
    songCount: 500,
    artistCount: 0,
    albumCount: 0,
  });
  return new Map(searchResult3.song.map((song) => [song.title, trackOf(song)]));
}

function trackOf({ id, title, album, albumId, artist, duration, suffix, contentType, replayGain }: Song) {
  const format = { duration, suffix, contentType, bitRate: 0, lossless: false };
  const base = { id, title, album, albumId, artists: [], displayArtist: artist, hasLyrics: false, format };
  return { ...base, ...(replayGain && { replayGain }) };
}
