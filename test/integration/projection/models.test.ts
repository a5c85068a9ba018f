import { afterEach, describe, expect, it } from '@jest/globals';
import { ReadModels } from '../../../mixins/projection/models.ts';
import { collectionsOf } from '../../../mixins/projection/slots.ts';
import type { ReadModel } from '../../../mixins/projection/types.ts';
import { openDatabase } from '../../../mixins/store/store.ts';
import type { Database } from '../../../mixins/store/types.ts';
import { tallies } from '../../support/journal/actors.ts';
import { openMemoryLog } from '../../support/journal/memory-log.ts';
import { staleIn } from '../../support/simulation/check.ts';
import { SUMS } from '../../support/simulation/models.ts';
import { TALLY } from '../../support/simulation/tally.ts';
import { stores } from '../../support/stores.ts';

const { schemas } = TALLY;
/** What follows from an event is another thing than before. */
const doubled: ReadModel = {
  ...SUMS,
  version: 2,
  touched: ({ stream }) => [stream],
  apply: (doc, { data }, _id) => ({
    _id,
    sum: ((doc as { sum?: number })?.sum ?? 0) + 2 * (data as { n: number }).n,
  }),
};
const ALL = Array.from({ length: 64 }, (_, p) => p);

describe.each(stores)('read models, on $name', (store) => {
  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  async function database(): Promise<{
    db: Database;
    reopen(): Promise<Database>;
    another(): Promise<Database>;
  }> {
    const { config, cleanup } = await store.open();
    ends.push(cleanup);
    const collections = collectionsOf([{ model: SUMS, spec: {} }]);
    let db: Database;
    const reopen = async () => {
      await db?.close();
      db = await openDatabase(config, 'sums', { collections });
      return db;
    };
    ends.push(() => db.close());
    const another = async () => {
      const other = await openDatabase(config, 'sums', { collections });
      ends.push(() => other.close());
      return other;
    };
    return { db: await reopen(), reopen, another };
  }

  async function opened(db: Database, log = openMemoryLog(), models: ReadModel[] = [SUMS]) {
    const readModels = new ReadModels({ models, schemas, log, db });
    for (const stale of await readModels.open()) await readModels.rebuild(stale);
    return { readModels, ...tallies(log) };
  }

  async function finish(models: ReadModels): Promise<void> {
    for (let left = ALL; left.length > 0; ) left = await models.advance(left);
  }

  it('follow what happens, and are as far after a restart', async () => {
    const { db, reopen } = await database();
    const { readModels, add, log } = await opened(db);
    await add(10);
    await add(20);
    expect(await readModels.advance(ALL)).toEqual([]);
    expect(await readModels.serving(SUMS).get('ta-1')).toMatchObject({ sum: 30, events: 2, ck: { p03: 2 } });
    const again = await opened(await reopen(), log);
    await again.add(40);
    await again.readModels.advance(ALL);
    expect(await again.readModels.serving(SUMS).get('ta-1')).toMatchObject({ sum: 70, events: 3 });
  });

  it('are built anew while the old one serves, and found to be equal', async () => {
    const { db } = await database();
    const { readModels, add, host } = await opened(db);
    for (let i = 0; i < 40; i++) await host.tell(`ta-${i}`, i, { id: `x${i}`, command: { add: 2 * i } });
    await readModels.advance(ALL);
    const rebuilding = readModels.rebuild(SUMS);
    await add(100);
    await readModels.advance(ALL);
    expect(await readModels.serving(SUMS).get('ta-1')).toMatchObject({ sum: 102 });
    // Those of 40 streams, of all together, and of the five rests.
    expect(await rebuilding).toEqual({ documents: 46, differing: 0 });
    await add(200);
    await readModels.advance(ALL);
    expect(await readModels.serving(SUMS).get('ta-1')).toMatchObject({ sum: 302, events: 3 });
  });

  it('are mended by that, and the differences counted', async () => {
    const { db } = await database();
    const { readModels, add } = await opened(db);
    await add(10);
    await readModels.advance(ALL);
    const serving = readModels.serving(SUMS);
    const doc = (await serving.get('ta-1'))!;
    await serving.update({ ...doc, sum: 11 });
    await serving.insert({ ...doc, _id: 'never' });
    await serving.remove('all');
    expect(await readModels.rebuild(SUMS)).toEqual({ documents: 3, differing: 3 });
    expect(await readModels.serving(SUMS).get('ta-1')).toMatchObject({ sum: 10 });
    expect(await readModels.serving(SUMS).get('never')).toBeNull();
  });

  it('are built anew when what follows from an event has changed', async () => {
    const { db, reopen } = await database();
    const { readModels, add, log } = await opened(db);
    await add(10);
    await readModels.advance(ALL);
    const changed = new ReadModels({ models: [doubled], schemas, log, db: await reopen() });
    expect(await changed.open()).toEqual([doubled]);
    expect(await changed.serving(SUMS).get('ta-1')).toMatchObject({ sum: 10 });
    await changed.rebuild(doubled);
    expect(await changed.serving(SUMS).get('ta-1')).toMatchObject({ sum: 20 });
    expect(await changed.open()).toEqual([]);
  });

  it('are kept up by two processes at once, and count nothing twice', async () => {
    const { db } = await database();
    const { readModels, log, host } = await opened(db);
    const { readModels: other } = await opened(db, log);
    for (let i = 0; i < 60; i++) await host.tell(`ta-${i % 7}`, i % 7, { id: `x${i}`, command: { add: 2 } });
    await Promise.all([finish(readModels), finish(other)]);
    expect(await readModels.serving(SUMS).get('all')).toMatchObject({ sum: 120, events: 60 });
  });

  if (store.name === 'sqlite') return;

  it.each([0, 1, 5, 20, 60])(
    'are built once when two processes begin with a changed one, the second after %i ms, and the old one serves until then',
    async (later) => {
      const { db, another } = await database();
      const { readModels: old, log, host } = await opened(db);
      for (let i = 0; i < 2000; i++)
        await host.tell(`ta-${i % 40}`, i % 40, { id: `x${i}`, command: { add: 2 } });
      await finish(old);
      const processes = [await another(), await another()].map(
        (each) => new ReadModels({ models: [doubled], schemas, log, db: each }),
      );
      let isBuilt = false;
      const starting = processes.map(async (models, n) => {
        await new Promise((resolve) => setTimeout(resolve, n * later));
        await models.start();
        isBuilt = true;
        await finish(models);
      });
      while (!isBuilt) {
        const served = await old.serving(SUMS).get('ta-1');
        if (!isBuilt) expect(served).toMatchObject({ sum: 100 });
      }
      await Promise.all(starting);
      for (const models of processes) {
        const documents = await models.serving(doubled).query('all', {}, { limit: 1000 });
        const byId = new Map(documents.map((doc) => [doc._id, doc]));
        expect(await staleIn(doubled, log, ALL, byId)).toEqual([]);
      }
    },
  );

  it('are built by others when the one who builds them is dead', async () => {
    const { db } = await database();
    const { log, host } = await opened(db);
    await host.tell('ta-1', 1, { id: 'x', command: { add: 2 } });
    await db.collection('models').insert({ _id: '#building', by: 'dead' } as never);
    const models = new ReadModels({ models: [doubled], schemas, log, db });
    await models.start();
    expect(await models.serving(doubled).get('ta-1')).toMatchObject({ sum: 4 });
  }, 20_000);

  it('are kept up by nobody where they are built, also not by one who has not heard that they moved', async () => {
    const { db, another } = await database();
    const { readModels: other, log, add } = await opened(await another());
    let atRead = async () => {};
    const read: typeof log.read = async (...place) => {
      await atRead();
      return log.read(...place);
    };
    const slow = { read, last: (p: number) => log.last(p), revision: () => log.revision() };
    const models = new ReadModels({ models: [SUMS], schemas, log: slow, db });
    await models.start();
    for (let i = 0; i < 10; i++) await add(2);
    await finish(other);
    await models.rebuild(SUMS);
    await add(2);
    // What was built first has no documents any more, and has none yet.
    atRead = async () => {
      atRead = async () => {};
      await other.advance(ALL);
    };
    await models.rebuild(SUMS);
    expect(await models.serving(SUMS).get('ta-1')).toMatchObject({ sum: 22, events: 11 });
    await finish(other);
    expect(await other.serving(SUMS).get('ta-1')).toMatchObject({ sum: 22, events: 11 });
  });
});
