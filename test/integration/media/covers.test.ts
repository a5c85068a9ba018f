import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import type { Album, Artist } from '../../../services/catalog/model.ts';
import { type Answer, fetchBytes } from '../../support/media/client.ts';
import { type MediaRoom, openMediaRoom } from '../../support/media/room.ts';
import {
  emptyShelf,
  standInCatalog,
  standInLibrary,
  standInPlaylists,
  trackOf,
} from '../../support/media/stand-ins.ts';
import { until } from '../../support/media/until.ts';

let folder: string;
let room: MediaRoom;
const shelf = emptyShelf();
let pulls = 0;

const env = () => ({ CANTIGA_DATA: folder, CANTIGA_COVER_CACHE_MB: '1' });
const open = () =>
  openMediaRoom(env(), [standInLibrary(shelf), standInCatalog(shelf), standInPlaylists(shelf)]);

const put = async (id: string, picture: Buffer | undefined, albumId = `al-${id.slice(3)}`) => {
  shelf.items.set(id, trackOf(id, { albumId, cover: picture ? 'folder' : undefined }));
  shelf.items.set(albumId, { kind: 'album', id: albumId, coverTrack: id } as Album);
  if (!picture) return;
  const path = join(folder, `${id}.picture`);
  await writeFile(path, picture);
  shelf.pictures.set(id, path);
};

const plain = (color: string, width: number, height = width) =>
  sharp({ create: { width, height, channels: 3, background: color } });
const cover = (id: string, size?: number, headers = {}): Promise<Answer> =>
  fetchBytes(`${room.url}/cover/${id}${size === undefined ? '' : `?size=${size}`}`, headers);
const looksOf = async ({ body }: Answer) => {
  const { format, width, height } = await sharp(body).metadata();
  return [format, width, height];
};
/** Red, green and blue at a place given in parts of the edges. */
const colorAt = async ({ body }: Answer, x: number, y: number) => {
  const { data, info } = await sharp(body).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const at = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * info.channels;
  return [data[at]!, data[at + 1]!, data[at + 2]!].map((value) => (value > 127 ? 1 : 0)).join('');
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cantiga-covers-'));
  await put('tr-jpeg', await plain('#f00', 1000, 800).jpeg().toBuffer());
  await put('tr-none', undefined);
  shelf.onPicture = () => pulls++;
  room = await open();
});

afterAll(async () => {
  await room.stop();
  await rm(folder, { recursive: true });
});

