import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Config } from '../../config.ts';
import { openJournal } from '../../mixins/journal/open.ts';
import { openDatabase } from '../../mixins/store/store.ts';
import { COLLECTIONS } from '../../services/playback/room.ts';
import type { Bug } from '../support/playback-proof/bugs.ts';
import { faultsOf } from '../support/playback-proof/check.ts';
import type { Failpoint } from '../support/playback-proof/failpoints.ts';
import { Load, remembered } from '../support/playback-proof/load.ts';
import { PlaybackProcess } from '../support/playback-proof/process.ts';
import { World } from '../support/simulation/world.ts';
import { stores } from '../support/stores.ts';

/** Deaths on each store. */
const ROUNDS = 20;
const LISTENERS = { sqlite: 8, mongo: 3 };
/** How often a process comes to a place at most before it dies there. */
const LATEST = {
  sqlite: { snapshot: 3, documents: 120, other: 120 },
  // The stand-in looks at all commits for each that it takes, so they are to stay few.
  mongo: { snapshot: 1, documents: 8, other: 40 },
};
/** Of a round, when nobody dies before. */
const MOST_COMMANDS = 3000;
const LAST_COMMANDS = 200;
/** Seconds after the last death in which everything catches up. */
const CATCH_UP = 30_000;

const POINTS: readonly Failpoint[] = [
  ...(['before-append', 'after-append', 'before-reply', 'before-documents', 'after-documents'] as const),
  ...(['before-snapshot', 'after-snapshot'] as const),
];

/** Bugs, after which deaths they show, and as what. */
const SEEN: readonly { bug: Bug; points: readonly Failpoint[]; shows: RegExp }[] = [
  {
    bug: 'an answer before it is stored',
    points: ['slow-append', 'slow-append'],
    shows: /was answered and is lost|goes on with/,
  },
  {
    bug: 'a read model that counts again what it reads again',
    points: ['after-documents'],
    shows: /^plays .* is /,
  },
  { bug: 'another answer to the same command', points: ['before-reply'], shows: /was answered differently/ },
  {
    bug: 'bytes that are counted as often as they are delivered',
    points: ['after-documents'],
    shows: /^the ledger has /,
  },
  {
    bug: 'a snapshot of what is not stored',
    points: ['before-append', 'before-append'],
    shows: /goes on with|another state|is lost/,
  },
];

/** Of snapshots and of steps of read models there are few; of the others there are some in every millisecond. */
function timesOf(point: Failpoint, name: keyof typeof LATEST, world: World): number {
  const { snapshot, documents, other } = LATEST[name];
  if (point.endsWith('snapshot')) return world.between(1, snapshot + 1);
  return world.between(2, 1 + (/^(before|after)-documents$/.test(point) ? documents : other));
}

describe.each(stores)('playback that is killed, on $name', ({ name, open }) => {
  let store: Awaited<ReturnType<typeof open>>;
  let config: Partial<Config>;
  let folder: string;
  beforeEach(async () => {
    store = await open();
    folder = await mkdtemp(join(tmpdir(), 'cantiga-proof-'));
    config = { ...store.config, secret: 'a secret that is long enough for a proof' };
  });
  afterEach(async () => {
    await store.cleanup();
    await rm(folder, { recursive: true });
  });

  /** What is wrong when a process has died again and again under load. */
  async function faultsAfter(points: readonly Failpoint[], bug?: Bug): Promise<string[]> {
    const world = new World(points.length);
    const file = join(folder, 'clients.ndjson');
    const load = new Load(file, world);
    const first = await PlaybackProcess.start(config, { bug });
    await load.open(first, LISTENERS[name]);
    await first.stop();
    for (const point of points) {
      const node = await PlaybackProcess.start(config, {
        death: { point, times: timesOf(point, name, world) },
        bug,
      });
      await load.run(node, MOST_COMMANDS);
      await node.kill();
    }
    const last = await PlaybackProcess.start(config, { bug });
    await load.run(last, LAST_COMMANDS);
    expect(load.unknown).toBe(0);
    const nobody = { id: 'proof', name: 'proof', roles: [] };
    const started = performance.now();
    await last.call('caughtUp', {}, nobody);
    expect(performance.now() - started).toBeLessThan(CATCH_UP);
    await last.stop();
    const complete = config as Config;
    const log = await openJournal(complete, 'playback');
    const db = await openDatabase(complete, 'playback', { collections: COLLECTIONS });
    try {
      return await faultsOf(log, db, remembered(file));
    } finally {
      await log.close();
      await db.close();
    }
  }

  const deaths = Number(env.CANTIGA_PROOF_ROUNDS ?? ROUNDS);
  it(`has lost nothing and counted nothing twice after ${deaths} deaths`, async () => {
    const points = name === 'mongo' ? [...POINTS, 'amid-documents' as const] : POINTS;
    const rounds = Array.from({ length: deaths }, (_, round) => points[round % points.length]!);
    expect(await faultsAfter(rounds)).toEqual([]);
  }, 300_000);

  // The bugs are in what both stores have in common.
  if (name !== 'sqlite') return;
  it.each(SEEN)(
    'is seen to have $bug',
    async ({ bug, points, shows }) => {
      expect(await faultsAfter(points, bug)).toEqual(expect.arrayContaining([expect.stringMatching(shows)]));
    },
    120_000,
  );
});
