import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabase } from '../../../mixins/store/store.ts';
import type { Collection, Database, Doc } from '../../../mixins/store/types.ts';
import { rate, star, unstar } from '../../../services/profiles/changes.ts';
import { COLLECTIONS } from '../../../services/profiles/model.ts';
import { Shelf } from '../../../services/profiles/shelf.ts';
import { stores } from '../../support/stores.ts';

const NOW = '2024-05-06T07:08:09.000Z';
const items = Array.from({ length: 600 }, (_, index) => `tr-${index}`);

/** The same database, from which every other write is heard of later than it could be. */
function withLateNews(db: Database): Database {
  let writes = 0;
  const late = async <T>(write: Promise<T>): Promise<T> => {
    const isLate = writes++ % 2 === 0;
    const result = await write;
    if (isLate) await new Promise((resolve) => setTimeout(resolve, 10));
    return result;
  };
  return {
    ...(db.exclusive && { exclusive: true }),
    commit: (operations) => late(db.commit(operations)),
    close: () => db.close(),
    collection<T extends Doc>(name: string): Collection<T> {
      const own = db.collection<T>(name);
      return {
        ...own,
        insert: (doc) => late(own.insert(doc)),
        update: (doc) => late(own.update(doc)),
        remove: (id, rev) => late(own.remove(id, rev)),
      };
    },
  };
}

describe.each(stores)('the marks of listeners, on $name', (store) => {
  const [ROUNDS, WRITERS] = store.name === 'sqlite' ? [8, 40] : [1, 8];
  let config: Awaited<ReturnType<typeof store.open>>['config'];
  let cleanup: () => Promise<void>;
  let db: Database;

  beforeAll(async () => {
    ({ config, cleanup } = await store.open());
    db = await openDatabase(config, 'profiles', { collections: COLLECTIONS });
  });
  afterAll(async () => {
    await db.close();
    await cleanup();
  });

  it('are seen as the last write has left them, whatever was read and is being read meanwhile', async () => {
    const user = 'us-busy';
    await new Shelf(db).change(user, items, star(NOW));
    for (let round = 0; round < ROUNDS; round++) {
      const shelf = new Shelf(db);
      const reads = [shelf.annotations(user, items)];
      const writes = items.slice(0, WRITERS).map(async (item, index) => {
        if (index % 4 === 0) reads.push(shelf.annotations(user, items));
        const starred = (round + index) % 2 === 0;
        await shelf.change(user, [item], starred ? star(NOW) : unstar);
        await shelf.change(user, [item], rate(1 + (round % 5), NOW));
        const { [item]: seen } = await shelf.annotations(user, [item]);
        expect(seen).toEqual({ rating: 1 + (round % 5), ...(starred && { starred: NOW }) });
      });
      await Promise.all([...reads, ...writes]);
      expect(await shelf.annotations(user, items)).toEqual(await new Shelf(db).annotations(user, items));
    }
  });

  it('are what the store has after several said different things of one item at once', async () => {
    const user = 'us-torn';
    const shelf = new Shelf(db);
    for (let round = 0; round < ROUNDS; round++) {
      await shelf.annotations(user, items);
      await Promise.all([
        shelf.change(user, ['tr-1'], star(NOW)),
        shelf.change(user, ['tr-1'], rate(1 + (round % 5), NOW)),
        shelf.change(user, ['tr-1'], unstar),
        shelf.change(user, ['tr-1'], rate(0, NOW)),
        shelf.change(user, ['tr-1'], round % 2 === 0 ? star(NOW) : unstar),
      ]);
      expect(await shelf.annotations(user, items)).toEqual(await new Shelf(db).annotations(user, items));
    }
  });

  it('are what the store has, although the news of an earlier write came after that of a later one', async () => {
    const late = new Shelf(withLateNews(db));
    for (let round = 0; round < ROUNDS; round++) {
      await late.annotations('us-late', ['tr-1']);
      await Promise.all([1, 2, 3].map((rating) => late.change('us-late', ['tr-1'], rate(rating, NOW))));
      expect(await late.annotations('us-late', ['tr-1'])).toEqual(
        await new Shelf(db).annotations('us-late', ['tr-1']),
      );
    }
  });

  it('are gone when the listener is forgotten', async () => {
    const shelf = new Shelf(db);
    await shelf.change('us-gone', items, star(NOW));
    expect(Object.keys(await shelf.annotations('us-gone', items))).toHaveLength(items.length);
    await shelf.forget('us-gone');
    expect(await shelf.annotations('us-gone', items)).toEqual({});
  });

  if (store.name === 'mongo') {
    it('are seen at once on every node, whichever wrote them', async () => {
      const other = await openDatabase(config, 'profiles', { collections: COLLECTIONS });
      try {
        const [here, there] = [new Shelf(db), new Shelf(other)];
        for (let rating = 1; rating <= 5; rating++) {
          await there.annotations('us-two', items);
          await here.change('us-two', ['tr-1'], rate(rating, NOW));
          expect(await there.annotations('us-two', items)).toEqual({ 'tr-1': { rating } });
          await there.change('us-two', ['tr-1'], rate(0, NOW));
          expect(await here.annotations('us-two', items)).toEqual({});
        }
      } finally {
        await other.close();
      }
    });
  }
});
