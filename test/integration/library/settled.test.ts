import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { random } from '../../bench/library-plan.ts';
import { startLibrary, type TestLibrary } from '../../support/library.ts';
import { stores } from '../../support/stores.ts';
import { writeMp3 } from '../../support/tiny-mp3.ts';

const [store] = stores;
/** Of all files, so that a scan cannot see by their dates that they came and went. */
const OLD = new Date('2020-01-01T00:00:00Z');

describe('scans that pass over folders which look as they did', () => {
  let under: TestLibrary;
  const at = (path: string) => join(under.music, path);
  const write = (path: string, sound: number) => {
    writeMp3(under.music, path, sound, { title: path });
    utimesSync(at(path), OLD, OLD);
  };
  const copy = (from: string, to: string) => {
    mkdirSync(dirname(at(to)), { recursive: true });
    copyFileSync(at(from), at(to));
    utimesSync(at(to), OLD, OLD);
  };
  const scanPart = async (dir: string, deep = false) => {
    under.library.scanner.scanParts(under.library.folders[0]!.id, [{ dir, deep }]);
    await under.library.scanner.idle();
  };
  const found = async () => [...(await under.tracks()).keys()].sort();
  const there = () =>
    readdirSync(under.music, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(at(path)).isFile())
      .sort();

  afterEach(() => under.stop());

  it('take a file back that is again as it was before it vanished', async () => {
    under = await startLibrary(store!);
    write('A/1.mp3', 1);
    write('A/2.mp3', 2);
    for (let round = 0; round < 2; round++) await under.scan();
    renameSync(at('A/1.mp3'), join(under.other, '1.mp3'));
    await under.scan();
    expect(await found()).toEqual(['A/2.mp3']);
    renameSync(join(under.other, '1.mp3'), at('A/1.mp3'));
    await under.scan();
    expect(await found()).toEqual(['A/1.mp3', 'A/2.mp3']);
  });

  it('see that a folder is gone, also one that is younger than the last look at all of them', async () => {
    under = await startLibrary(store!);
    write('A/1.mp3', 1);
    for (let round = 0; round < 2; round++) await under.scan();
    write('B/2.mp3', 2);
    await scanPart('B');
    expect(await found()).toEqual(['A/1.mp3', 'B/2.mp3']);
    for (const dir of ['A', 'B']) rmSync(at(dir), { recursive: true });
    write('C/3.mp3', 3);
    await under.scan();
    expect(await found()).toEqual(['C/3.mp3']);
  });

  it('find a file at the place that its track left in a scan of another folder', async () => {
    under = await startLibrary(store!);
    write('A/1.mp3', 1);
    write('B/2.mp3', 2);
    for (let round = 0; round < 2; round++) await under.scan();
    renameSync(at('A/1.mp3'), at('B/1.mp3'));
    await scanPart('B');
    expect(await found()).toEqual(['B/1.mp3', 'B/2.mp3']);
    copy('B/1.mp3', 'A/1.mp3');
    await under.scan();
    expect(await found()).toEqual(['A/1.mp3', 'B/1.mp3', 'B/2.mp3']);
  });

  it.each([1, 2, 3, 4])('find all that is there, whatever happened between them (seed %i)', async (seed) => {
    under = await startLibrary(store!);
    const next = random(seed);
    const below = (count: number) => Math.floor(next() * count);
    const dirs = ['', 'A', 'A/B', 'C', 'D'];
    const someDir = () => dirs[below(dirs.length)]!;
    const name = () => join(someDir(), `${below(4)}.mp3`);
    const change = () => {
      const files = there();
      const file = files[below(files.length)];
      const to = name();
      const kind = below(6);
      if (kind === 0 || file === undefined) write(to, 1 + below(8));
      else if (kind === 1) rmSync(at(file));
      else if (kind === 2 && file !== to) copy(file, to);
      else if (kind === 3 && dirname(file) !== '.') rmSync(at(dirname(file)), { recursive: true });
      else {
        mkdirSync(dirname(at(to)), { recursive: true });
        renameSync(at(file), at(to));
      }
    };
    for (let n = 0; n < 12; n++) write(name(), 1 + below(8));
    for (let round = 0; round < 15; round++) {
      for (let n = below(4); n > 0; n--) change();
      if (next() < 0.5) await scanPart(someDir(), next() < 0.3);
      else {
        await under.scan();
        expect([round, await found()]).toEqual([round, there()]);
      }
    }
    await under.scan();
    const before = under.library.feed.position;
    await under.scan();
    expect([await found(), under.library.feed.position]).toEqual([there(), before]);
  });
});
