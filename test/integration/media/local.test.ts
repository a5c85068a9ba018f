import { randomBytes } from 'node:crypto';
import { mkdtemp, open, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Deliveries, type Outcome } from '../../../services/media/deliveries.ts';
import type { DeliveryReport } from '../../../services/playback/answers.ts';
import { fetchBytes, silentClient } from '../../support/media/client.ts';
import { type MediaRoom, openMediaRoom } from '../../support/media/room.ts';
import {
  emptyShelf,
  standInCatalog,
  standInLibrary,
  standInPlayback,
  standInPlaylists,
  trackOf,
} from '../../support/media/stand-ins.ts';
import { until } from '../../support/media/until.ts';

const MIB = 1_048_576;
const SONG = randomBytes(3 * MIB + 12_345);
/** Larger than what the kernel's buffers swallow. */
const LONG = randomBytes(40 * MIB);

let folder: string;
let room: MediaRoom;
const shelf = emptyShelf();
const ledger: DeliveryReport[] = [];

/** Nothing may stay behind, whatever happened. */
const quiet = () => {
  const { deliveries, blocks, files } = room.service;
  return (
    deliveries.open === 0 &&
    deliveries.slices.bytes === 0 &&
    deliveries.headroom.taken === 0 &&
    blocks.pinned === 0 &&
    blocks.loading === 0 &&
    blocks.readers === 0 &&
    files.open === 0
  );
};

const put = async (id: string, bytes: Buffer) => {
  const path = join(folder, `${id}.mp3`);
  await writeFile(path, bytes);
  shelf.files.set(id, path);
  // As long as music of 320 kbit/s would be.
  const duration = bytes.length / 40_000;
  const format = { suffix: 'mp3', contentType: 'audio/mpeg', bitRate: 320, lossless: false, duration };
  shelf.items.set(id, trackOf(id, { displayArtist: 'Sigur Rós', title: 'Hoppípolla', format }));
  await room?.broker.emit('library.changed');
  return path;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cantiga-media-'));
  await put('tr-song', SONG);
  await put('tr-long', LONG);
  await put('tr-empty', Buffer.alloc(0));
  room = await openMediaRoom({ CANTIGA_DATA: folder, CANTIGA_BLOCK_CACHE_MB: '8' }, [
    standInLibrary(shelf),
    standInCatalog(shelf),
    standInPlaylists(shelf),
    standInPlayback(ledger),
  ]);
});

afterAll(async () => {
  await room.stop();
  await rm(folder, { recursive: true });
});

beforeEach(() => {
  room.outcomes.length = 0;
});

afterEach(async () => {
  await until(quiet);
});

