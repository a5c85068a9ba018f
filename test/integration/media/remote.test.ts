import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { type BrokerOptions, Errors, type ServiceBroker } from 'moleculer';
import { CantigaError } from '../../../errors.ts';
import { describeWith } from '../../support/describe.ts';
import { fetchBytes, silentClient } from '../../support/media/client.ts';
import { type MediaRoom, openMediaRoom, testBroker } from '../../support/media/room.ts';
import { emptyShelf, standInCatalog, standInLibrary, trackOf } from '../../support/media/stand-ins.ts';
import { until } from '../../support/media/until.ts';
import { startNats, type TestServer } from '../../support/servers.ts';

const MIB = 1_048_576;
const BLOCK = 262_144;
const SONG = randomBytes(3 * MIB + 12_345);
const LONG = randomBytes(40 * MIB);

describeWith(['nats'], 'a track whose file is on another node', () => {
  let folder: string;
  let nats: TestServer;
  let library: ServiceBroker;
  let room: MediaRoom;
  let reads = 0;
  const shelf = emptyShelf();

  const put = async (id: string, bytes: Buffer) => {
    const path = join(folder, `${id}.mp3`);
    await writeFile(path, bytes);
    shelf.files.set(id, path);
    shelf.items.set(id, trackOf(id));
    return path;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cantiga-media-'));
    nats = await startNats();
    const options = (nodeID: string): BrokerOptions => ({
      nodeID,
      transporter: nats.url as never,
      requestTimeout: 5_000,
    });
    library = testBroker({ CANTIGA_DATA: folder }, [standInLibrary(shelf)], options('library'));
    await library.start();
    const env = { CANTIGA_DATA: folder, CANTIGA_BLOCK_CACHE_MB: '64' };
    room = await openMediaRoom(env, [standInCatalog(shelf)], options('edge'));
  });

  afterAll(async () => {
    await room.stop();
    await library.stop();
    await nats.stop();
    await rm(folder, { recursive: true });
  });

  afterEach(async () => {
    shelf.onRead = () => reads++;
    const { deliveries, blocks } = room.service;
    await until(() => deliveries.open + deliveries.slices.bytes + blocks.pinned + blocks.loading === 0);
    room.outcomes.length = 0;
    reads = 0;
  });

  it('comes whole and in ranges, byte by byte the same', async () => {
    await put('tr-song', SONG);
    const whole = await fetchBytes(`${room.url}/tr-song`);
    expect(whole.body.equals(SONG)).toBe(true);
    const range = await fetchBytes(`${room.url}/tr-song`, { range: 'bytes=262140-1000000' });
    expect(range.body.equals(SONG.subarray(262_140, 1_000_001))).toBe(true);
  });

  it('crosses the bus once, however many listen', async () => {
    await put('tr-shared', LONG);
    const all = await Promise.all(Array.from({ length: 8 }, () => fetchBytes(`${room.url}/tr-shared`)));
    expect(all.every(({ body }) => body.equals(LONG))).toBe(true);
    expect(reads).toBe(Math.ceil(LONG.length / BLOCK));
  });

  it('is pulled no further when the listener has left', async () => {
    await put('tr-left', LONG);
    const socket = await silentClient(room.url, '/tr-left');
    await until(() => reads > 0);
    socket.destroy();
    await until(() => room.outcomes.length === 1 && room.service.blocks.loading === 0);
    expect(room.outcomes).toMatchObject([{ reason: 'left' }]);
    expect(reads).toBeLessThan(LONG.length / BLOCK / 2);
  });

  it('comes whole when a pull fails once', async () => {
    await put('tr-flaky', SONG);
    shelf.onRead = () => {
      reads++;
      if (reads === 3) throw new Errors.RequestTimeoutError({ action: 'library.read', nodeID: 'library' });
    };
    expect((await fetchBytes(`${room.url}/tr-flaky`)).body.equals(SONG)).toBe(true);
  });

  it('is refused when pulls fail before the first byte, and served when they work again', async () => {
    await put('tr-down', SONG);
    shelf.onRead = () => {
      throw new CantigaError('UNAVAILABLE', 'The disk does not answer.');
    };
    const answer = await fetchBytes(`${room.url}/tr-down`);
    expect([answer.status, answer.body.toString()]).toEqual([503, 'UNAVAILABLE']);
    shelf.onRead = () => {};
    expect((await fetchBytes(`${room.url}/tr-down`)).body.equals(SONG)).toBe(true);
  });

  it('ends the connection when the file changes in the middle', async () => {
    const path = await put('tr-cut', LONG);
    const socket = await silentClient(room.url, '/tr-cut');
    // The first block and those read ahead of it are asked for together: more means that the answer has begun.
    await until(() => reads > 6);
    await truncate(path, 100_000);
    socket.resume();
    await until(() => room.outcomes.length === 1);
    expect(room.outcomes).toMatchObject([{ reason: 'failed' }]);
    await until(() => socket.closed);
  });

  it('is unavailable, not unknown, while its node is away', async () => {
    await library.stop();
    await until(() => room.broker.registry.actions.isAvailable('library.file') === false);
    shelf.items.set('tr-other', trackOf('tr-other'));
    expect((await fetchBytes(`${room.url}/tr-other`)).status).toBe(503);
  });
});
