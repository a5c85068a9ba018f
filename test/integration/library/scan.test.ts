import {
  chmodSync,
  cpSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FileRecord } from '../../../services/library/store/collections.ts';
import { startLibrary, type TestLibrary } from '../../support/library.ts';
import { asSomebodyElse } from '../../support/rights.ts';
import { stores } from '../../support/stores.ts';
import { tinyMp3, writeMp3 } from '../../support/tiny-mp3.ts';

describe.each(stores)('a scan on $name', (store) => {
  let under: TestLibrary;
  const at = (path: string) => join(under.music, path);
  const write = (path: string, sound: number, title = path) => writeMp3(under.music, path, sound, { title });
  const paths = async () => [...(await under.tracks()).keys()].sort();

  beforeEach(async () => {
    under = await startLibrary(store);
  });
  afterEach(() => under.stop());

  it('tells of every file once, in positions without a gap, and announces each commit', async () => {
    for (let index = 0; index < 450; index++) write(`${index % 7}/${index}.mp3`, index);
    const status = await under.scan();
    expect(status).toMatchObject({
      state: 'idle',
      scanning: false,
      tracks: 450,
      seen: 450,
      read: 450,
      problems: 0,
    });
    expect((await under.tracks()).size).toBe(450);
    const { position } = under.library.feed;
    expect(position).toBeGreaterThanOrEqual(3);
    expect(under.announced).toEqual(Array.from({ length: position }, (_, index) => index + 1));
  });

  it('does not read or tell again what has not changed', async () => {
    write('a.mp3', 1);
    await under.scan();
    const { position } = under.library.feed;
    expect(await under.scan()).toMatchObject({ read: 0, tracks: 1 });
    await under.restart();
    expect(under.library.scanner.status).toMatchObject({ read: 0, tracks: 1 });
    expect(await under.scan(true)).toMatchObject({ read: 1 });
    expect(under.library.feed.position).toBe(position);
  });

  it('reads everything when that is asked for while a scan of the changes runs, and not twice', async () => {
    write('a.mp3', 1);
    await under.scan();
    under.library.scanner.scan(false);
    expect(await under.scan(true)).toMatchObject({ read: 1 });
    under.library.scanner.scan(true);
    expect(await under.scan(false)).toMatchObject({ read: 1 });
  });

  it('reads the tracks again that a new folder cover or new lyrics concern', async () => {
    write('A/1.mp3', 1);
    write('A/2.mp3', 2);
    write('B/3.mp3', 3);
    await under.scan();
    writeFileSync(at('A/Cover.JPG'), 'a picture');
    expect(await under.scan()).toMatchObject({ read: 2 });
    expect((await under.tracks()).get('A/1.mp3')?.facts.cover).toBe('folder');
    writeFileSync(at('B/3.lrc'), '[00:01.00]La');
    expect(await under.scan()).toMatchObject({ read: 1 });
    expect((await under.tracks()).get('B/3.mp3')?.facts.lyrics[0]?.lines).toEqual([
      { start: 1000, value: 'La' },
    ]);
  });

  it('takes names in any script, and skips hidden files', async () => {
    const names = [
      '夜/空 海.mp3',
      'Ελλάδα/ύχτα.mp3',
      'العربية/ليل.mp3',
      '😀/%2e%2e?#&.mp3',
      'a\'b"c\\d\n.mp3',
    ];
    for (const [index, name] of names.entries()) write(name, index);
    write('.hidden/1.mp3', 90);
    write('.2.mp3', 91);
    await under.scan();
    expect(await paths()).toEqual(names.sort());
  });

  it('lists what cannot be read with a reason, goes on, and strikes it off when it is fine', async () => {
    write('good.mp3', 1);
    writeFileSync(at('empty.mp3'), '');
    writeFileSync(at('text.flac'), 'no music in here '.repeat(50));
    symlinkSync(at('nowhere.mp3'), at('broken.mp3'));
    expect(await under.scan()).toMatchObject({ tracks: 1, problems: 3 });
    expect(await under.problems()).toMatchObject([
      { folder: 1, path: 'broken.mp3', reason: expect.stringContaining('leads nowhere') },
      { folder: 1, path: 'empty.mp3', reason: expect.stringContaining('0 bytes') },
      { folder: 1, path: 'text.flac', reason: expect.any(String) },
    ]);
    const [first] = await under.problems();
    expect(await under.library.problems(1, first!.id)).toMatchObject([{ path: 'empty.mp3' }]);
    // What is known to be unreadable is not tried again and again.
    expect(await under.scan()).toMatchObject({ read: 0, problems: 3 });

    write('empty.mp3', 2);
    rmSync(at('text.flac'));
    rmSync(at('broken.mp3'));
    expect(await under.scan()).toMatchObject({ tracks: 2, problems: 0 });
    expect(await under.problems()).toEqual([]);
  });

  it('marks a track missing whose file turned into rubbish, and takes it back when it is whole', async () => {
    write('a.mp3', 1);
    write('b.mp3', 2);
    await under.scan();
    const before = (await under.tracks()).get('a.mp3')!;
    writeFileSync(at('a.mp3'), '');
    expect(await under.scan()).toMatchObject({ tracks: 1, problems: 1 });
    expect(await under.scan()).toMatchObject({ tracks: 1, read: 0 });
    write('a.mp3', 1);
    expect(await under.scan()).toMatchObject({ tracks: 2, problems: 0 });
    expect((await under.tracks()).get('a.mp3')?.track).toBe(before.track);
  });

  it('goes through links to folders, but never in circles and never twice', async () => {
    write('Album/1.mp3', 1);
    symlinkSync(under.music, at('Album/loop'));
    symlinkSync(at('Album'), at('again'));
    writeMp3(under.other, 'Outside/2.mp3', 2);
    symlinkSync(under.other, at('linked'));
    symlinkSync(under.other, join(under.other, 'Outside/self'));
    await under.scan();
    expect(await paths()).toEqual(['Album/1.mp3', 'linked/Outside/2.mp3']);
  });

  it('lists a name that is not valid UTF-8 as a problem', async () => {
    const name = Buffer.concat([Buffer.from(at('caf')), Buffer.from([0xe9]), Buffer.from('.mp3')]);
    writeFileSync(name, tinyMp3(1));
    write('good.mp3', 2);
    expect(await under.scan()).toMatchObject({ tracks: 1, problems: 1 });
    expect((await under.problems())[0]?.reason).toContain('UTF-8');
  });

  it('keeps the tracks of a folder that may not be read', async () => {
    write('Album/1.mp3', 1);
    write('2.mp3', 2);
    await under.scan();
    chmodSync(at('Album'), 0);
    await asSomebodyElse(async () => {
      expect(await under.scan()).toMatchObject({ tracks: 2, problems: 1 });
      expect(await under.problems()).toMatchObject([
        { path: 'Album', reason: expect.stringContaining('permission') },
      ]);
    });
    chmodSync(at('Album'), 0o755);
    expect(await under.scan()).toMatchObject({ tracks: 2, problems: 0, read: 0 });
  });

  it('says that a music folder may not be read, and keeps its tracks', async () => {
    write('1.mp3', 1);
    await under.scan();
    chmodSync(under.music, 0);
    await asSomebodyElse(async () => {
      expect(await under.scan()).toMatchObject({ tracks: 1, unavailable: [1] });
      expect(await under.scan()).toMatchObject({ tracks: 1, unavailable: [1] });
    });
    expect(under.log.filter((line) => line.includes('may not be read'))).toHaveLength(1);
    chmodSync(under.music, 0o755);
    expect(await under.scan()).toMatchObject({ tracks: 1, unavailable: [], read: 0 });
  });

  it('lists a file that may not be read, and reads it when it may', async () => {
    write('1.mp3', 1);
    chmodSync(at('1.mp3'), 0);
    await asSomebodyElse(async () => {
      expect(await under.scan()).toMatchObject({ tracks: 0, problems: 1 });
      expect(await under.scan()).toMatchObject({ read: 1, problems: 1 });
    });
    chmodSync(at('1.mp3'), 0o644);
    expect(await under.scan()).toMatchObject({ tracks: 1, problems: 0 });
  });

  const comeBack = (music: string) => {
    rmSync(music, { recursive: true });
    renameSync(`${music}-away`, music);
  };
  it.each([
    [
      'missing',
      'is not there',
      (music: string) => renameSync(music, `${music}-away`),
      (music: string) => renameSync(`${music}-away`, music),
    ],
    [
      'an empty mount point',
      'is empty',
      (music: string) => {
        renameSync(music, `${music}-away`);
        mkdirSync(music);
        writeFileSync(join(music, '.keep'), '');
      },
      comeBack,
    ],
    [
      'replaced by a file',
      'is a file',
      (music: string) => {
        renameSync(music, `${music}-away`);
        writeFileSync(music, '');
      },
      comeBack,
    ],
  ])('keeps all tracks while their music folder is %s', async (_what, said, away, back) => {
    write('1.mp3', 1);
    write('2.mp3', 2);
    await under.scan();
    away(under.music);
    expect(await under.scan()).toMatchObject({ tracks: 2, unavailable: [1] });
    expect(under.log.filter((line) => line.includes(`${under.music} ${said}`))).toHaveLength(1);
    expect((await under.tracks()).size).toBe(2);
    back(under.music);
    expect(await under.scan()).toMatchObject({ tracks: 2, unavailable: [], read: 0 });
  });

  it('keeps the numbers of music folders whatever their order, and marks missing what is no longer configured', async () => {
    write('1.mp3', 1);
    writeMp3(under.other, '2.mp3', 2);
    await under.restart({ music: [under.music, under.other] });
    await under.restart({ music: [under.other, under.music] });
    const tracks = await under.tracks();
    expect([tracks.get('1.mp3')?.folder, tracks.get('2.mp3')?.folder]).toEqual([1, 2]);
    expect(under.library.scanner.status).toMatchObject({ read: 0, tracks: 2 });
    await under.restart({ music: [under.music] });
    expect(await paths()).toEqual(['1.mp3']);
    await under.restart({ music: [under.other, under.music] });
    expect((await under.tracks()).get('2.mp3')).toMatchObject({
      track: tracks.get('2.mp3')?.track,
      folder: 2,
    });
  });

  it('does not look twice at a music folder inside another one', async () => {
    write('Inner/1.mp3', 1);
    await under.restart({ music: [under.music, at('Inner')] });
    expect([...(await under.all()).values()]).toMatchObject([{ folder: 2, path: '1.mp3' }]);
  });

  it('keeps what was read when it is cancelled, stays cancelled over a restart, and goes on when asked', async () => {
    for (let index = 0; index < 600; index++) write(`${index}.mp3`, index);
    under.library.scanner.scan(false);
    while (under.library.scanner.status.read < 100) await new Promise(setImmediate);
    expect(await under.library.scanner.cancel()).toMatchObject({ scanning: false, state: 'cancelled' });
    const { tracks } = under.library.scanner.status;
    expect(tracks).toBeGreaterThanOrEqual(100);
    expect(tracks).toBeLessThan(600);
    expect((await under.tracks()).size).toBe(tracks);
    await under.restart();
    expect(under.library.scanner.status).toMatchObject({ state: 'cancelled', scanning: false, tracks });
    expect(await under.scan()).toMatchObject({ state: 'idle', tracks: 600, read: 600 - tracks });
    expect((await under.all()).size).toBe(600);
  });

  it('goes on at the next start when the engine ended in the midst of it', async () => {
    for (let index = 0; index < 600; index++) write(`${index}.mp3`, index);
    under.library.scanner.scan(false);
    while (under.library.scanner.status.read < 100) await new Promise(setImmediate);
    await under.restart();
    expect(under.library.scanner.status).toMatchObject({ state: 'idle', tracks: 600 });
    expect((await under.all()).size).toBe(600);
  });

  it('tells again what a crash left without its commit', async () => {
    write('a.mp3', 1);
    write('b.mp3', 2);
    await under.scan();
    const files = under.db.collection<FileRecord>('files');
    const { track } = (await under.tracks()).get('a.mp3')!;
    const record = (await files.get(track))!;
    const pos = under.library.feed.position + 1;
    await files.update({ ...record, dir: 'elsewhere', pos, factsPos: pos });
    await files.insert({ ...record, _id: 'tr-neverseen', name: 'b2.mp3', pos, factsPos: pos });
    cpSync(at('b.mp3'), at('b2.mp3'));
    await under.restart();
    const tracks = await under.tracks();
    expect(tracks.get('a.mp3')?.track).toBe(track);
    expect([...tracks.keys()].sort()).toEqual(['a.mp3', 'b.mp3', 'b2.mp3']);
    expect(await under.scan()).toMatchObject({ read: 0, tracks: 3 });
  });

  it('cannot be made to tell more than the bus carries by a library of huge lyrics', async () => {
    const words = Array.from({ length: 9000 }, (_, index) => `line ${index}`).join('\n');
    for (let index = 0; index < 30; index++) {
      writeMp3(under.music, `${index}.mp3`, index, {
        unsynchronisedLyrics: { language: 'eng', text: words },
      });
    }
    await under.scan();
    let pos = 0;
    while (pos < under.library.feed.position) {
      const commits = await under.library.feed.after(pos);
      expect(Buffer.byteLength(JSON.stringify(commits))).toBeLessThan(700_000);
      pos = commits.at(-1)!.pos;
    }
  });

  it('takes a file that carries an old date, and sees when only its content changes', async () => {
    write('a.mp3', 1);
    utimesSync(at('a.mp3'), 0, 0);
    await under.scan();
    const { etag } = (await under.tracks()).get('a.mp3')!;
    writeFileSync(at('a.mp3'), tinyMp3(1, { title: 'A longer title than before' }));
    utimesSync(at('a.mp3'), 0, 0);
    await under.scan();
    expect((await under.tracks()).get('a.mp3')?.etag).not.toBe(etag);
  });
});