describe('a cover', () => {
  it('is as it was embedded when no size is asked for', async () => {
    const answer = await cover('tr-jpeg');
    expect(await looksOf(answer)).toEqual(['jpeg', 1000, 800]);
    expect(answer.headers['content-type']).toBe('image/jpeg');
  });

  it.each([
    [1, 64, 51],
    [160, 160, 128],
    [290, 300, 240],
    [900, 1000, 800],
    [100_000, 1000, 800],
  ])('asked for with %i pixels is %i wide: rounded up, never enlarged', async (size, width, height) => {
    expect(await looksOf(await cover('tr-jpeg', size))).toEqual(['jpeg', width, height]);
  });

  it('keeps its transparent parts', async () => {
    const clear = sharp({ create: { width: 400, height: 400, channels: 4, background: '#0000' } });
    await put('tr-clear', await clear.png().toBuffer());
    const answer = await cover('tr-clear', 100);
    expect(await looksOf(answer)).toEqual(['png', 100, 100]);
    expect((await sharp(answer.body).stats()).isOpaque).toBe(false);
  });

  it('that is larger than 256 KiB comes whole', async () => {
    const noise = sharp(randomBytes(800 * 800 * 3), { raw: { width: 800, height: 800, channels: 3 } });
    const picture = await noise.png().toBuffer();
    expect(picture.length).toBeGreaterThan(1_000_000);
    await put('tr-noise', picture);
    expect((await cover('tr-noise')).body.equals(picture)).toBe(true);
  });

  it('of an album, an artist and a track without one is found where there is one', async () => {
    shelf.items.set('ar-1', { kind: 'artist', id: 'ar-1', coverTrack: 'tr-jpeg' } as Artist);
    shelf.items.set('tr-bare', trackOf('tr-bare', { albumId: 'al-jpeg' }));
    const track = await cover('tr-jpeg', 100);
    for (const id of ['al-jpeg', 'ar-1', 'tr-bare']) {
      expect((await cover(id, 100)).body.equals(track.body)).toBe(true);
    }
  });

  it('of a playlist shows four of its albums', async () => {
    const colors = { 'tr-a': '#f00', 'tr-b': '#0f0', 'tr-c': '#00f', 'tr-d': '#fff' };
    for (const [id, color] of Object.entries(colors)) await put(id, await plain(color, 300).png().toBuffer());
    shelf.playlists.set('pl-1', ['tr-none', 'tr-a', 'tr-a', 'tr-b', 'tr-c', 'tr-d', 'tr-jpeg']);
    const answer = await cover('pl-1', 200);
    expect(await looksOf(answer)).toEqual(['jpeg', 200, 200]);
    const corners = [
      [0.25, 0.25],
      [0.75, 0.25],
      [0.25, 0.75],
      [0.75, 0.75],
    ] as const;
    expect(await Promise.all(corners.map(([x, y]) => colorAt(answer, x, y)))).toEqual([
      '100',
      '010',
      '001',
      '111',
    ]);
  });

  it('of a playlist with fewer albums is the first one', async () => {
    shelf.playlists.set('pl-2', ['tr-none', 'tr-jpeg']);
    expect((await cover('pl-2', 100)).body.equals((await cover('tr-jpeg', 100)).body)).toBe(true);
  });

  it('is not sent again to who has it', async () => {
    const { headers } = await cover('tr-jpeg', 100);
    expect(headers['cache-control']).toContain('private');
    const again = await cover('tr-jpeg', 100, { 'if-none-match': headers.etag });
    expect([again.status, again.body.length]).toEqual([304, 0]);
  });

  it('changes with the picture, once the library says so', async () => {
    await put('tr-new', await plain('#f00', 100).png().toBuffer());
    expect(await colorAt(await cover('tr-new', 100), 0.5, 0.5)).toBe('100');
    await put('tr-new', await plain('#00f', 100).png().toBuffer());
    await room.broker.emit('library.changed');
    expect(await colorAt(await cover('tr-new', 100), 0.5, 0.5)).toBe('001');
  });

  it('is made once for all who ask at the same time, and kept over a restart', async () => {
    await put('tr-kept', await plain('#0f0', 500).jpeg().toBuffer());
    await cover('tr-kept', 64);
    pulls = 0;
    const all = await Promise.all(Array.from({ length: 20 }, () => cover('tr-kept', 512)));
    expect(pulls).toBe(1);
    // It is written after it was sent.
    const key = String(all[0]!.headers.etag).slice(1, -1);
    await until(() => existsSync(join(folder, 'cache', 'covers', key.slice(0, 2), key)));
    await room.stop();
    room = await open();
    pulls = 0;
    const kept = await cover('tr-kept', 512);
    expect(kept.body.equals(all[0]!.body)).toBe(true);
    // One look at its version, none at the picture.
    expect(pulls).toBe(1);
  });

  it.each(['tr-unknown', 'al-unknown', 'ar-unknown', 'pl-unknown', 'nonsense', '../../etc/passwd'])(
    'of %s is not found',
    async (id) => {
      const answer = await cover(encodeURIComponent(id));
      expect([answer.status, answer.body.toString()]).toEqual([404, 'NOT_FOUND']);
    },
  );
});