describe('a track', () => {
  it('comes whole, with what a player needs to know', async () => {
    const { status, headers, body } = await fetchBytes(`${room.url}/tr-song`);
    expect(status).toBe(200);
    expect(body.equals(SONG)).toBe(true);
    expect(headers).toMatchObject({
      'content-type': 'audio/mpeg',
      'content-length': String(SONG.length),
      'accept-ranges': 'bytes',
      'cache-control': expect.stringContaining('private'),
      etag: expect.stringMatching(/^"[0-9a-f]+"$/),
      'last-modified': expect.stringMatching(/GMT$/),
    });
    expect(headers['content-disposition']).toBeUndefined();
    await until(() => room.outcomes.length === 1);
    expect(room.outcomes).toEqual([{ bytes: SONG.length, reason: 'completed' }]);
  });

  it('comes whole when it is longer than all caches, to fast clients too', async () => {
    const [first, second] = await Promise.all([
      fetchBytes(`${room.url}/tr-long`),
      fetchBytes(`${room.url}/tr-long`, { range: 'bytes=1000001-' }),
    ]);
    expect(first.body.equals(LONG)).toBe(true);
    expect(second.body.equals(LONG.subarray(1_000_001))).toBe(true);
    expect(room.service.blocks.bytes).toBeLessThanOrEqual(8 * MIB);
    expect(room.service.blocks.misses).toBeGreaterThan(0);
  });

  it('can be empty', async () => {
    const { status, headers, body } = await fetchBytes(`${room.url}/tr-empty`);
    expect([status, headers['content-length'], body.length]).toEqual([200, '0', 0]);
  });

  it('is downloaded under its name', async () => {
    const { headers } = await fetchBytes(`${room.url}/tr-song?download`);
    expect(headers['content-disposition']).toBe(
      `attachment; filename="Sigur Ros - Hoppipolla.mp3"; filename*=UTF-8''Sigur%20R%C3%B3s%20-%20Hopp%C3%ADpolla.mp3`,
    );
  });

  it('is described by HEAD without a byte of it', async () => {
    const whole = await fetchBytes(`${room.url}/tr-song`);
    const { status, headers, body } = await fetchBytes(`${room.url}/tr-song`, { range: 'bytes=0-9' }, 'HEAD');
    expect([status, body.length]).toEqual([200, 0]);
    for (const name of ['content-length', 'content-type', 'etag', 'last-modified', 'accept-ranges']) {
      expect(headers[name]).toBe(whole.headers[name]);
    }
  });

  it.each([
    ['bytes=0-0', 0, 1],
    ['bytes=100-262243', 100, 262_244],
    ['bytes=262144-524287', 262_144, 524_288],
    ['bytes=262143-524288', 262_143, 524_289],
    ['bytes=-5', SONG.length - 5, SONG.length],
    ['bytes=3000000-', 3_000_000, SONG.length],
    ['bytes=3000000-99999999', 3_000_000, SONG.length],
  ])('answers the range %s with exactly that', async (range, first, end) => {
    const { status, headers, body } = await fetchBytes(`${room.url}/tr-song`, { range });
    expect(status).toBe(206);
    expect(headers['content-range']).toBe(`bytes ${first}-${end - 1}/${SONG.length}`);
    expect(headers['content-length']).toBe(String(end - first));
    expect(body.equals(SONG.subarray(first, end))).toBe(true);
  });

  it('answers a range outside of it with its size', async () => {
    const { status, headers, body } = await fetchBytes(`${room.url}/tr-song`, { range: 'bytes=99999999-' });
    expect([status, body.length]).toEqual([416, 0]);
    expect(headers['content-range']).toBe(`bytes */${SONG.length}`);
  });

  it('that a client has already is not sent again', async () => {
    const { headers } = await fetchBytes(`${room.url}/tr-song`);
    const again = await fetchBytes(`${room.url}/tr-song`, { 'if-none-match': headers.etag! });
    expect([again.status, again.body.length, again.headers.etag]).toEqual([304, 0, headers.etag]);
  });

  it('is resumed with If-Range when it is still the same, else sent whole', async () => {
    const { headers } = await fetchBytes(`${room.url}/tr-song`);
    const range = 'bytes=1000000-';
    const same = await fetchBytes(`${room.url}/tr-song`, { range, 'if-range': headers.etag! });
    const other = await fetchBytes(`${room.url}/tr-song`, { range, 'if-range': '"other"' });
    expect([same.status, same.body.length]).toEqual([206, SONG.length - 1_000_000]);
    expect([other.status, other.body.length]).toEqual([200, SONG.length]);
  });

  it('is sent again and again over one connection', async () => {
    const socket = await silentClient(room.url, '/tr-song');
    let read = 0;
    socket.on('data', (chunk: Buffer) => (read += chunk.length));
    socket.resume();
    for (let asked = 2; asked <= 6; asked++) {
      await until(() => room.outcomes.length === asked - 1);
      socket.write(`GET /tr-song HTTP/1.1\r\nHost: room\r\n\r\n`);
    }
    // Two more at once: the second waits for the first.
    socket.write('GET /tr-song HTTP/1.1\r\nHost: room\r\n\r\nGET /tr-song HTTP/1.1\r\nHost: room\r\n\r\n');
    await until(() => room.outcomes.length === 8);
    await until(() => read > 8 * SONG.length);
    expect(read).toBeLessThan(8 * (SONG.length + 1000));
    socket.destroy();
  });
});

