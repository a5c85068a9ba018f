import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Config } from '../../config.ts';
import { openJournal } from '../../mixins/journal/open.ts';
import { openDatabase } from '../../mixins/store/store.ts';
import { COLLECTIONS } from '../../services/playback/room.ts';
import { verifyPlayback } from '../../services/playback/verify.ts';
import { describeWith } from '../support/describe.ts';
import { faultsOf } from '../support/playback-proof/check.ts';
import { Load, type Remembered, remembered } from '../support/playback-proof/load.ts';
import { NODES, type NodeName, otherThan, Pair } from '../support/playback-proof/pair.ts';
import { eventually } from '../support/rooms.ts';
import { startNats, type TestServer } from '../support/servers.ts';
import { World } from '../support/simulation/world.ts';
import { stores } from '../support/stores.ts';

const LISTENERS = 5;
/** Deaths of each node. */
const ROUNDS = 2;
/** Milliseconds after the last fault in which everything catches up. */
const CATCH_UP = 30_000;
/** Commands whose answers are asked for again at each node. */
const ASKED_AGAIN = 40;

const users = Array.from({ length: LISTENERS }, (_, n) => `us-${n}`);
const usersOf = (node: NodeName) => users.filter((user) => Pair.ownerOf(user) === node);

describeWith(['nats', 'mongo'], 'Two engines on one MongoDB', () => {
  let nats: TestServer;
  let store: Awaited<ReturnType<(typeof stores)[number]['open']>>;
  let folder: string;
  let pair: Pair;
  beforeEach(async () => {
    nats = await startNats();
    store = await stores.find(({ name }) => name === 'mongo')!.open();
    folder = await mkdtemp(join(tmpdir(), 'cantiga-two-'));
  });
  afterEach(async () => {
    await pair?.close();
    await nats.stop();
    await store.cleanup();
    await rm(folder, { recursive: true });
  });

  it('keep every command of every listener once, whichever dies, leaves, or stands still and goes on', async () => {
    const world = new World(7);
    pair = new Pair({ store: store.config, natsUrl: nats.url, folder, world });
    await pair.open();
    for (const node of NODES) expect(usersOf(node)).not.toEqual([]);
    const file = join(folder, 'clients.ndjson');
    const load = new Load(file, world);
    await load.open(pair, LISTENERS);
    const running = load.run(pair, Number.POSITIVE_INFINITY);
    const some = () => pair.answered(users, world.between(1, 5));
    const waits: Record<string, number> = {};
    /** How long the listeners of a node that is not there any more wait until all of them are answered. */
    const goesOn = async (what: string, node: NodeName) => {
      const since = performance.now();
      await pair.answered(usersOf(node), 1);
      waits[what] = Math.round(performance.now() - since);
    };

    for (let round = 0; round < ROUNDS * NODES.length; round++) {
      const node = NODES[round % NODES.length]!;
      await some();
      await pair.end(node, 'SIGKILL');
      await goesOn(`death ${round + 1}`, node);
      await pair.start(node);
      await pair.known(node);
    }

    await some();
    const leaving = pair.end('one', 'SIGTERM');
    await goesOn('leaving', 'one');
    expect(await leaving).toBe(0);
    await pair.start('one');
    await pair.known('one');

    // It goes on with what it was about to write, and believes for a while that nobody else is there.
    await some();
    pair.signal('two', 'SIGSTOP');
    await goesOn('standstill', 'two');
    await pair.answered(usersOf('two'), 2);
    pair.signal('two', 'SIGCONT');
    await goesOn('return', 'two');
    await pair.known('two');
    await some();

    load.enough();
    let isOver = false;
    void running.then(() => {
      isOver = true;
    });
    await eventually(async () => isOver, 60);
    console.log('Milliseconds until all listeners of a node were answered:', waits);
    const verified = await verifyPlayback(store.config, { limit: 10, patience: CATCH_UP });
    expect(verified).toMatchObject({ equal: true });
    const commands = remembered(file);
    for (const node of NODES) expect(await otherwise(commands, node)).toEqual([]);

    for (const node of NODES) expect(await pair.end(node, 'SIGTERM')).toBe(0);
    expect(await faultsLeft(store.config as Config, commands)).toEqual([]);
  }, 300_000);

  /** What a node answers otherwise to commands that were answered before. */
  async function otherwise(commands: readonly Remembered[], node: NodeName): Promise<object[]> {
    const found: object[] = [];
    const answered = commands.filter(({ sent, answers }) => 'command' in sent && answers.length > 0);
    for (const { sent, answers } of answered.slice(-ASKED_AGAIN)) {
      if (!('command' in sent)) continue;
      const { user, session, id, command } = sent;
      const as = { id: user, name: user, roles: ['listener' as const] };
      const again = [
        await pair.overRest(node, { session, id, command }, as),
        await pair.byName(otherThan(node), 'playback.tell', { session, id, command }, as),
      ];
      for (const answer of again)
        if (!isDeepStrictEqual(answer, answers[0])) found.push({ sent, answers, answer });
    }
    return found;
  }
});

async function faultsLeft(config: Config, commands: readonly Remembered[]): Promise<string[]> {
  const log = await openJournal(config, 'playback');
  const db = await openDatabase(config, 'playback', { collections: COLLECTIONS });
  try {
    return await faultsOf(log, db, commands);
  } finally {
    await log.close();
    await db.close();
  }
}
