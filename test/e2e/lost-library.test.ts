import { copyFileSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Engine, startEngine } from '../support/engine.ts';
import { type Listener, listen } from '../support/listener.ts';
import { writeMp3 } from '../support/tiny-mp3.ts';

interface Song {
  id: string;
  title: string;
}

const LIMIT = 60_000;

describe("an engine without the library's database", () => {
  let folder: string;
  let engine: Engine;
  let listener: Listener;
  let apiKey: string | undefined;
  const inMusic = (name: string) => join(folder, 'music', name);
  const database = () => join(folder, 'data', 'library.db');
  const write = (name: string, sound: number) =>
    writeMp3(join(folder, 'music'), name, sound, { title: name });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cantiga-lost-'));
    apiKey = undefined;
    for (let n = 0; n < 4; n++) write(`${n}.mp3`, n);
    await start();
  });
  afterEach(async () => {
    await engine.stop();
    rmSync(folder, { recursive: true });
  });

  async function start() {
    engine = await startEngine({ music: [join(folder, 'music')], dataDir: join(folder, 'data') });
    listener = await listen(engine, apiKey);
    apiKey = listener.apiKey;
  }

  async function songs(): Promise<Map<string, string>> {
    const wanted = { query: '', artistCount: 0, albumCount: 0, songCount: 500 };
    const { searchResult3 } = await listener.call<{ searchResult3: { song?: Song[] } }>('search3', wanted);
    return new Map((searchResult3.song ?? []).map(({ id, title }) => [title, id]));
  }

  async function untilSongs(...titles: string[]): Promise<Map<string, string>> {
    const end = performance.now() + LIMIT;
    for (;;) {
      const now = await songs();
      if (now.size === titles.length && titles.every((title) => now.has(title))) return now;
      if (performance.now() > end) expect([...now.keys()].sort()).toEqual(titles);
      await delay(100);
    }
  }

  async function plays(id: string): Promise<number> {
    const answer = await fetch(engine.url + listener.path('stream', { id }));
    await answer.arrayBuffer();
    return answer.status;
  }

  it('finds every track again under the id that it had, and forgets what went meanwhile', async () => {
    const before = await untilSongs('0.mp3', '1.mp3', '2.mp3', '3.mp3');
    renameSync(inMusic('0.mp3'), inMusic('moved.mp3'));
    await listener.call('star', { id: before.get('1.mp3')! });
    await engine.stop();
    for (const left of ['', '-wal', '-shm']) rmSync(database() + left, { force: true });
    rmSync(inMusic('3.mp3'));
    write('4.mp3', 4);
    await start();
    const after = await untilSongs('0.mp3', '1.mp3', '2.mp3', '4.mp3');
    for (const title of ['0.mp3', '1.mp3', '2.mp3']) {
      expect(after.get(title)).toBe(before.get(title));
      expect(await plays(after.get(title)!)).toBe(200);
    }
    const { starred2 } = await listener.call<{ starred2: { song: Song[] } }>('getStarred2');
    expect(starred2.song.map(({ title }) => title)).toEqual(['1.mp3']);
  });

  it('comes to the same from an older backup', async () => {
    const before = await untilSongs('0.mp3', '1.mp3', '2.mp3', '3.mp3');
    await engine.stop();
    copyFileSync(database(), join(folder, 'backup'));
    await start();
    await untilSongs('0.mp3', '1.mp3', '2.mp3', '3.mp3');
    for (let n = 5; n < 8; n++) {
      write(`${n}.mp3`, n);
      await untilSongs(
        ...['0.mp3', '1.mp3', '2.mp3', '3.mp3'],
        ...['5.mp3', '6.mp3', '7.mp3'].slice(0, n - 4),
      );
    }
    const latest = await songs();
    await engine.stop();
    copyFileSync(join(folder, 'backup'), database());
    rmSync(inMusic('6.mp3'));
    await start();
    const after = await untilSongs('0.mp3', '1.mp3', '2.mp3', '3.mp3', '5.mp3', '7.mp3');
    for (const [title, id] of after) expect(id).toBe(latest.get(title) ?? before.get(title));
    write('8.mp3', 8);
    await untilSongs('0.mp3', '1.mp3', '2.mp3', '3.mp3', '5.mp3', '7.mp3', '8.mp3');
  });
});