describe('the ledger', () => {
  const told = async () => {
    await until(quiet);
    await room.service.reports.flush();
    return ledger.splice(0).map(({ track, size, ranges, end }) => ({ track, size, ranges, end }));
  };
  beforeEach(told);

  it('is told which bytes were delivered', async () => {
    await fetchBytes(`${room.url}/tr-song`);
    await fetchBytes(`${room.url}/tr-song`, { range: 'bytes=1000-1999' });
    const what = { track: 'tr-song', size: SONG.length, end: 'complete' };
    expect(await told()).toEqual([
      {
        ...what,
        ranges: [
          [0, SONG.length],
          [1000, 2000],
        ],
      },
    ]);
  });

  it('is told how far it came for who has left', async () => {
    const client = await silentClient(room.url, '/tr-long');
    await until(() => room.service.deliveries.open === 1);
    client.destroy();
    const [report, ...others] = await told();
    expect([report!.end, report!.ranges[0]![0], others]).toEqual(['left', 0, []]);
    expect(report!.ranges[0]![1]).toBeLessThan(LONG.length);
  });

  it('is told nothing of answers without music', async () => {
    await fetchBytes(`${room.url}/tr-song`, {}, 'HEAD');
    await fetchBytes(`${room.url}/tr-song`, { range: 'bytes=99999999-' });
    await fetchBytes(`${room.url}/tr-empty`);
    expect(await told()).toEqual([]);
  });
});

describe('what cannot be served', () => {
  it.each([
    ['an unknown track', '/tr-nothing', 404, 'NOT_FOUND'],
    ['a track without a valid sign-in', '/tr-song?anonymous', 401, 'SIGNED_OUT'],
  ])('is refused before the first byte: %s', async (_what, path, status, type) => {
    const answer = await fetchBytes(`${room.url}${path}`);
    expect([answer.status, answer.body.toString()]).toEqual([status, type]);
    expect(answer.headers.etag).toBeUndefined();
  });

  it('is refused before the first byte: a file that has vanished', async () => {
    const path = await put('tr-gone', SONG);
    await fetchBytes(`${room.url}/tr-gone`);
    await rm(path);
    await room.broker.emit('library.changed');
    const answer = await fetchBytes(`${room.url}/tr-gone`);
    expect([answer.status, answer.body.toString()]).toEqual([410, 'FILE_CHANGED']);
  });

  it('is refused before the first byte: a file that has changed since it was looked up', async () => {
    const path = await put('tr-edited', SONG);
    const { headers } = await fetchBytes(`${room.url}/tr-edited`, {}, 'HEAD');
    await writeFile(path, SONG.subarray(0, 1000));
    const answer = await fetchBytes(`${room.url}/tr-edited`);
    expect([answer.status, answer.body.toString()]).toEqual([410, 'FILE_CHANGED']);
    const next = await fetchBytes(`${room.url}/tr-edited`);
    expect(next.body.equals(SONG.subarray(0, 1000))).toBe(true);
    expect(next.headers.etag).not.toBe(headers.etag);
  });
});

describe('a client that leaves in the middle', () => {
  it('costs nothing after', async () => {
    const sockets = await Promise.all(Array.from({ length: 20 }, () => silentClient(room.url, '/tr-long')));
    await until(() => room.service.deliveries.open === 20);
    for (const socket of sockets) socket.destroy();
    await until(() => room.outcomes.length === 20);
    await until(quiet);
    expect(room.outcomes.every(({ bytes, reason }) => reason === 'left' && bytes < LONG.length)).toBe(true);
  });

  it('costs nothing after when it was fast before', async () => {
    const socket = await silentClient(room.url, '/tr-long');
    let read = 0;
    socket.on('data', (chunk: Buffer) => {
      read += chunk.length;
      if (read > 10 * MIB) socket.pause();
    });
    socket.resume();
    await until(() => room.service.blocks.pinned > 0 && socket.isPaused());
    socket.destroy();
    await until(quiet);
    expect(room.outcomes[0]!.reason).toBe('left');
  });
});