describe('a placeholder', () => {
  it('stands for what has no picture, always the same one', async () => {
    const [first, again, other] = [
      await cover('tr-none', 300),
      await cover('tr-none', 300),
      await cover('al-none', 300),
    ];
    expect(await looksOf(first)).toEqual(['jpeg', 300, 300]);
    expect(first.body.equals(again.body)).toBe(true);
    expect(first.body.equals(other.body)).toBe(false);
  });

  it.each([
    ['an empty picture', async () => Buffer.alloc(0)],
    ['noise', async () => randomBytes(10_000)],
    ['a web page', async () => Buffer.from('<html><script>alert(1)</script></html>')],
    [
      'a drawing',
      async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>'),
    ],
    [
      'a JPEG that ends after its header',
      async () => (await plain('#f00', 500).jpeg().toBuffer()).subarray(0, 30),
    ],
    ['a PNG of 100 million pixels', () => plain('#f00', 10_000).png().toBuffer()],
    [
      'a picture of 40 MB',
      async () => Buffer.concat([await plain('#f00', 10).jpeg().toBuffer(), Buffer.alloc(4e7)]),
    ],
  ])(
    'stands for %s',
    async (what, picture) => {
      const id = `tr-${what.replaceAll(' ', '-')}`;
      await put(id, await picture());
      for (const size of [undefined, 300]) {
        const answer = await cover(id, size);
        expect(answer.status).toBe(200);
        expect(answer.headers['content-type']).toBe('image/jpeg');
        expect((await looksOf(answer))[1]).toBe(size ?? 512);
        expect(await colorAt(answer, 0.01, 0.01)).not.toBe('100');
      }
    },
    60_000,
  );
});

describe('an avatar', () => {
  it('is the same for the same name, and for each another', async () => {
    const avatar = (name: string) => fetchBytes(`${room.url}/avatar/${encodeURIComponent(name)}`);
    const [ada, again, other] = [await avatar('ada'), await avatar('ada'), await avatar('Ødegård/../😀')];
    expect(await looksOf(ada)).toEqual(['png', 256, 256]);
    expect(ada.body.equals(again.body)).toBe(true);
    expect(ada.body.equals(other.body)).toBe(false);
  });
});

describe('the cover cache', () => {
  it('stays within its bounds on disk', async () => {
    for (let index = 0; index < 12; index++) {
      const noise = sharp(randomBytes(512 * 512 * 3), { raw: { width: 512, height: 512, channels: 3 } });
      await put(`tr-noise${index}`, await noise.jpeg().toBuffer());
      expect((await cover(`tr-noise${index}`, 512)).status).toBe(200);
    }
    expect(room.service.diskCache.bytes).toBeLessThanOrEqual(1_048_576);
    expect(room.service.diskCache.bytes).toBeGreaterThan(500_000);
  });

  it('may be emptied at any time', async () => {
    const before = await cover('tr-jpeg', 100);
    await rm(join(folder, 'cache'), { recursive: true, maxRetries: 10 });
    expect((await cover('tr-jpeg', 100)).body.equals(before.body)).toBe(true);
  });

  it('that cannot be written costs speed, not pictures', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'cantiga-covers-'));
    await writeFile(join(elsewhere, 'cache'), 'a file where the folder should be');
    const poor = await openMediaRoom({ CANTIGA_DATA: elsewhere }, [
      standInLibrary(shelf),
      standInCatalog(shelf),
    ]);
    const lines: unknown[][] = [];
    poor.service.logger.warn = (...line: unknown[]) => lines.push(line);
    let failures = 0;
    const { diskCache } = poor.service;
    const write = diskCache.put.bind(diskCache);
    diskCache.put = (...picture) => write(...picture).finally(() => failures++);
    for (const size of [300, 600, 1000]) {
      const answer = await fetchBytes(`${poor.url}/cover/tr-jpeg?size=${size}`);
      expect(await looksOf(answer)).toEqual(['jpeg', size, size * 0.8]);
    }
    await until(() => failures === 3);
    await poor.stop();
    await rm(elsewhere, { recursive: true });
    expect(lines).toEqual([[expect.stringMatching(/^A picture could not be kept .* ENOTDIR: .*$/)]]);
  });
});
