import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Config, parseConfig } from '../../../config.ts';
import { openJournal } from '../../../mixins/journal/open.ts';
import { openDatabase } from '../../../mixins/store/store.ts';
import type { Principal } from '../../../services/actions.ts';
import { COLLECTIONS } from '../../../services/playback/room.ts';
import { faultsOf } from '../../support/playback-proof/check.ts';
import { Load, remembered } from '../../support/playback-proof/load.ts';
import { PlaybackProcess } from '../../support/playback-proof/process.ts';
import { eventually } from '../../support/rooms.ts';
import { World } from '../../support/simulation/world.ts';
import { mountSmallDisk } from '../../support/small-disk.ts';

const MEGABYTES = 32;
const LISTENERS = 8;
/** How often the disk is full. */
const TIMES = 6;
/** Commands of all clients from one time to the next, and after the last. */
const BETWEEN = 400;
/** Seconds after which everything is taken again when there is space. */
const CATCH_UP = 30;
const ANA: Principal = { id: 'us-ana', name: 'ana', roles: ['listener'] };
const device = { id: 'cr-1', name: 'Kitchen', client: 'test' };

const disk = mountSmallDisk('Playback on a full disk', MEGABYTES);

(disk ? describe : describe.skip)('playback on a disk that is full again and again', () => {
  const config: Config = {
    ...parseConfig({}),
    data: disk?.path ?? '',
    namespace: 'full',
    secret: 'a secret that is long enough for a proof',
  };
  const world = new World(1);
  let folder: string;
  let clients: string;
  let load: Load;
  let node: PlaybackProcess;
  let session: string;
  let told = 0;

  const tell = () =>
    node.call('playback.tell', { session, id: `t${++told}`, command: { type: 'progress' } }, ANA);
  /** Why a command was refused, as soon as one is. */
  const refusal = async () => {
    let reason: unknown;
    await eventually(async () => {
      reason = await tell().catch((error: unknown) => error);
      return reason instanceof Error;
    }, CATCH_UP);
    return reason;
  };
  const isTaken = () =>
    tell().then(
      () => true,
      () => false,
    );

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cantiga-full-'));
    clients = join(folder, 'clients.ndjson');
    load = new Load(clients, world);
    node = await PlaybackProcess.start(config);
    await load.open(node, LISTENERS);
    ({ session } = await node.call('playback.open', { device }, ANA));
    const start = { type: 'start', track: 'tr-1', duration: 200, source: 'player' } as const;
    await node.call('playback.tell', { session, id: 'start', command: start }, ANA);
  }, 60_000);
  afterAll(async () => {
    await node?.stop();
    disk!.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('refuses what it cannot store, shows what is there, and goes on by itself when there is space', async () => {
    for (let time = 0; time < TIMES; time++) {
      const running = load.run(node, BETWEEN);
      // In the middle of writes, with room for some more or for none.
      await sleep(world.between(0, 60));
      disk!.fill(world.oneOf([0, 0, 4096, 20_000, 100_000]));
      expect(await refusal()).toMatchObject({ type: 'DISK_FULL', retryable: true });
      expect(await node.call('playback.session', { session }, ANA)).toMatchObject({ session, closed: null });
      expect(await node.call('playback.history', { limit: 10 }, ANA)).toMatchObject({
        items: [{ track: 'tr-1' }],
      });
      disk!.free();
      await eventually(isTaken, CATCH_UP);
      await running;
    }
  }, 240_000);

  it('has lost nothing that it answered, also when it was killed on the full disk', async () => {
    const running = load.run(node, BETWEEN);
    disk!.fill(world.between(0, 50_000));
    expect(await refusal()).toMatchObject({ type: 'DISK_FULL' });
    await node.kill();
    await running;
    disk!.free();
    node = await PlaybackProcess.start(config);
    await load.run(node, BETWEEN);
    expect(load.unknown).toBe(0);
    await node.call('caughtUp', {}, ANA);
    await node.stop();
    const log = await openJournal(config, 'playback');
    const db = await openDatabase(config, 'playback', { collections: COLLECTIONS });
    try {
      const faults = await faultsOf(log, db, remembered(clients));
      // What the test itself has told is in nobody's notes.
      expect(faults.filter((fault) => !fault.includes(ANA.id))).toEqual([]);
    } finally {
      await log.close();
      await db.close();
    }
  }, 120_000);
});
