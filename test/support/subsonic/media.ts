import { expect, it } from '@jest/globals';
import sharp from 'sharp';
import { type Params, text } from './client.ts';
import type { Visit } from './visit.ts';

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

/** Sound and pictures. */
export function media(visiting: () => Visit): void {
  it('when a song is streamed, then the original comes, without a redirect, whatever else was asked for', async () => {
    const { admin, songs } = visiting();
    const song = songs[0]!;
    const id = text(song.id);
    const original = await bytesOf(await admin.get('download', { id }));
    expect(original.length).toBe(Number(song.size));
    for (const params of [
      {},
      { maxBitRate: 0 },
      { maxBitRate: 100_000 },
      { format: 'raw', maxBitRate: 64 },
      { estimateContentLength: true },
    ] as Params[]) {
      const response = await admin.get('stream', { id, ...params });
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe(song.contentType);
      expect(response.headers.get('content-length')).toBe(String(original.length));
      expect((await bytesOf(response)).equals(original)).toBe(true);
    }
  });

  it('when parts of a song are asked for, then those bytes come', async () => {
    const { admin, songs } = visiting();
    const id = text(songs[0]?.id);
    const whole = await admin.get('stream', { id });
    const original = await bytesOf(whole);
    const size = original.length;
    const part = async (range: string, more: Record<string, string> = {}) => {
      const response = await admin.get('stream', { id }, { headers: { Range: range, ...more } });
      return { response, bytes: await bytesOf(response) };
    };
    for (const [range, from, to] of [
      ['bytes=0-0', 0, 1],
      ['bytes=100-199', 100, 200],
      [`bytes=${size - 10}-`, size - 10, size],
      ['bytes=-10', size - 10, size],
      [`bytes=100-${size * 2}`, 100, size],
    ] as const) {
      const { response, bytes } = await part(range);
      expect([range, response.status]).toEqual([range, 206]);
      expect(response.headers.get('content-range')).toBe(`bytes ${from}-${to - 1}/${size}`);
      expect(bytes.equals(original.subarray(from, to))).toBe(true);
    }
    const beyond = await part(`bytes=${size}-`);
    expect(beyond.response.status).toBe(416);
    expect(beyond.response.headers.get('content-range')).toBe(`bytes */${size}`);
    const etag = whole.headers.get('etag')!;
    expect((await part('bytes=0-9', { 'If-Range': etag })).response.status).toBe(206);
    expect((await part('bytes=0-9', { 'If-Range': '"another"' })).bytes.length).toBe(size);
  });

  it('when only the headers are asked for, then they are those of the song', async () => {
    const { admin, songs } = visiting();
    const response = await admin.get('stream', { id: text(songs[0]?.id) }, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-length')).toBe(String(songs[0]?.size));
    expect(response.headers.get('accept-ranges')).toBe('bytes');
    expect((await bytesOf(response)).length).toBe(0);
  });

  it('when sound or a picture cannot be had, then an envelope with status 200 says why', async () => {
    const { admin } = visiting();
    for (const [endpoint, params] of [
      ['stream', { id: 'tr-404' }],
      ['download', { id: 'tr-404' }],
      ['getCoverArt', { id: 'al-404' }],
      ['getCoverArt', { id: 'pl-404' }],
      ['getAvatar', { username: 'nobody' }],
    ] as const) {
      expect([endpoint, await admin.code(endpoint, params)]).toEqual([endpoint, 70]);
      expect(await admin.problems(endpoint, params)).toEqual([]);
    }
  });

  it('when a cover is asked for, then a picture comes, no larger than wanted', async () => {
    const { admin, albums, songs, artists } = visiting();
    const { playlist } = await admin.ok('createPlaylist', { name: 'Covered', songId: text(songs[0]?.id) });
    const id = text(playlist?.id);
    const covers = [
      text(albums[0]?.coverArt),
      text(songs[0]?.coverArt),
      text(songs[0]?.id),
      text(artists[0]?.id),
      text(playlist?.coverArt),
      id,
      `pl-${id}`,
    ];
    for (const cover of covers) {
      for (const size of [undefined, 64]) {
        const response = await admin.get('getCoverArt', { id: cover, ...(size && { size }) });
        expect([cover, response.status]).toEqual([cover, 200]);
        expect(response.headers.get('content-type')).toMatch(/^image\//);
        const { width = 0, height = 0 } = await sharp(await bytesOf(response)).metadata();
        expect(Math.min(width, height)).toBeGreaterThan(0);
        // Sizes are rounded up to those that are kept.
        if (size) expect(Math.max(width, height)).toBeLessThanOrEqual(size * 2);
      }
    }
    await admin.ok('deletePlaylist', { id });
  });

  it('when an avatar is asked for, then a picture comes', async () => {
    const { admin, connection } = visiting();
    const response = await admin.get('getAvatar', { username: connection.admin.username });
    expect(response.status).toBe(200);
    expect((await sharp(await bytesOf(response)).metadata()).width).toBeGreaterThan(0);
  });
}
