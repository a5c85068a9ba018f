import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqliteLog, readSqliteLog } from '../../../mixins/journal/sqlite-log.ts';
import type { Commit, CommitReader } from '../../../mixins/journal/types.ts';
import { commit, event } from '../../support/journal/logs.ts';

/** Partitions that are written to. */
const PARTITIONS = [1, 2];
/** Bytes of a frame of SQLite's write-ahead log: a header, and a page. */
const FRAME = 24 + 4096;
const NAME = 'test-journal.db';

// After a power cut the end of SQLite's write-ahead log may be missing, from any byte on, or hold anything.

describe('A journal on SQLite whose write-ahead log was cut', () => {
  let folder: string;
  /** What was acknowledged, in its order, and how long the log was when it was. */
  let acknowledged: { commits: Commit[]; wal: number }[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cantiga-wal-'));
    acknowledged = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Appends groups of commits, each when the one before it is acknowledged, and keeps a copy as after a power cut. */
  async function written(groups: readonly Commit[][]): Promise<{ file: string; wal: string; whole: Buffer }> {
    const log = await openSqliteLog(folder, 'test');
    for (const commits of groups) {
      await Promise.all(commits.map((each) => log.append(each)));
      acknowledged.push({ commits, wal: statSync(join(folder, `${NAME}-wal`)).size });
    }
    // What is indexed is written when the answer is given.
    await breathe();
    await log.read(1, 0, 1);
    const copy = join(folder, 'copy');
    mkdirSync(copy);
    for (const name of [NAME, `${NAME}-wal`]) copyFileSync(join(folder, name), join(copy, name));
    await log.close();
    const file = join(copy, NAME);
    return { file, wal: `${file}-wal`, whole: readFileSync(`${file}-wal`) };
  }

  async function commitsIn(log: CommitReader): Promise<Commit[]> {
    return (await Promise.all(PARTITIONS.map((p) => log.read(p, 0, 1000)))).flat();
  }

  /** How many of the groups are there; all before them are, and nothing else is. @param least length of what is left */
  function groupsIn(found: readonly Commit[], least: number): number {
    const groups = acknowledged.findIndex(({ commits }) => !commits.some(({ p, pos }) => has(found, p, pos)));
    const count = groups === -1 ? acknowledged.length : groups;
    const expected = acknowledged.slice(0, count).flatMap(({ commits }) => commits);
    expect(found.toSorted(byPlace)).toEqual(expected.toSorted(byPlace));
    const promised = acknowledged.filter(({ wal }) => wal <= least).length;
    expect(count).toBeGreaterThanOrEqual(promised);
    return count;
  }

  async function look(file: string, least: number): Promise<number> {
    const log = readSqliteLog(file);
    try {
      return groupsIn(await commitsIn(log), least);
    } finally {
      await log.close();
      rmSync(`${file}-shm`, { force: true });
    }
  }

  /** Opens what is left as the engine does, finds everything by its keys, and goes on. */
  async function goOn({ file, wal }: { file: string; wal: string }, left: Buffer, count: number) {
    const place = join(folder, 'again');
    mkdirSync(place);
    copyFileSync(file, join(place, NAME));
    writeFileSync(join(place, wal.slice(file.length - NAME.length)), left);
    const log = await openSqliteLog(place, 'test');
    const there = await commitsIn(log);
    expect(groupsIn(there, left.length)).toBe(count);
    for (const { p, pos, at, events } of there)
      for (const each of [events[0]!, events.at(-1)!]) {
        const recorded = { ...each, p, pos, at };
        expect(await log.stream(each.stream, each.v, 1)).toEqual([recorded]);
        expect(await log.command(each.stream, each.cmd)).toEqual(recorded);
        const again = commit(3, 1, [{ ...each, v: each.v + 1000 }]);
        await expect(log.append(again)).rejects.toMatchObject({ type: 'ALREADY_EXISTS' });
      }
    const [next] = acknowledged.slice(count).flatMap(({ commits }) => commits);
    const more = next ?? commit(1, there.filter(({ p }) => p === 1).length + 1, [event(5000)]);
    await log.append(more);
    await log.close();
    const reader = readSqliteLog(join(place, NAME));
    expect(await reader.read(more.p, more.pos - 1, 1)).toEqual([more]);
    await reader.close();
    rmSync(place, { recursive: true });
  }

  it('has what was acknowledged up to there, whole and nothing else, at whichever byte', async () => {
    const at = await written([
      [commit(1, 1, [event(1), event(2, { data: '🎧', reply: 1 })])],
      [commit(1, 2, [event(3)]), commit(2, 1, [event(1, { stream: 'other' })])],
    ]);
    const { file, wal, whole } = at;
    const changes: number[] = [];
    let before = acknowledged.length;
    for (let length = whole.length; length >= 0; length--) {
      truncateSync(wal, length);
      const count = await look(file, length);
      expect(before - count === 0 || before - count === 1).toBe(true);
      if (count < before) changes.push(length);
      before = count;
    }
    expect(before).toBe(0);
    expect(changes).toHaveLength(acknowledged.length);
    for (const length of changes) {
      const left = acknowledged.length - changes.indexOf(length) - 1;
      await goOn(at, whole.subarray(0, length), left);
      await goOn(at, whole.subarray(0, length + 1), left + 1);
    }
  }, 120_000);

  it('has it also when the cut goes through what is indexed, and finds all of it by its keys', async () => {
    const events = (p: number, pos: number) =>
      Array.from({ length: 55 }, (_, n) =>
        event(pos, { stream: `s${p}-${n}`, cmd: `c${pos}-${n}`, data: n }),
      );
    const positions = [1, 2, 3, 4, 5];
    const at = await written([
      ...positions.map((pos) => [commit(2, pos, events(2, pos))]),
      [commit(1, 1, [event(1)])],
      [commit(1, 2, [event(2)])],
    ]);
    const { file, wal, whole } = at;
    let isIndexed = false;
    const lengths: number[] = [];
    for (let frame = 32; frame < whole.length; frame += FRAME) {
      isIndexed ||= whole.subarray(frame, frame + FRAME).includes('c1-54s2-54');
      for (let inside = 0; inside < FRAME; inside += inside < 32 ? 4 : 401) lengths.push(frame + inside);
    }
    expect(isIndexed).toBe(true);
    const seen = new Map<number, number>();
    for (const length of [whole.length, ...lengths.toReversed()]) {
      truncateSync(wal, length);
      const count = await look(file, length);
      // The least that is left when so many are there.
      seen.set(count, length);
    }
    for (const [count, length] of seen) await goOn(at, whole.subarray(0, length), count);
  }, 120_000);

  it('has nothing else when bytes of it are wrong', async () => {
    const at = await written(
      [1, 2, 3, 4, 5].map((pos) => [commit(1, pos, [event(pos, { data: 'x'.repeat(50) })])]),
    );
    const { file, wal, whole } = at;
    for (let byte = 0; byte < whole.length; byte += 31) {
      const wrong = Buffer.from(whole);
      wrong[byte]! ^= 0x55;
      writeFileSync(wal, wrong);
      // Up to the frame with that byte all is as it was.
      await look(file, byte < 32 ? 0 : byte - ((byte - 32) % FRAME));
    }
  }, 60_000);
});

function has(commits: readonly Commit[], p: number, pos: number): boolean {
  return commits.some((each) => each.p === p && each.pos === pos);
}

function byPlace(a: Commit, b: Commit): number {
  return a.p - b.p || a.pos - b.pos;
}