describe('clients that read nothing', () => {
  it('hold a slice each at most, and no block', async () => {
    const sockets = await Promise.all(Array.from({ length: 400 }, () => silentClient(room.url, '/tr-long')));
    const { deliveries, blocks } = room.service;
    await until(() => deliveries.open === 400);
    let most = 0;
    const started = performance.now();
    await until(() => {
      most = Math.max(most, deliveries.slices.bytes);
      return performance.now() - started > 2_000;
    });
    expect(most).toBeLessThan(20 * MIB);
    expect(deliveries.headroom.taken).toBeGreaterThan(0);
    expect(deliveries.headroom.taken).toBeLessThanOrEqual(deliveries.headroom.max);
    expect(blocks.pinned).toBe(0);
    for (const socket of sockets) socket.destroy();
    await until(quiet);
  });

  it('are let go after a while, the others not', async () => {
    const source = await room.service.lookup.open(await room.service.lookup.file('tr-long'));
    const impatient = new Deliveries(room.service.blocks, 500);
    const server = createServer(async (_req, res) => {
      const begin = () => res.writeHead(200, { 'content-length': LONG.length });
      outcomes.push(await impatient.start(res, source, { first: 0, end: LONG.length }, 1e6, begin));
    });
    const outcomes: Outcome[] = [];
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const socket = await silentClient(`http://127.0.0.1:${port}`, '/');
    await until(() => outcomes.length === 1);
    expect(outcomes).toMatchObject([{ reason: 'stalled' }]);
    await until(() => impatient.open + impatient.slices.bytes + impatient.headroom.taken === 0);
    socket.destroy();
    server.close();
  });
});

describe('a file that is replaced while it plays', () => {
  /** Starts to read a track, and stops when the buffers on the way are full. */
  const halfway = async (id: string) => {
    const socket = await silentClient(room.url, `/${id}`);
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    // Where the kernel swallows a lot at once, the client passes for a fast one, which gets blocks instead of slices.
    const { deliveries, blocks } = room.service;
    await until(() => deliveries.slices.bytes > 0 || blocks.pinned > 0);
    return {
      /** Reads on until the connection closes or all of the song is there; the last `LONG.length` bytes. */
      async rest() {
        socket.resume();
        const received = () => chunks.reduce((sum, chunk) => sum + chunk.length, 0);
        await until(() => socket.closed || received() > LONG.length);
        await until(() => room.outcomes.length > 0);
        socket.destroy();
        return Buffer.concat(chunks).subarray(-LONG.length);
      },
    };
  };

  it('by another under its name plays to its end', async () => {
    const path = await put('tr-renamed', LONG);
    const client = await halfway('tr-renamed');
    await writeFile(`${path}.new`, randomBytes(LONG.length));
    await rename(`${path}.new`, path);
    expect((await client.rest()).equals(LONG)).toBe(true);
    expect(room.outcomes).toEqual([{ bytes: LONG.length, reason: 'completed' }]);
  });

  it('by a shorter one ends the connection', async () => {
    const path = await put('tr-cut', LONG);
    const client = await halfway('tr-cut');
    await truncate(path, 100_000);
    await client.rest();
    expect(room.outcomes).toMatchObject([{ reason: 'failed' }]);
  });

  it('by other bytes of the same length ends the connection', async () => {
    const path = await put('tr-rewritten', LONG);
    const client = await halfway('tr-rewritten');
    const file = await open(path, 'r+');
    await file.write(Buffer.alloc(LONG.length));
    await file.close();
    await utimes(path, 1, 1);
    const started = performance.now();
    await until(() => performance.now() - started > 1_100);
    await client.rest();
    expect(room.outcomes).toMatchObject([{ reason: 'failed' }]);
  });
});

describe('the figures of the room', () => {
  it('are for administrators only', async () => {
    await expect(room.broker.call('media.stats', {})).rejects.toMatchObject({ type: 'SIGNED_OUT' });
  });
});
