import { describe, expect, it } from '@jest/globals';
import type { Snapshot } from '../../../../mixins/actor/fold.ts';
import type { CommitLog } from '../../../../mixins/journal/types.ts';
import { tallies } from '../../../support/journal/actors.ts';
import { openMemoryLog } from '../../../support/journal/memory-log.ts';
import { errorOf } from '../../../support/rooms.ts';
import { TALLY } from '../../../support/simulation/tally.ts';

describe('an actor', () => {
  it('answers with its state after the command, and the version', async () => {
    const { add, look } = tallies();
    expect(await add(10)).toEqual({ reply: { total: 10, taken: 1 }, v: 1 });
    expect(await add(2000)).toEqual({ reply: { total: 1005, taken: 2 }, v: 3 });
    expect(await look()).toEqual({ v: 3, state: { total: 1005, taken: 2 } });
  });

  it('takes what is told at once one after the other', async () => {
    const { add } = tallies();
    const answers = await Promise.all([2, 4, 6].map((n) => add(n)));
    expect(answers.map(({ v }) => v)).toEqual([1, 2, 3]);
    expect(answers.at(-1)!.reply).toEqual({ total: 12, taken: 3 });
  });

  it('records nothing of what it refuses', async () => {
    const { add, log } = tallies();
    await expect(add(3)).rejects.toThrow(errorOf('BAD_PARAMETER'));
    expect(await log.stream('ta-1', 1, 10)).toEqual([]);
  });

  it('records a command that changes nothing, so that it is not taken later when it would', async () => {
    const { host, log } = tallies();
    const answer = await host.tell('ta-1', 3, { id: 'x', command: { check: true } });
    expect(answer).toEqual({ reply: { total: 0, taken: 0 }, v: 1 });
    expect(await log.stream('ta-1', 1, 10)).toMatchObject([{ type: 'noted', cmd: 'x' }]);
  });

  it('answers a command that comes again as it did at first, whatever has happened since', async () => {
    const { add, log } = tallies();
    const first = await add(10, 'x');
    await add(20);
    expect(await add(10, 'x')).toEqual(first);
    expect(await tallies(log).add(10, 'x')).toEqual(first);
    expect(await log.stream('ta-1', 1, 10)).toHaveLength(2);
  });

  it('answers so also when the command came long ago, and when it would be refused now', async () => {
    const { add, log } = tallies();
    const first = await add(1000, 'x');
    const odd = await add(1, 'y');
    for (let i = 0; i < 300; i++) await add(2);
    await add(7 - ((1601 - 500) % 7) + 1);
    expect(await add(1000, 'x')).toEqual(first);
    expect(await add(1, 'y')).toEqual(odd);
    expect(await tallies(log).add(1, 'y')).toEqual(odd);
  });

  it('refuses what was said of another version than it has', async () => {
    const { add } = tallies();
    await add(10);
    await expect(add(20, 'x', 0)).rejects.toThrow(errorOf('CONFLICT', { v: 1 }));
    expect(await add(20, 'x', 1)).toMatchObject({ v: 2 });
    expect(await add(20, 'x', 1)).toMatchObject({ v: 2 });
  });

  it('refuses more than can wait for it, and takes more again later', async () => {
    const { add } = tallies();
    const told = await Promise.allSettled(Array.from({ length: 80 }, () => add(2)));
    const refused = told.filter((each) => each.status === 'rejected');
    expect(refused).toHaveLength(16);
    expect(refused[0]!.reason).toEqual(errorOf('UNAVAILABLE', { retryAfter: 1 }));
    expect(await add(2)).toMatchObject({ v: 65 });
  });

  it('decides anew on what another process has written meanwhile', async () => {
    const { add, log } = tallies();
    const other = tallies(log);
    await add(10);
    await other.add(20);
    expect(await add(30)).toEqual({ reply: { total: 60, taken: 3 }, v: 3 });
    expect(await other.add(40)).toEqual({ reply: { total: 100, taken: 4 }, v: 4 });
  });

  it('says nothing before it is stored', async () => {
    const log = openMemoryLog();
    let store = () => {};
    const held = new Promise<void>((resolve) => {
      store = resolve;
    });
    const { add } = tallies({ ...log, append: (commit) => held.then(() => log.append(commit)) });
    let isAnswered = false;
    const answer = add(10).then(() => {
      isAnswered = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isAnswered).toBe(false);
    store();
    await answer;
  });

  it('goes on from a snapshot, unless its state has another shape by now', async () => {
    const kept = new Map<string, { version: number; snapshot: Snapshot<{ total: number; taken: number }> }>();
    const snapshots = {
      load: async (stream: string, version: number) =>
        kept.get(stream)?.version === version ? kept.get(stream)!.snapshot : undefined,
      save(stream: string, version: number, snapshot: Snapshot<{ total: number; taken: number }>) {
        kept.set(stream, { version, snapshot: structuredClone(snapshot) });
      },
    };
    const { add, log } = tallies(openMemoryLog(), { snapshots });
    for (let i = 0; i < 510; i++) await add(i < 100 ? 2 : 0, `c${i}`);
    expect(kept.get('ta-1')!.snapshot).toMatchObject({ v: 500, state: { total: 200, taken: 500 } });
    const read: number[] = [];
    const watched: CommitLog = {
      ...log,
      stream(stream, from, limit) {
        read.push(from);
        return log.stream(stream, from, limit);
      },
    };
    expect(await tallies(watched, { snapshots }).look()).toEqual({
      v: 510,
      state: { total: 200, taken: 510 },
    });
    expect(await tallies(watched, { snapshots }).add(2, 'c400')).toMatchObject({ v: 401 });
    const changed = { ...TALLY, version: 2 };
    await tallies(watched, { snapshots, kind: changed }).look();
    expect(read).toEqual([501, 501, 1]);
  });

  it('is shown as it was at a version and at a time', async () => {
    const { add, host } = tallies();
    for (const n of [10, 20, 30]) await add(n);
    expect(await host.lookBack('ta-1', { v: 2 })).toEqual({ v: 2, state: { total: 30, taken: 2 } });
    expect(await host.lookBack('ta-1', { at: 999 })).toEqual({ v: 0, state: { total: 0, taken: 0 } });
    expect(await host.lookBack('ta-1', { at: 1000 })).toMatchObject({ v: 3 });
  });

  it('understands events of older versions', async () => {
    const { add, log } = tallies();
    await add(10);
    const kind = { ...TALLY, schemas: { added: [({ n }: { n: number }) => ({ n: n * 100 })], halved: [] } };
    expect(await tallies(log, { kind }).look()).toMatchObject({ state: { total: 1000 } });
  });

  it('is let go when others are asked for, and comes back as it was', async () => {
    const { add, host } = tallies(openMemoryLog(), { most: 2 });
    await add(10);
    for (const stream of ['ta-2', 'ta-3', 'ta-4']) await host.look(stream, 4);
    expect(host.live).toBe(2);
    host.passivate(60_000);
    expect(host.live).toBe(2);
    host.passivate(0);
    expect(host.live).toBe(0);
    expect(await add(20)).toEqual({ reply: { total: 30, taken: 2 }, v: 2 });
  });
});
