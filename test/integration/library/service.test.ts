import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import library from '../../../services/library/library.service.ts';
import { temporaryFolder } from '../../support/audio.ts';
import { errorOf, eventually, type Rooms, startRooms } from '../../support/rooms.ts';
import { type StoreUnderTest, stores } from '../../support/stores.ts';
import { tinyMp3, writeMp3 } from '../../support/tiny-mp3.ts';

const { folder: music, remove } = temporaryFolder('service');
const withMusic: StoreUnderTest = {
  name: 'sqlite',
  async open() {
    const place = await stores[0]!.open();
    const config = { ...place.config, music: [music], watch: false };
    return { ...place, config };
  },
};
let rooms: Rooms;
let embedded: Buffer;
let beside: Buffer;
const admin = { id: 'us-1', name: 'admin', roles: ['admin' as const, 'listener' as const] };
const listener = { id: 'us-2', name: 'someone', roles: ['listener' as const] };

async function trackAt(path: string): Promise<string> {
  const commits = await rooms.service('library.changes', { after: 0 });
  return commits.flatMap(({ changes }) => changes).findLast((change) => change.path === path)!.track;
}

async function scan(): Promise<void> {
  await rooms.as(admin)('library.scan', {});
  await eventually(async () => !(await rooms.service('library.status', {})).scanning);
}

