import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteLog, readSqliteLog } from '../../../mixins/journal/sqlite-log.ts';
import type { Commit, CommitLog, CommitReader, RecordedEvent } from '../../../mixins/journal/types.ts';
import { random } from '../../bench/library-plan.ts';
import { commit, event, single } from '../../support/journal/logs.ts';
import { openMemoryLog } from '../../support/journal/memory-log.ts';
import { mountSmallDisk } from '../../support/small-disk.ts';

const module = (name: string) => JSON.stringify(join(import.meta.dirname, '../../../mixins/journal', name));

/** So many events, all of one commit: enough of them and the indexes are written. */
const many = (p: number, pos: number, count: number): Commit =>
  commit(
    p,
    pos,
    Array.from({ length: count }, (_, n) =>
      event(pos, { stream: `s${p}-${n}`, cmd: `c${pos}-${n}`, reply: n }),
    ),
  );

describe('The journal on SQLite', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cantiga-journal-'));
    file = join(folder, 'test-journal.db');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('answers as a journal in memory does, whatever is indexed already, and so does who only reads', async () => {
    const next = random(7);
    const pick = (below: number) => Math.floor(next() * below);
    const logs = { truth: openMemoryLog(), log: await openSqliteLog(folder, 'test') };
    const reader = readSqliteLog(file);
    const heads = new Map<string, number>();
    const positions = new Array<number>(64).fill(0);
    const facts: RecordedEvent[] = [];
    for (let round = 0; round < 60; round++) {
      const appends: Commit[] = [];
      for (let n = 0; n < 20; n++) {
        const p = pick(4);
        const events = Array.from({ length: 1 + pick(12) }, () => {
          const stream = `se-${p}-${pick(5)}`;
          const v = (heads.get(stream) ?? 0) + 1;
          heads.set(stream, v);
          return event(v, { stream, cmd: `${pick(1e9)}`, reply: pick(100), data: '🎧'.repeat(pick(3)) });
        });
        appends.push(commit(p, ++positions[p]!, events));
      }
      await Promise.all([
        ...appends.slice(0, 10).map((each) => logs.log.append(each)),
        ...facts.map((fact) => logs.log.compact(fact)),
        logs.log.tidy!(),
        ...appends.slice(10).map((each) => logs.log.append(each)),
      ]);
      for (const each of appends) await logs.truth.append(each);
      for (const fact of facts.splice(0)) await logs.truth.compact(fact);
      const taken = appends[pick(20)]!;
      const again = [
        commit(taken.p, positions[taken.p]! + 1, [event(1, taken.events[0]!)]),
        { ...taken, events: [event(1, { stream: 'x' })] },
      ];
      for (const wrong of again)
        await expect(logs.log.append(wrong)).rejects.toMatchObject({ type: 'ALREADY_EXISTS' });
      const same = async (ask: (of: CommitReader) => Promise<unknown>) => {
        const truth = await ask(logs.truth);
        expect(await ask(logs.log)).toEqual(truth);
        expect(await ask(reader)).toEqual(truth);
      };
      const p = pick(4);
      const after = pick(positions[p]!);
      await same((of) => of.read(p, after, 50));
      await same((of) => of.last(p));
      const stream = `se-${p}-${pick(5)}`;
      const from = pick((heads.get(stream) ?? 0) + 3);
      await same((of) => of.stream(stream, from, 70));
      await same((of) => of.command(taken.events[0]!.stream, taken.events[0]!.cmd));
      await same((of) => of.revision());
      // While the next ones are written, some are compacted: up to their last event, or to one before.
      for (const old of pick(2) === 0 ? [`se-${pick(4)}-${pick(5)}`] : []) {
        const there = await logs.truth.stream(old, 1, 10_000);
        const last = there[pick(2) === 0 ? there.length - 1 : pick(there.length)];
        if (last !== undefined) facts.push({ ...last, type: 'compacted', data: '🎧' });
      }
    }
    const raw = new DatabaseSync(file, { readOnly: true });
    const { indexed, all } = raw
      .prepare('SELECT (SELECT seq FROM indexed) AS indexed, (SELECT max(seq) FROM log) AS "all"')
      .get() as { indexed: number; all: number };
    expect(indexed).toBeGreaterThan(0);
    expect(indexed).toBeLessThan(all);
    raw.close();
    await reader.close();
    await logs.log.close();
  });

  it('gives back the space of what was compacted, and is the same', async () => {
    const log = await openSqliteLog(folder, 'test');
    const streams = Array.from({ length: 10 }, (_, n) => `s${n}`);
    for (let pos = 1; pos <= 200; pos++)
      await Promise.all(
        streams.map((stream, p) =>
          log.append(commit(p, pos, [event(pos, { stream, data: 'x'.repeat(500) })])),
        ),
      );
    const pages = () => {
      const raw = new DatabaseSync(file, { readOnly: true });
      const of = (pragma: string) => Object.values(raw.prepare(`PRAGMA ${pragma}`).get()!)[0] as number;
      const held = of('page_count') - of('freelist_count');
      raw.close();
      return held;
    };
    const before = pages();
    for (const stream of streams) {
      const last = (await log.stream(stream, 200, 1))[0]!;
      await log.compact({ ...last, type: 'compacted', data: 0 });
    }
    const all = () => Promise.all(streams.map((_, p) => log.read(p, 0, 1000)));
    const same = await all();
    await log.tidy!();
    expect(pages()).toBeLessThan(before / 2);
    expect(await all()).toEqual(same);
    await log.tidy!();
    await log.append(commit(0, 201, [event(201, { stream: 's0' })]));
    expect(await log.stream('s0', 1, 10)).toHaveLength(2);
    await log.close();
  });

  it('takes over a file of version 2, which is read as it is too', async () => {
    const written = [
      ...[1, 2, 3].map((pos) => many(0, pos, 100)),
      commit(1, 1, [event(1), event(2), event(3, { cmd: 'c2', reply: 'yes' }), event(4)]),
      commit(1, 2, [event(5)]),
    ];
    const first = await openSqliteLog(folder, 'test');
    for (const each of written) await first.append(each);
    await first.close();
    const raw = new DatabaseSync(file);
    raw.exec(`
      DROP TABLE events;
      DROP TABLE commands;
      CREATE TABLE events (stream TEXT NOT NULL, v INTEGER NOT NULL, seq INTEGER NOT NULL,
        start INTEGER NOT NULL, length INTEGER NOT NULL, PRIMARY KEY (stream, v)) STRICT, WITHOUT ROWID;
      CREATE TABLE commands (cmd TEXT NOT NULL, stream TEXT NOT NULL, v INTEGER NOT NULL,
        PRIMARY KEY (cmd, stream)) STRICT, WITHOUT ROWID;
      INSERT INTO events SELECT value ->> 'stream', value ->> 'v', seq, 0, 0
        FROM log, json_each(doc, '$.events');
      INSERT OR REPLACE INTO commands SELECT value ->> 'cmd', value ->> 'stream', value ->> 'v'
        FROM log, json_each(doc, '$.events');
      PRAGMA user_version = 2`);
    raw.close();
    const reader = readSqliteLog(file);
    const same = async (log: CommitReader) => {
      expect((await log.stream('s', 2, 3)).map(({ v }) => v)).toEqual([2, 3, 4]);
      expect((await log.stream('s0-7', 1, 9)).map(({ v }) => v)).toEqual([1, 2, 3]);
      expect(await log.command('s', 'c2')).toMatchObject({ v: 3, p: 1, pos: 1, reply: 'yes' });
      expect(await log.command('s0-7', 'c3-7')).toMatchObject({ v: 3, p: 0, pos: 3 });
    };
    await same(reader);
    await reader.close();
    const log = await openSqliteLog(folder, 'test');
    await same(log);
    for (const taken of [event(3, { cmd: 'x' }), event(6, { cmd: 'c2' })])
      await expect(log.append(commit(1, 3, [taken]))).rejects.toMatchObject({ type: 'ALREADY_EXISTS' });
    await log.append(commit(1, 3, [event(6)]));
    const [, , , , , last] = await log.stream('s', 1, 10);
    await log.compact({ ...last!, type: 'compacted', data: 0 });
    expect(await log.stream('s', 1, 10)).toHaveLength(1);
    await log.close();
  });

  it('is refused to a second owner', async () => {
    const first = await openSqliteLog(folder, 'test');
    await expect(openSqliteLog(folder, 'test')).rejects.toThrow(/in use by another Cantiga engine/);
    await first.close();
    await (await openSqliteLog(folder, 'test')).close();
  });

  it('refuses files that are damaged, cut short, or of a newer version', async () => {
    const log = await openSqliteLog(folder, 'test');
    for (let pos = 1; pos <= 20; pos++) await log.append(many(0, pos, 100));
    await log.close();
    const whole = readFileSync(file);
    truncateSync(file, whole.length - 8192);
    await expect(openSqliteLog(folder, 'test')).rejects.toThrow(/test-journal\.db is damaged/);
    writeFileSync(file, 'no database at all '.repeat(1000));
    await expect(openSqliteLog(folder, 'test')).rejects.toThrow(/test-journal\.db is damaged/);
    expect(() => readSqliteLog(file)).toThrow(/test-journal\.db is damaged/);
    writeFileSync(file, whole);
    const raw = new DatabaseSync(file);
    raw.exec('PRAGMA user_version = 99');
    raw.close();
    await expect(openSqliteLog(folder, 'test')).rejects.toThrow(/newer version/);
    expect(() => readSqliteLog(file)).toThrow(/newer version/);
  });

  it('is read by another process while it is written', async () => {
    const log = await openSqliteLog(folder, 'test');
    await log.append(many(0, 1, 200));
    const script = `const { readSqliteLog } = await import(${module('sqlite-log.ts')});
      const log = readSqliteLog(${JSON.stringify(file)});
      for (let after = 0; after < 30; ) {
        for (const { pos, events } of await log.read(0, after, 100)) {
          if (pos !== ++after || events.length !== 200) throw new Error('Gap at ' + pos);
          console.log(pos);
        }
      }
      console.log((await log.stream('s0-7', 1, 100)).map(({ v }) => v).join());
      await log.close();`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    let pos = 1;
    for await (const chunk of child.stdout) {
      printed += chunk;
      // The next is written when what is there has been read.
      if (pos < 30 && Number(/(\d+)\n$/.exec(printed)?.[1]) >= pos) await log.append(many(0, ++pos, 200));
    }
    const versions = Array.from({ length: 30 }, (_, n) => n + 1);
    expect(printed).toBe(`${versions.join('\n')}\n${versions.join()}\n`);
    await log.close();
  });

  it('has all that it acknowledged when its process is killed', async () => {
    const script = `const { openSqliteLog } = await import(${module('sqlite-log.ts')});
      const log = await openSqliteLog(${JSON.stringify(folder)}, 'test');
      const write = async (p) => {
        for (let pos = 1; ; pos++) {
          const events = Array.from({ length: 40 }, (_, n) =>
            ({ stream: 's' + p + '-' + n, v: pos, type: 'Happened', schema: 1, data: { pos }, cmd: 'c' + pos, reply: pos }));
          await log.append({ p, pos, epoch: 1, writer: 'w', at: Date.now(), events });
          process.stdout.write(p + ' ' + pos + '\\n');
        }
      };
      for (let p = 0; p < 8; p++) write(p);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    for await (const chunk of child.stdout) {
      printed += chunk;
      if (printed.length > 2000) child.kill('SIGKILL');
    }
    const acknowledged = printed.slice(0, printed.lastIndexOf('\n')).split('\n');
    expect(acknowledged.length).toBeGreaterThan(200);
    const log = await openSqliteLog(folder, 'test');
    for (const [p, pos] of acknowledged.map((line) => line.split(' ').map(Number) as [number, number])) {
      expect(await log.read(p, pos - 1, 1)).toMatchObject([{ p, pos }]);
      expect(await log.stream(`s${p}-39`, pos, 1)).toMatchObject([{ v: pos, pos, data: { pos } }]);
      expect(await log.command(`s${p}-0`, `c${pos}`)).toMatchObject({ v: pos, reply: pos });
    }
    const { pos } = (await log.last(3))!;
    await log.append(commit(3, pos + 1, [event(pos + 1, { stream: 's3-0' })]));
    await log.close();
  });

  it('has a beginning of what was written when its log is cut anywhere', async () => {
    const written: Commit[] = [];
    const log = await openSqliteLog(folder, 'test');
    for (let n = 0; n < 40; n++) {
      written.push(many(n % 2, Math.floor(n / 2) + 1, n % 4 === 0 ? 200 : 3));
      await log.append(written.at(-1)!);
    }
    const wal = readFileSync(`${file}-wal`);
    const copy = mkdtempSync(join(folder, 'cut-'));
    const cutFile = join(copy, 'test-journal.db');
    const lengths = new Set<number>();
    for (let cut = 0; cut <= 48; cut++) {
      rmSync(`${cutFile}-shm`, { force: true });
      copyFileSync(file, cutFile);
      // Between frames and inside of them.
      writeFileSync(`${cutFile}-wal`, wal.subarray(0, Math.round((wal.length * cut) / 48) + (cut % 3) * 700));
      const reopened = await openSqliteLog(copy, 'test');
      lengths.add(await expectBeginning(reopened, written));
      await reopened.close();
    }
    expect(lengths).toContain(40);
    expect(lengths.size).toBeGreaterThan(8);
    await log.close();
  });

  it('says so when the disk is full, stores nothing then, and takes the same when there is space', async () => {
    const disk = mountSmallDisk('a journal on a full disk', 24);
    if (disk === undefined) return;
    try {
      const log = await openSqliteLog(disk.path, 'test');
      await log.append(single(0, 1));
      for (let pos = 1; pos <= 50; pos++)
        await log.append(commit(2, pos, [event(pos, { stream: 'old', data: 'x'.repeat(2000) })]));
      const old = await log.stream('old', 1, 100);
      const fact = { ...old.at(-1)!, type: 'compacted', data: null };
      disk.fill();
      let stored = 1;
      const fill = async () => {
        for (; ; stored++) await log.append(many(0, stored + 1, 200));
      };
      await expect(fill()).rejects.toMatchObject({ type: 'DISK_FULL' });
      await expect(log.append(single(1, 1))).rejects.toMatchObject({ type: 'DISK_FULL' });
      expect(await log.last(0)).toMatchObject({ pos: stored });
      expect(await log.last(1)).toBeNull();
      expect(await log.command(`s0-7`, `c${stored + 1}-7`)).toBeNull();
      await expect(log.compact(fact)).rejects.toMatchObject({ type: 'DISK_FULL' });
      expect(await log.stream('old', 1, 100)).toEqual(old);
      disk.free();
      await log.append(many(0, stored + 1, 200));
      await log.append(single(1, 1));
      await log.compact(fact);
      expect(await log.stream('old', 1, 100)).toEqual([fact]);
      expect(await log.command(`s0-7`, `c${stored + 1}-7`)).toMatchObject({ pos: stored + 1 });
      await log.close();
      const reader = readSqliteLog(join(disk.path, 'test-journal.db'));
      expect(await reader.read(0, 0, 1000)).toHaveLength(stored + 1);
      await reader.close();
    } finally {
      disk.remove();
    }
  });
});

/** That what is there is what was written first, and everything about it is found. How many commits that is. */
async function expectBeginning(log: CommitLog, written: readonly Commit[]): Promise<number> {
  const there = [...(await log.read(0, 0, 1000)), ...(await log.read(1, 0, 1000))].length;
  const even = written.filter(({ p }, index) => p === 0 && index < there);
  const odd = written.filter(({ p }, index) => p === 1 && index < there);
  expect(await log.read(0, 0, 1000)).toEqual(even);
  expect(await log.read(1, 0, 1000)).toEqual(odd);
  for (const [index, { p, pos, events }] of written.entries()) {
    const last = events.at(-1)!;
    const found = await log.command(last.stream, last.cmd);
    expect(await log.stream(last.stream, last.v, 1)).toEqual(index < there ? [found] : []);
    if (index < there) expect(found).toEqual({ ...last, p, pos, at: found!.at });
    else expect(found).toBeNull();
  }
  return there;
}
