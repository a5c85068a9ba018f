import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Connection, createConnection, mongo } from 'mongoose';
import { backUp } from '../../backup/backup.ts';
import { backUpMongo } from '../../backup/mongo/backup.ts';
import { restoreMongo } from '../../backup/mongo/restore.ts';
import { ROOMS } from '../../backup/mongo/rooms.ts';
import { restore } from '../../backup/restore.ts';
import { openMongoLog } from '../../mixins/journal/mongo-log.ts';
import { commitId } from '../../mixins/journal/partitions.ts';
import { openDatabase } from '../../mixins/store/store.ts';
import { failingWrites } from '../support/failing-writes.ts';
import { commit, event } from '../support/journal/logs.ts';
import { stores } from '../support/stores.ts';

const ALL_OLD = ['old', 'old', 'old'];
const ALL_NEW = ['new', 'new', 'new'];

type Doc = { _id: string } & Record<string, unknown>;
interface Place {
  mongoUrl: string;
  namespace: string;
  data: string;
}

describe.each(stores.filter(({ name }) => name === 'mongo'))('a backup of $name', ({ open }) => {
  let folder: string;
  let backup: string;
  let connection: Connection;
  let from: Place;
  let to: Place;
  let cleanups: (() => Promise<void>)[];
  const unhook: (() => void)[] = [];

  const place = async (): Promise<Place> => {
    const { config, cleanup } = await open();
    cleanups.push(cleanup);
    return { ...config, mongoUrl: config.mongoUrl! };
  };
  beforeAll(() => {
    cleanups = [];
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cantiga-backup-'));
    backup = join(folder, 'backup');
    [from, to] = [await place(), await place()];
    connection = await createConnection(from.mongoUrl).asPromise();
  });
  afterEach(async () => {
    for (const end of unhook.splice(0)) end();
    await connection.close();
    await rm(folder, { recursive: true });
    for (const cleanup of cleanups.splice(0)) await cleanup();
  });
  afterAll(() => expect(cleanups).toEqual([]));

  const at = ({ namespace }: Place, room: string, collection: string) =>
    connection.getClient().db(`${namespace}-${room}`).collection<Doc>(collection);
  const all = (where: Place, room: string, collection: string) =>
    at(where, room, collection).find().sort({ _id: 1 }).toArray();

  /** Does something before each page of a collection is read to be copied. */
  function beforeReading(work: (room: string, collection: string) => Promise<void>): void {
    const prototype = mongo.AbstractCursor.prototype;
    const { hasNext } = prototype;
    prototype.hasNext = async function (this: mongo.AbstractCursor) {
      const { db, collection } = this.namespace;
      await work(db.slice(from.namespace.length + 1), collection!);
      return hasNext.call(this);
    };
    unhook.push(() => {
      prototype.hasNext = hasNext;
    });
  }

  /** An engine's databases, as small as can be. */
  async function fill(where: Place, says: string): Promise<void> {
    for (const room of ROOMS) await at(where, room, 'cantiga').insertOne({ _id: 'format', version: 1 });
    await at(where, 'auth', 'accounts').insertOne({ _id: 'us-1', key: 'ana', says });
    await at(where, 'auth', 'admins').insertOne({ _id: 'admins', ids: ['us-1'] });
    await at(where, 'profiles', 'marks').insertOne({ _id: 'us-1:tr-1', says });
    await mkdir(where.data, { recursive: true });
    await writeFile(join(where.data, 'secret'), says);
  }
  const said = async (where: Place) => [
    ...(await all(where, 'auth', 'accounts')).map((doc) => doc.says),
    ...(await all(where, 'profiles', 'marks')).map((doc) => doc.says),
    await readFile(join(where.data, 'secret'), 'utf8').catch(() => undefined),
  ];
  const opened = (where: Place, room: string) =>
    openDatabase(where, room, { collections: {} }).then((db) => db.close());

  it('has every value to the last bit, whatever its type', async () => {
    await fill(from, 'x');
    const { Int32, Long, Double, Decimal128, Binary, Timestamp, BSONRegExp } = mongo;
    await at(from, 'profiles', 'marks').insertOne({
      _id: 'all',
      values: [
        ...[new Int32(1), Long.fromString('9007199254740993'), new Double(1), new Double(-0), true, null],
        ...[Decimal128.fromString('1.10'), new Binary(Buffer.from([0, 255])), new Date(5), 'ação'],
        ...[new Timestamp({ t: 1, i: 2 }), new BSONRegExp('a', 'i'), { '': {} }],
      ],
    });
    const bytes = (where: Place) => at(where, 'profiles', 'marks').find({}, { raw: true }).toArray();
    await backUpMongo(from, backup);
    await restoreMongo(to, backup, { force: false });
    expect(await bytes(to)).toEqual(await bytes(from));
    await opened(to, 'profiles');
  });

  it('holds nothing that refers to or knows of what is not in it, whatever is written meanwhile', async () => {
    await fill(from, 'x');
    const read: string[] = [];
    let n = 0;
    /** As the rooms do: an event, what follows from it, how far that is; and an account with a playlist. */
    const live = async () => {
      n++;
      const [user, old] = [`us-${n}`, await at(from, 'playlists', 'playlists').findOne({ _id: 'pl-0' })];
      await at(from, 'playback-journal', 'commits').insertOne({
        _id: commitId(0, n),
        ...commit(0, n, [event(n)]),
      });
      await at(from, 'playback', 'plays0').replaceOne({ _id: 'doc' }, { ck: { p00: n } }, { upsert: true });
      await at(from, 'playback', 'checkpoints').replaceOne(
        { _id: 'plays0:p00' },
        { pos: n },
        { upsert: true },
      );
      await at(from, 'auth', 'accounts').replaceOne({ _id: user }, { key: user }, { upsert: true });
      await at(from, 'library', 'commits').insertOne({ _id: commitId(0, n), pos: n });
      await at(from, 'catalog', 'tracks').insertOne({ _id: `tr-${n}`, n });
      await at(from, 'catalog', 'commits').insertOne({ _id: commitId(0, n), source: n, ids: [`tr-${n}`] });
      await at(from, 'playlists', 'lists').insertOne({ _id: `li-${n}` });
      for (const [_id, list] of [
        ['pl-0', `li-${n}`],
        [`pl-${n}`, undefined],
      ] as const)
        await at(from, 'playlists', 'playlists').replaceOne(
          { _id },
          { ownerId: user, ...(list && { list }) },
          { upsert: true },
        );
      if (old) await at(from, 'playlists', 'lists').deleteOne({ _id: old.list as string });
    };
    await at(from, 'playback', 'models').insertOne({ _id: 'plays', slot: 0, version: 1 });
    await at(from, 'playback', 'models').insertOne({ _id: '#building', by: 'somebody' });
    await live();
    const acknowledged = n;
    beforeReading(async (room, collection) => {
      read.push(`${room}.${collection}`);
      await live();
    });
    await backUpMongo(from, backup);
    for (const end of unhook.splice(0)) end();
    await restoreMongo(to, backup, { force: false });

    const [model] = await all(to, 'playback', 'plays0');
    const [checkpoint] = await all(to, 'playback', 'checkpoints');
    const journal = await all(to, 'playback-journal', 'commits');
    const known = (model!.ck as Record<string, number>).p00!;
    expect(checkpoint!.pos).toBeGreaterThanOrEqual(acknowledged);
    expect(known).toBeGreaterThan(checkpoint!.pos as number);
    expect(journal.length).toBeGreaterThan(known);
    expect(journal.map(({ pos }) => pos)).toEqual(journal.map((_, i) => i + 1));
    expect(await all(to, 'playback', 'models')).toEqual([{ _id: 'plays', slot: 0, version: 1 }]);

    const users = new Set((await all(to, 'auth', 'accounts')).map(({ _id }) => _id));
    const lists = new Set((await all(to, 'playlists', 'lists')).map(({ _id }) => _id));
    const playlists = await all(to, 'playlists', 'playlists');
    expect(playlists.length).toBeGreaterThan(acknowledged);
    for (const { ownerId, list } of playlists) {
      expect(users).toContain(ownerId);
      if (list !== undefined) expect(lists).toContain(list);
    }
    const tracks = new Set((await all(to, 'catalog', 'tracks')).map(({ _id }) => _id));
    const commits = await all(to, 'catalog', 'commits');
    for (const { ids } of commits) expect(tracks).toContain((ids as string[])[0]);
    expect((await all(to, 'library', 'commits')).length).toBeGreaterThan(commits.length);
    expect(new Set(read).size).toBeGreaterThan(10);
  });

  it('has playlists with their tracks when those are exchanged between the two', async () => {
    await fill(from, 'x');
    await at(from, 'playlists', 'lists').insertOne({ _id: 'li-0' });
    await at(from, 'playlists', 'playlists').insertOne({ _id: 'pl', list: 'li-0' });
    const { find } = mongo.Collection.prototype;
    let n = 0;
    const lists = at(from, 'playlists', 'lists');
    const playlists = at(from, 'playlists', 'playlists');
    mongo.Collection.prototype.find = function (this: mongo.Collection, ...args: Parameters<typeof find>) {
      const cursor = find.apply(this, args);
      if (this.collectionName !== 'lists' || n === 3) return cursor;
      n++;
      const { [Symbol.asyncIterator]: iterate } = cursor;
      cursor[Symbol.asyncIterator] = async function* (this: typeof cursor) {
        await lists.insertOne({ _id: `li-${n}` });
        await playlists.updateOne({ _id: 'pl' }, { $set: { list: `li-${n}` } });
        await lists.deleteOne({ _id: `li-${n - 1}` });
        yield* { [Symbol.asyncIterator]: () => iterate.call(cursor) };
      } as never;
      return cursor;
    } as never;
    unhook.push(() => {
      mongo.Collection.prototype.find = find;
    });
    await backUpMongo(from, backup);
    for (const end of unhook.splice(0)) end();
    await restoreMongo(to, backup, { force: false });
    expect(await all(to, 'playlists', 'playlists')).toEqual([{ _id: 'pl', list: 'li-3' }]);
    expect(await all(to, 'playlists', 'lists')).toEqual([{ _id: 'li-3' }]);
  });

  it('has accounts as being deleted that vanish meanwhile, and no name twice', async () => {
    await fill(from, 'x');
    const accounts = at(from, 'auth', 'accounts');
    await accounts.insertOne({ _id: 'us-0', deleting: true, deletedAt: 5 });
    await at(from, 'profiles', 'marks').insertOne({ _id: 'us-0:tr-1' });
    let isDone = false;
    beforeReading(async (room, collection) => {
      if (room === 'auth' && collection === 'cantiga') await accounts.deleteOne({ _id: 'us-0' });
      if (room !== 'auth' || collection !== 'admins' || isDone) return;
      isDone = true;
      await accounts.replaceOne({ _id: 'us-1' }, { deleting: true, deletedAt: 6 });
      await accounts.insertOne({ _id: 'us-2', key: 'ana' });
    });
    await backUpMongo(from, backup);
    await restoreMongo(to, backup, { force: false });
    expect(await all(to, 'auth', 'accounts')).toEqual([
      { _id: 'us-0', deleting: true, deletedAt: 5 },
      { _id: 'us-1', deleting: true, deletedAt: 6 },
      { _id: 'us-2', key: 'ana' },
    ]);
  });

  it('has a stream compacted that was half compacted, as after a crash', async () => {
    await fill(from, 'x');
    const commits = at(from, 'playback-journal', 'commits');
    const fact = event(2, { type: 'compacted', data: { events: [] } });
    await commits.insertOne({ _id: commitId(7, 1), ...commit(7, 1, [event(1)]) });
    await commits.insertOne({ _id: commitId(7, 2), ...commit(7, 2, [fact]) });
    await at(from, 'playback', 'models').insertOne({ _id: 'plays', slot: 0, version: 1 });
    await backUpMongo(from, backup);
    await restoreMongo(to, backup, { force: false });
    const log = await openMongoLog(to.mongoUrl, to.namespace, 'playback');
    try {
      await log.revision();
      expect((await log.stream('s', 1, 10)).map(({ v }) => v)).toEqual([2]);
    } finally {
      await log.close();
    }
    // No checkpoint says that its read model had taken in what the fact stands for.
    expect(await all(to, 'playback', 'models')).toEqual([]);
  });

  it('has no read model that was built anew meanwhile', async () => {
    await fill(from, 'x');
    const models = at(from, 'playback', 'models');
    await models.insertOne({ _id: 'plays', slot: 0, version: 1, built: 'a' });
    beforeReading(async (_, collection) => {
      if (collection === 'commits') await models.updateOne({ _id: 'plays' }, { $set: { built: 'b' } });
    });
    await at(from, 'playback-journal', 'commits').insertOne({ _id: commitId(0, 1), ...commit(0, 1, []) });
    await backUpMongo(from, backup);
    await restoreMongo(to, backup, { force: false });
    expect(await all(to, 'playback', 'models')).toEqual([]);
  });

  it('is restored where there is data only when that is meant, and nothing of that is left', async () => {
    await fill(from, 'new');
    await backUpMongo(from, backup);
    await fill(to, 'old');
    await at(to, 'library', 'files').insertOne({ _id: 'old' });
    await expect(restoreMongo(to, backup, { force: false })).rejects.toThrow(/holds data.*--force/);
    expect(await said(to)).toEqual(ALL_OLD);
    await restoreMongo(to, backup, { force: true });
    expect(await said(to)).toEqual(ALL_NEW);
    expect(await all(to, 'library', 'files')).toEqual([]);
    const other = await place();
    await writeFile(join(other.data, 'secret'), 'another');
    await expect(restoreMongo(other, backup, { force: false })).rejects.toThrow(/another secret/);
  });

  it('with one byte changed, or not whole, is refused before anything is written', async () => {
    await fill(from, 'new');
    await backUpMongo(from, backup);
    await fill(to, 'old');
    const files = await readdir(backup);
    expect(files).toContain('auth.accounts.bson.gz');
    for (const name of files) {
      const whole = await readFile(join(backup, name));
      const bytes = Buffer.from(whole);
      bytes[bytes.length >> 1]! ^= 1;
      await writeFile(join(backup, name), bytes);
      await expect(restoreMongo(to, backup, { force: true })).rejects.toThrow(/is damaged/);
      await rm(join(backup, name));
      await expect(restoreMongo(to, backup, { force: true })).rejects.toThrow(/missing|holds no backup/);
      await writeFile(join(backup, name), whole);
      expect(await said(to)).toEqual(ALL_OLD);
      await opened(to, 'auth');
    }
  });

  it('whose restoring breaks off, at whatever write, is whole when it is done again', async () => {
    await fill(from, 'new');
    await backUpMongo(from, backup);
    await fill(to, 'old');
    for (let nth = 1, isOver = false; !isOver; nth++) {
      const end = failingWrites(nth, false);
      const outcome = await restoreMongo(to, backup, { force: true }).catch((error: unknown) => error);
      end();
      isOver = !(outcome instanceof Error);
      const starts = await Promise.allSettled(ROOMS.map((room) => opened(to, room)));
      if (starts.every(({ status }) => status === 'fulfilled')) {
        expect([ALL_OLD, ALL_NEW]).toContainEqual(await said(to));
        continue;
      }
      await expect(backUpMongo(to, join(folder, 'half'))).rejects.toThrow(/not finished.*npm run restore/);
      await restoreMongo(to, backup, { force: false });
      expect(await said(to)).toEqual(ALL_NEW);
      expect(nth).toBeLessThan(100);
    }
  }, 120_000);

  it('is restored to no data folder, and one of a data folder not to it', async () => {
    await fill(from, 'x');
    await backUpMongo(from, backup);
    const empty = join(folder, 'data');
    await expect(restore(empty, backup, { force: false })).rejects.toThrow(/set CANTIGA_MONGO_URL/);
    const { config, cleanup } = await stores[0]!.open();
    await (await openDatabase(config, 'auth', { collections: {} })).close();
    await backUp(config.data, join(folder, 'sqlite'));
    await cleanup();
    await expect(restoreMongo(to, join(folder, 'sqlite'), { force: true })).rejects.toThrow(
      /without CANTIGA_MONGO_URL/,
    );
  });

  it('goes nowhere where there is nothing to back up', async () => {
    await expect(backUpMongo(from, backup)).rejects.toThrow(/nothing to back up/);
    await expect(readdir(backup)).rejects.toThrow(/ENOENT/);
  });
});