beforeAll(async () => {
  const picture = (color: string, size: number) =>
    sharp({
      create: {
        width: size,
        height: size,
        channels: 3,
        background: color,
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    });
  embedded = await picture('red', 900).png().toBuffer();
  beside = await picture('blue', 64).jpeg().toBuffer();
  const image = { mime: 'image/png', type: { id: 3 }, description: '', imageBuffer: embedded };
  writeMp3(music, 'Album/1.mp3', 1, { image });
  writeMp3(music, 'Album/2.mp3', 2);
  writeMp3(music, 'Bare/3.mp3', 3);
  writeMp3(music, 'Bare/4.mp3', 4, {
    image: { ...image, imageBuffer: Buffer.from('<script>alert(1)</script>') },
  });
  writeFileSync(join(music, 'Album/cover.jpg'), beside);
  writeFileSync(join(music, 'Bare/broken.mp3'), '');
  rooms = await startRooms(withMusic, library);
  await eventually(async () => {
    const { scanning, tracks } = await rooms.service('library.status', {});
    return !scanning && tracks === 4;
  });
});
afterAll(async () => {
  await rooms?.stop();
  remove();
});

describe('the library service', () => {
  it('shows listeners the folders by name, and how the scan stands', async () => {
    const name = music.split('/').at(-1);
    expect(await rooms.as(listener)('library.folders', {})).toEqual([{ id: 1, name }]);
    const status = await rooms.as(listener)('library.status', {});
    expect(status).toMatchObject({
      scanning: false,
      state: 'idle',
      tracks: 4,
      seen: 5,
      problems: 1,
      unavailable: [],
    });
    expect(JSON.stringify(status)).not.toContain(music);
  });

  it('lets only administrators scan, cancel and see problems', async () => {
    for (const name of ['library.scan', 'library.cancel', 'library.problems'] as const) {
      await expect(rooms.as(listener)(name, {})).rejects.toEqual(errorOf('FORBIDDEN'));
      await expect(rooms.as(admin)(name, {})).resolves.toBeDefined();
    }
    expect(await rooms.as(admin)('library.problems', {})).toMatchObject([
      { folder: 1, path: 'Bare/broken.mp3' },
    ]);
    await eventually(async () => !(await rooms.service('library.status', {})).scanning);
  });

  it.each([
    ['library.changes', { after: 0 }],
    ['library.file', { track: 'tr-1' }],
    ['library.path', { track: 'tr-1' }],
    ['library.picture', { track: 'tr-1' }],
    ['library.read', { track: 'tr-1', etag: 'x', offset: 0, length: 1 }],
  ] as const)('keeps %s from listeners and administrators', async (name, params) => {
    await expect(rooms.as(admin)(name, params as never)).rejects.toEqual(errorOf('FORBIDDEN'));
  });

  it('gives the bytes of a file by its etag', async () => {
    const track = await trackAt('Album/2.mp3');
    const whole = readFileSync(join(music, 'Album/2.mp3'));
    const info = await rooms.service('library.file', { track });
    expect(info).toMatchObject({ track, size: whole.length, contentType: 'audio/mpeg', suffix: 'mp3' });
    expect(JSON.stringify(info)).not.toContain('Album');
    const read = (offset: number, length: number) =>
      rooms.service('library.read', { track, etag: info.etag, offset, length });
    expect(await read(0, 262_144)).toEqual(whole);
    expect(await read(10, 5)).toEqual(whole.subarray(10, 15));
    expect(await read(whole.length, 5)).toHaveLength(0);
    await expect(read(0, 262_145)).rejects.toBeDefined();
    expect(await rooms.service('library.path', { track })).toEqual({
      ...info,
      path: join(music, 'Album/2.mp3'),
    });
  });

  it('says so when a file has changed or is gone, and gives it by its new etag', async () => {
    writeMp3(music, 'change.mp3', 10);
    writeMp3(music, 'go.mp3', 11);
    await scan();
    const [changing, going] = [await trackAt('change.mp3'), await trackAt('go.mp3')];
    const before = await rooms.service('library.file', { track: changing });
    const first = { track: changing, etag: before.etag, offset: 0, length: 10 };
    await rooms.service('library.read', first);
    writeFileSync(join(music, 'change.mp3'), tinyMp3(12, { title: 'Other' }));
    rmSync(join(music, 'go.mp3'));
    await expect(rooms.service('library.read', first)).rejects.toEqual(errorOf('FILE_CHANGED'));
    await expect(rooms.service('library.file', { track: going })).rejects.toEqual(errorOf('FILE_CHANGED'));
    const { etag } = await rooms.service('library.file', { track: changing });
    expect(await rooms.service('library.read', { ...first, etag })).toHaveLength(10);
  });

  it.each(['tr-unknown', 'tr-01hzzzzzzzzzzzzzzzzzzzzzzz'])('knows no file of %s', async (track) => {
    await expect(rooms.service('library.file', { track })).rejects.toEqual(errorOf('NOT_FOUND'));
    await expect(rooms.service('library.picture', { track })).rejects.toEqual(errorOf('NOT_FOUND'));
  });

  it.each(['../../etc/passwd', 'tr-../../x', 'tr-', 'Album/1.mp3', 'tr-A', 'tr-a\0'])(
    'takes no path for a track: %j',
    async (track) => {
      await expect(rooms.service('library.file', { track })).rejects.toMatchObject({ code: 422 });
    },
  );

  it('gives the picture in the file before the one in its folder, in slices', async () => {
    const track = await trackAt('Album/1.mp3');
    const first = await rooms.service('library.picture', { track });
    expect(first).toMatchObject({ contentType: 'image/png', size: embedded.length });
    const slices = [first.data];
    for (let offset = first.data.length; offset < first.size; offset += slices.at(-1)!.length) {
      expect(slices.at(-1)).toHaveLength(262_144);
      slices.push((await rooms.service('library.picture', { track, offset })).data);
    }
    expect(Buffer.concat(slices).equals(embedded)).toBe(true);
    const other = await rooms.service('library.picture', { track: await trackAt('Album/2.mp3') });
    expect(other).toMatchObject({ contentType: 'image/jpeg', size: beside.length });
    expect(other.etag).not.toBe(first.etag);
  });

  it('gives no picture where there is none, and never what only claims to be one', async () => {
    for (const path of ['Bare/3.mp3', 'Bare/4.mp3']) {
      const asked = rooms.service('library.picture', { track: await trackAt(path) });
      await expect(asked).rejects.toEqual(errorOf('NOT_FOUND'));
    }
  });
});
