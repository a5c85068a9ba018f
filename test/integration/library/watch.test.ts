import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { platform } from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { inotifyQueue, inotifyWatches } from '../../support/inotify.ts';
import { startLibrary, type TestLibrary } from '../../support/library.ts';
import { asSomebodyElse } from '../../support/rights.ts';
import { stores } from '../../support/stores.ts';
import { tinyMp3, writeMp3 } from '../../support/tiny-mp3.ts';

const LIMIT = 30_000;
const onLinux = platform === 'linux' ? it : it.skip;

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

  it('hears of what happens in a folder that came with others in it, and that was moved since', async () => {
    writeMp3(under.other, 'Artist/Album/Disc/1.mp3', 1);
    cpSync(join(under.other, 'Artist'), at('Artist'), { recursive: true });
    await untilPaths('Artist/Album/Disc/1.mp3');
    write('Artist/Album/Disc/2.mp3', 2);
    await untilPaths('Artist/Album/Disc/1.mp3', 'Artist/Album/Disc/2.mp3');
    renameSync(at('Artist'), at('Band'));
    await untilPaths('Band/Album/Disc/1.mp3', 'Band/Album/Disc/2.mp3');
    write('Band/Album/Disc/3.mp3', 3);
    write('Artist/4.mp3', 4);
    await untilPaths(
      'Artist/4.mp3',
      'Band/Album/Disc/1.mp3',
      'Band/Album/Disc/2.mp3',
      'Band/Album/Disc/3.mp3',
    );
  });

  it('hears of what happens in a folder that took the place of another', async () => {
    write('Album/Disc/1.mp3', 1);
    await untilPaths('Album/Disc/1.mp3');
    writeMp3(under.other, 'Album/Disc/2.mp3', 2);
    renameSync(at('Album'), join(under.other, 'old'));
    renameSync(join(under.other, 'Album'), at('Album'));
    await untilPaths('Album/Disc/2.mp3');
    write('Album/Disc/3.mp3', 3);
    writeMp3(join(under.other, 'old'), 'Disc/4.mp3', 4);
    await untilPaths('Album/Disc/2.mp3', 'Album/Disc/3.mp3');
  });

  it('hears of what happens behind a link, and of links that come and go', async () => {
    writeMp3(under.other, 'Disc/1.mp3', 1);
    mkdirSync(at('Artist'));
    symlinkSync(under.other, at('Artist/linked'));
    await untilPaths('Artist/linked/Disc/1.mp3');
    writeMp3(under.other, 'Disc/2.mp3', 2);
    writeMp3(under.other, 'New/3.mp3', 3);
    await untilPaths('Artist/linked/Disc/1.mp3', 'Artist/linked/Disc/2.mp3', 'Artist/linked/New/3.mp3');
    unlinkSync(at('Artist/linked'));
    await untilPaths();
  });

  it('finds nothing twice when links are made that lead in circles or to what is there', async () => {
    write('Album/1.mp3', 1);
    writeMp3(under.other, 'Disc/2.mp3', 2);
    symlinkSync(under.other, at('linked'));
    await untilPaths('Album/1.mp3', 'linked/Disc/2.mp3');
    symlinkSync(at('.'), at('Album/loop'));
    symlinkSync(at('..'), at('above'));
    symlinkSync(at('Album'), at('again'));
    symlinkSync(under.other, at('twice'));
    symlinkSync(under.other, join(under.other, 'Disc/self'));
    symlinkSync(join(under.other, 'Disc'), join(under.other, 'Disc/circle'));
    write('Album/3.mp3', 3);
    await untilPaths('Album/1.mp3', 'Album/3.mp3', 'linked/Disc/2.mp3');
    writeMp3(under.other, 'Disc/4.mp3', 4);
    const all = ['Album/1.mp3', 'Album/3.mp3', 'linked/Disc/2.mp3', 'linked/Disc/4.mp3'];
    await untilPaths(...all);
    expect((await under.all()).size).toBe(4);
    await under.scan();
    await untilPaths(...all);
  });

  it('keeps the tracks that lie in two parts which changed during a scan', async () => {
    write('Artist/Album/1.mp3', 1);
    await untilPaths('Artist/Album/1.mp3');
    under.library.scanner.scan(true);
    under.library.scanner.scanParts(1, [{ dir: 'Artist', deep: true }]);
    under.library.scanner.scanParts(1, [{ dir: 'Artist/Album', deep: false }]);
    const { position } = under.library.feed;
    await under.library.scanner.idle();
    await untilPaths('Artist/Album/1.mp3');
    expect(under.library.feed.position).toBe(position);
  });

  it('takes a folder in when it may be read', async () => {
    write('closed/Album/1.mp3', 1);
    write('2.mp3', 2);
    chmodSync(at('closed'), 0);
    await asSomebodyElse(async (asOwner) => {
      await untilPaths('2.mp3');
      expect((await under.problems()).map(({ path }) => path)).toEqual(['closed']);
      asOwner(() => chmodSync(at('closed'), 0o755));
      await untilPaths('2.mp3', 'closed/Album/1.mp3');
      asOwner(() => write('closed/Album/3.mp3', 3));
      await untilPaths('2.mp3', 'closed/Album/1.mp3', 'closed/Album/3.mp3');
      expect(await under.problems()).toEqual([]);
    });
  });

  it('notices that the music folder goes and comes back as another', async () => {
    write('1.mp3', 1);
    await untilPaths('1.mp3');
    writeMp3(under.other, '1.mp3', 1);
    writeMp3(under.other, 'Album/2.mp3', 2);
    rmSync(under.music, { recursive: true });
    cpSync(under.other, under.music, { recursive: true });
    await untilPaths('1.mp3', 'Album/2.mp3');
    write('Album/3.mp3', 3);
    await untilPaths('1.mp3', 'Album/2.mp3', 'Album/3.mp3');
  });

  it('watches also when the last scan was cancelled and none is run', async () => {
    await under.restart({ watch: false });
    write('Album/1.mp3', 1);
    await under.scan();
    under.library.scanner.scan(true);
    await under.library.scanner.cancel();
    await under.restart({ watch: true });
    await under.library.watching;
    expect(under.library.scanner.status.state).toBe('cancelled');
    write('Album/2.mp3', 2);
    await untilPaths('Album/1.mp3', 'Album/2.mp3');
  });

  onLinux('looks at everything when the system has dropped events', async () => {
    write('Album/1.mp3', 1);
    await untilPaths('Album/1.mp3');
    for (let event = 0; event < inotifyQueue(); event += 2) {
      writeFileSync(at('Album/noise.txt'), '');
      unlinkSync(at('Album/noise.txt'));
    }
    write('Late/2.mp3', 2);
    await untilPaths('Album/1.mp3', 'Late/2.mp3');
    write('Late/3.mp3', 3);
    await untilPaths('Album/1.mp3', 'Late/2.mp3', 'Late/3.mp3');
  });

  onLinux('watches every folder once, no file, and nothing that is hidden or gone', async () => {
    const before = inotifyWatches();
    for (const name of ['1', '2', '3']) write(`Artist/${name}/${name}.mp3`, Number(name));
    write('.hidden/Album/4.mp3', 4);
    await untilPaths('Artist/1/1.mp3', 'Artist/2/2.mp3', 'Artist/3/3.mp3');
    const settled = async (watches: number) => {
      const end = performance.now() + LIMIT;
      while (inotifyWatches() !== before + watches && performance.now() < end)
        await new Promise((resolve) => setTimeout(resolve, 50));
      expect(inotifyWatches()).toBe(before + watches);
    };
    await settled(4);
    for (const [from, to] of [
      ['Artist', 'Band'],
      ['Band', 'Artist'],
      ['Artist/1', 'Artist/4'],
    ])
      renameSync(at(from!), at(to!));
    await untilPaths('Artist/2/2.mp3', 'Artist/3/3.mp3', 'Artist/4/1.mp3');
    await settled(4);
    rmSync(at('Artist/2'), { recursive: true });
    await untilPaths('Artist/3/3.mp3', 'Artist/4/1.mp3');
    await settled(3);
    await under.library.close();
    expect(inotifyWatches()).toBe(before - 1);
    await under.restart();
  });
});
