import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ServiceBroker, type ServiceSchema } from 'moleculer';
import DbService from 'moleculer-db';
import { SqliteAdapter } from '../../mixins/store/sqlite/adapter.ts';
import { tableSchema } from '../../mixins/store/sqlite/schema.ts';
import { openWritable } from '../../mixins/store/sqlite/writer.ts';
import { openDatabase } from '../../mixins/store/store.ts';

const spec = { fields: { name: 'string', votes: 'number' }, queries: { all: { order: ['name'] } } } as const;
const collections = { posts: spec };

describe('The SQLite store', () => {
  let data: string;
  const open = () => openDatabase({ data, mongoUrl: undefined, namespace: 'test' }, 'posts', { collections });

  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), 'cantiga-sqlite-'));
  });
  afterEach(() => rmSync(data, { recursive: true }));

  it('is refused to a second owner, in this process and in another, and free again when the first ends', async () => {
    const first = await open();
    await expect(open()).rejects.toThrow(/in use by another Cantiga engine/);
    const store = JSON.stringify(join(import.meta.dirname, '../../mixins/store/store.ts'));
    const script = `const {openDatabase} = await import(${store});
      await openDatabase(${JSON.stringify({ data, namespace: 'test' })}, 'posts', {collections:{posts:{}}})`;
    expect(() =>
      execFileSync(process.execPath, ['--input-type=module', '-e', script], { stdio: 'pipe' }),
    ).toThrow(new RegExp(`process ${process.pid} holds 'posts'`));
    await first.close();
    await (await open()).close();
  });

  it('keeps what it acknowledged when the process is killed', async () => {
    const store = JSON.stringify(join(import.meta.dirname, '../../mixins/store/store.ts'));
    const script = `const {openDatabase} = await import(${store});
      const db = await openDatabase(${JSON.stringify({ data, namespace: 'test' })}, 'posts', {collections:${JSON.stringify(collections)}});
      for (let n = 0; ; n++) { await db.collection('posts').insert({_id: 'p' + n, name: 'x'}); process.stdout.write(n + '\\n'); }`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let acknowledged = -1;
    for await (const chunk of child.stdout) {
      acknowledged = Number(String(chunk).trimEnd().split('\n').at(-1));
      if (acknowledged > 200) child.kill('SIGKILL');
    }
    const db = await open();
    expect(await db.collection('posts').count('all')).toBeGreaterThanOrEqual(acknowledged);
    expect(await db.collection('posts').get(`p${acknowledged - 1}`)).not.toBeNull();
    await db.close();
  });

  it('refuses a damaged file, names it and says what to do', async () => {
    writeFileSync(
      join(data, 'posts.db'),
      'this is not a database, but long enough to look like a file of one'.repeat(100),
    );
    await expect(open()).rejects.toThrow(/posts\.db is damaged. Restore it from a backup/);
  });

  it('refuses a file that lost its tail', async () => {
    const db = await open();
    await Promise.all(Array.from({ length: 500 }, (_, n) => db.collection('posts').insert({ _id: `p${n}` })));
    await db.close();
    truncateSync(join(data, 'posts.db'), readFileSync(join(data, 'posts.db')).length - 8192);
    await expect(open()).rejects.toThrow(/posts\.db is damaged/);
  });

  it('takes back what a kill left half written, as one does in the moment in which the file gets its log', async () => {
    const db = await open();
    await Promise.all(Array.from({ length: 500 }, (_, n) => db.collection('posts').insert({ _id: `p${n}` })));
    await db.close();
    const script = `const db = new (require('node:sqlite').DatabaseSync)(${JSON.stringify(join(data, 'posts.db'))});
      db.exec('PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1; BEGIN; UPDATE posts SET rev = 9');
      process.kill(process.pid, 'SIGKILL')`;
    expect(() => execFileSync(process.execPath, ['-e', script], { stdio: 'pipe' })).toThrow(/Command failed/);
    expect(existsSync(join(data, 'posts.db-journal'))).toBe(true);
    const again = await open();
    expect(await again.collection('posts').get('p7')).toMatchObject({ rev: 1 });
    await again.close();
  });

  it('refuses a file with damage in its middle, and one that lost all it held', async () => {
    const db = await open();
    const name = 'a name that takes some space '.repeat(20);
    await Promise.all(
      Array.from({ length: 500 }, (_, n) =>
        db.collection('posts').insert({ _id: `p${n}`, name } as { _id: string }),
      ),
    );
    await db.close();
    const file = join(data, 'posts.db');
    const bytes = readFileSync(file);
    const middle = Math.floor(bytes.length / 8192) * 4096;
    writeFileSync(file, Buffer.from(bytes).fill(randomBytes(4096), middle, middle + 8192));
    await expect(open()).rejects.toThrow(/posts\.db is damaged/);
    writeFileSync(file, '');
    await expect(open()).rejects.toThrow(/posts\.db is damaged/);
    writeFileSync(file, bytes);
    const restored = await open();
    expect(await restored.collection('posts').count('all')).toBe(500);
    await restored.close();
  });

  it('names a file that is damaged while it is in use', async () => {
    const db = await open();
    await db.collection('posts').insert({ _id: 'p1' });
    const file = join(data, 'posts.db');
    for (const path of [file, `${file}-wal`]) {
      writeFileSync(path, readFileSync(path).fill(randomBytes(4096), 100));
    }
    await expect(db.collection('posts').get('p1')).rejects.toThrow(/posts\.db is damaged/);
    await db.close();
  });

  it('carries moleculer-db itself: a stock service with its default actions', async () => {
    const schema = tableSchema('posts', spec);
    const writer = await openWritable(join(data, 'stock.db'), 1, { tables: [schema] });
    const reader = new DatabaseSync(join(data, 'stock.db'), { readOnly: true });
    const broker = new ServiceBroker({ logger: false });
    broker.createService({
      name: 'posts',
      mixins: [DbService as Partial<ServiceSchema>],
      adapter: new SqliteAdapter(() => ({ reader, writer }), 'posts', spec),
    } as unknown as ServiceSchema);
    await broker.start();
    await broker.call('posts.insert', {
      entities: [1, 2, 3].map((votes) => ({ _id: `p${votes}`, name: `n${votes % 2}`, votes })),
    });
    await broker.call('posts.create', { _id: 'p4', name: 'n4', votes: 4 });
    await broker.call('posts.update', { id: 'p4', votes: 40 });
    expect(
      await broker.call('posts.find', { query: { votes: { $gte: 2 } }, sort: '-votes', limit: 2 }),
    ).toMatchObject([{ _id: 'p4', votes: 40 }, { _id: 'p3' }]);
    expect(await broker.call('posts.count', { query: { name: { $in: ['n1'] } } })).toBe(2);
    expect(await broker.call('posts.list', { pageSize: 2, page: 2, sort: 'votes' })).toMatchObject({
      total: 4,
    });
    expect(await broker.call('posts.get', { id: 'p1' })).toMatchObject({ votes: 1 });
    await broker.call('posts.remove', { id: 'p1' });
    await expect(broker.call('posts.get', { id: 'p1' })).rejects.toMatchObject({ code: 404 });
    await expect(broker.call('posts.find', { query: { $where: 'true' } })).rejects.toThrow(
      /not a declared field/,
    );
    await broker.stop();
    reader.close();
    await writer.close();
  });
});
