import { appendFileSync, cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startLibrary, type TestLibrary } from '../../support/library.ts';
import { stores } from '../../support/stores.ts';
import { tinyMp3, writeMp3 } from '../../support/tiny-mp3.ts';

const LIMIT = 30_000;

describe('a watched music folder', () => {
  let under: TestLibrary;
  const at = (path: string) => join(under.music, path);
  const write = (path: string, sound: number) => writeMp3(under.music, path, sound);

  /** Waits until these are the paths of all tracks that are there. */
  async function untilPaths(...paths: string[]) {
    const end = performance.now() + LIMIT;
    let now: string[] = [];
    while (performance.now() < end) {
      now = [...(await under.tracks()).keys()].sort();
      if (JSON.stringify(now) === JSON.stringify(paths) && !under.library.scanner.status.scanning) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(now).toEqual(paths);
  }

  beforeEach(async () => {
    under = await startLibrary(stores[0]!, { watch: true });
    await under.library.watching;
  });
  afterEach(() => under.stop());

  it('shows new files, changed ones and removed ones without being asked', async () => {
    write('A/1.mp3', 1);
    await untilPaths('A/1.mp3');
    mkdirSync(at('Artist/Album'), { recursive: true });
    write('Artist/Album/2.mp3', 2);
    await untilPaths('A/1.mp3', 'Artist/Album/2.mp3');
    rmSync(at('A'), { recursive: true });
    await untilPaths('Artist/Album/2.mp3');
  });

  it('keeps the tracks of a folder that is renamed or moved', async () => {
    for (const name of ['1', '2', '3']) write(`Old/Album/${name}.mp3`, Number(name));
    await untilPaths('Old/Album/1.mp3', 'Old/Album/2.mp3', 'Old/Album/3.mp3');
    const before = (await under.tracks()).get('Old/Album/2.mp3')!.track;
    mkdirSync(at('New'));
    renameSync(at('Old/Album'), at('New/Album'));
    await untilPaths('New/Album/1.mp3', 'New/Album/2.mp3', 'New/Album/3.mp3');
    expect((await under.tracks()).get('New/Album/2.mp3')?.track).toBe(before);
    expect((await under.all()).size).toBe(3);
  });

  it('takes a file that is still being written when it is whole', async () => {
    const whole = tinyMp3(5, { title: 'Whole' });
    writeFileSync(at('slow.mp3'), whole.subarray(0, 500));
    const writer = setInterval(() => appendFileSync(at('slow.mp3'), whole.subarray(500, 501)), 100);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    clearInterval(writer);
    writeFileSync(at('slow.mp3'), whole);
    await untilPaths('slow.mp3');
    const end = performance.now() + LIMIT;
    while ((await under.tracks()).get('slow.mp3')?.size !== whole.length && performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect((await under.tracks()).get('slow.mp3')).toMatchObject({
      size: whole.length,
      facts: { title: 'Whole' },
    });
  });

  it('takes a copy from elsewhere together with its cover', async () => {
    writeMp3(under.other, 'Album/1.mp3', 1);
    writeFileSync(join(under.other, 'Album/cover.png'), 'a picture');
    cpSync(join(under.other, 'Album'), at('Album'), { recursive: true });
    await untilPaths('Album/1.mp3');
    expect((await under.tracks()).get('Album/1.mp3')?.facts.cover).toBe('folder');
  });
});
