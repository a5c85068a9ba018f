import { cpSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startLibrary, type TestLibrary } from '../../support/library.ts';
import { stores } from '../../support/stores.ts';
import { writeMp3 } from '../../support/tiny-mp3.ts';

describe.each(stores)('which track a file is, on $name', (store) => {
  let under: TestLibrary;
  const at = (path: string) => join(under.music, path);
  const write = (path: string, sound: number, title = path) => writeMp3(under.music, path, sound, { title });
  const idOf = async (path: string) => (await under.tracks()).get(path)?.track;

  beforeEach(async () => {
    under = await startLibrary(store);
  });
  afterEach(() => under.stop());

  it('keeps the track over an edit of its tags', async () => {
    write('a.mp3', 1, 'Before');
    await under.scan();
    const before = await idOf('a.mp3');
    write('a.mp3', 1, 'After');
    await under.scan();
    const tracks = await under.tracks();
    expect(tracks.get('a.mp3')).toMatchObject({ track: before, facts: { title: 'After' } });
    expect(tracks.size).toBe(1);
  });

  it('keeps the track, and when it was added, over a rename and a move to another folder', async () => {
    write('Artist/Album/1.mp3', 1);
    await under.scan();
    const before = (await under.tracks()).get('Artist/Album/1.mp3')!;
    mkdirSync(at('Elsewhere'));
    renameSync(at('Artist/Album/1.mp3'), at('Elsewhere/one.mp3'));
    await under.scan();
    const all = await under.all();
    expect([...all.values()]).toMatchObject([
      { track: before.track, path: 'Elsewhere/one.mp3', added: before.added, missing: false },
    ]);
  });

  it('keeps the track of a file that is moved and retagged at once', async () => {
    write('a.mp3', 1);
    await under.scan();
    const before = await idOf('a.mp3');
    rmSync(at('a.mp3'));
    write('b.mp3', 1, 'Another title');
    await under.scan();
    expect(await idOf('b.mp3')).toBe(before);
  });

  it('tells two files apart that swapped their names', async () => {
    write('a.mp3', 1, 'Sound of one');
    write('b.mp3', 2, 'Sound of two, which is longer');
    await under.scan();
    const [a, b] = [await idOf('a.mp3'), await idOf('b.mp3')];
    renameSync(at('a.mp3'), at('c.mp3'));
    renameSync(at('b.mp3'), at('a.mp3'));
    renameSync(at('c.mp3'), at('b.mp3'));
    await under.scan();
    expect(await idOf('a.mp3')).toBe(b);
    expect(await idOf('b.mp3')).toBe(a);
    expect((await under.all()).size).toBe(2);
  });

  it('follows a chain of renames', async () => {
    for (const [name, sound] of [
      ['1', 1],
      ['2', 2],
      ['3', 3],
    ] as const)
      write(`${name}.mp3`, sound, 'x'.repeat(sound));
    await under.scan();
    const ids = [await idOf('1.mp3'), await idOf('2.mp3'), await idOf('3.mp3')];
    renameSync(at('3.mp3'), at('4.mp3'));
    renameSync(at('2.mp3'), at('3.mp3'));
    renameSync(at('1.mp3'), at('2.mp3'));
    await under.scan();
    expect([await idOf('2.mp3'), await idOf('3.mp3'), await idOf('4.mp3')]).toEqual(ids);
    expect((await under.all()).size).toBe(3);
  });

  it('gives a copy a new track while its original is there', async () => {
    write('a.mp3', 1);
    await under.scan();
    const original = await idOf('a.mp3');
    cpSync(at('a.mp3'), at('copy.mp3'));
    await under.scan();
    expect(await idOf('a.mp3')).toBe(original);
    expect(await idOf('copy.mp3')).not.toBe(original);
    expect((await under.tracks()).size).toBe(2);
  });

  it('lets a track take the place of its copy when the copy was the first half of a move', async () => {
    write('a.mp3', 1, 'The title');
    write('keep.mp3', 2);
    await under.scan();
    const original = (await under.tracks()).get('a.mp3')!;
    mkdirSync(at('other disk'));
    cpSync(at('a.mp3'), at('other disk/a.mp3'));
    await under.scan();
    rmSync(at('a.mp3'));
    expect(await under.scan()).toMatchObject({ tracks: 2 });
    const moved = (await under.tracks()).get('other disk/a.mp3');
    expect(moved).toMatchObject({
      track: original.track,
      added: original.added,
      facts: { title: 'The title' },
    });
    expect(await under.scan()).toMatchObject({ tracks: 2, read: 0 });
    expect((await under.tracks()).size).toBe(2);
  });

  it('keeps the track of a path that gets other audio, a better copy say', async () => {
    write('a.mp3', 1);
    await under.scan();
    const before = await idOf('a.mp3');
    write('a.mp3', 2, 'Better and longer');
    await under.scan();
    expect(await idOf('a.mp3')).toBe(before);
    expect((await under.all()).size).toBe(1);
  });

  it('keeps the old track with the file that was moved away, when another takes its place', async () => {
    write('a.mp3', 1);
    await under.scan();
    const before = await idOf('a.mp3');
    renameSync(at('a.mp3'), at('moved.mp3'));
    write('a.mp3', 2, 'Something else');
    await under.scan();
    expect(await idOf('moved.mp3')).toBe(before);
    expect(await idOf('a.mp3')).not.toBe(before);
  });

  it('keeps each of several tracks of the same audio by its name when their folder is renamed', async () => {
    for (const name of ['1', '2', '3']) write(`Old/${name}.mp3`, 7, 'Silence');
    await under.scan();
    const ids = [await idOf('Old/1.mp3'), await idOf('Old/2.mp3'), await idOf('Old/3.mp3')];
    renameSync(at('Old'), at('New'));
    await under.scan();
    expect([await idOf('New/1.mp3'), await idOf('New/2.mp3'), await idOf('New/3.mp3')]).toEqual(ids);
  });

  it('marks a vanished file missing, with all that is known of it, and takes it back whole when it returns', async () => {
    write('keep.mp3', 9);
    write('a.mp3', 1, 'The title');
    await under.scan();
    const before = (await under.tracks()).get('a.mp3')!;
    renameSync(at('a.mp3'), join(under.other, 'a.mp3'));
    expect(await under.scan()).toMatchObject({ tracks: 1 });
    expect((await under.all()).get(before.track)).toEqual({ ...before, missing: true });

    mkdirSync(at('later'));
    renameSync(join(under.other, 'a.mp3'), at('later/z.mp3'));
    expect(await under.scan()).toMatchObject({ tracks: 2 });
    expect((await under.tracks()).get('later/z.mp3')).toMatchObject({
      track: before.track,
      added: before.added,
    });
    rmSync(at('later/z.mp3'));
    await under.scan();
    write('later/z.mp3', 1, 'The title');
    await under.scan();
    expect(await idOf('later/z.mp3')).toBe(before.track);
  });

  it('keeps the tracks when a music folder moves to another place', async () => {
    write('Artist/1.mp3', 1);
    await under.scan();
    const before = await idOf('Artist/1.mp3');
    const moved = join(under.other, 'music');
    renameSync(under.music, moved);
    await under.restart({ music: [moved] });
    expect((await under.tracks()).get('Artist/1.mp3')).toMatchObject({ track: before, folder: 2 });
  });
});
