import { describe, expect, it } from '@jest/globals';
import { CantigaError } from '../../../../errors.ts';
import { Fenced, PartitionWriter } from '../../../../mixins/journal/partition.ts';
import type { CommitLog, StoredEvent } from '../../../../mixins/journal/types.ts';
import { openMemoryLog } from '../../../support/journal/memory-log.ts';

const clock = { now: () => 1000, sleep: async () => {} };
const eventOf = (stream: string, v: number, data: object = {}): StoredEvent => ({
  ...{ stream, v, type: 'added', schema: 1, data, cmd: `c${v}`, reply: v },
});

function open(log: CommitLog, writer = 'me.1') {
  return PartitionWriter.open({ log, clock, p: 5, writer });
}

/** A log whose appends wait for `go`. */
function heldLog() {
  const log = openMemoryLog();
  let go = () => {};
  const held = new Promise<void>((resolve) => {
    go = resolve;
  });
  return { log: { ...log, append: (commit) => held.then(() => log.append(commit)) } as CommitLog, go };
}

describe('the writer of a partition', () => {
  it('begins after what is there, in an epoch of its own', async () => {
    const log = openMemoryLog();
    const before = await open(log, 'other');
    await before.append([eventOf('a', 1)]);
    const writer = await open(log);
    expect(writer.pos).toBe(1);
    expect(await writer.append([eventOf('a', 2)])).toEqual({ pos: 2, at: 1000 });
    expect(await log.read(5, 0, 10)).toMatchObject([
      { p: 5, pos: 1, epoch: 1, writer: 'other' },
      { p: 5, pos: 2, epoch: 2, writer: 'me.1', at: 1000, events: [{ stream: 'a', v: 2 }] },
    ]);
  });

  it('writes together what came while it was writing, and no more at once than a commit may hold', async () => {
    const { log, go } = heldLog();
    const writer = await open(log);
    const appended = Array.from({ length: 301 }, (_, i) => writer.append([eventOf(`s${i}`, 1)]));
    go();
    const places = await Promise.all(appended);
    expect(places.map(({ pos }) => pos)).toEqual([1, ...Array(200).fill(2), ...Array(100).fill(3)]);
  });

  it('puts what is large into commits of its own', async () => {
    const { log, go } = heldLog();
    const writer = await open(log);
    const large = { text: 'x'.repeat(200_000) };
    const appended = [1, 2, 3].map((i) => writer.append([eventOf(`s${i}`, 1, large)]));
    go();
    expect((await Promise.all(appended)).map(({ pos }) => pos)).toEqual([1, 2, 3]);
  });

  it('is done when another one has written', async () => {
    const log = openMemoryLog();
    const [one, other] = [await open(log, 'one'), await open(log, 'other')];
    await one.append([eventOf('a', 1)]);
    await expect(other.append([eventOf('a', 1)])).rejects.toBeInstanceOf(Fenced);
    await expect(other.append([eventOf('b', 1)])).rejects.toBeInstanceOf(Fenced);
    expect(other.isFenced).toBe(true);
    expect(await one.append([eventOf('a', 2)])).toMatchObject({ pos: 2 });
  });

  it.each([
    { stored: true, what: 'was stored, and its acknowledgement lost' },
    { stored: false, what: 'was lost' },
  ])('finds out what came of a write that $what', async ({ stored }) => {
    const log = openMemoryLog();
    let isFirst = true;
    const writer = await open({
      ...log,
      async append(commit) {
        if (!isFirst) return log.append(commit);
        isFirst = false;
        if (stored) await log.append(commit);
        throw new CantigaError('UNAVAILABLE', 'no answer');
      },
    });
    expect(await writer.append([eventOf('a', 1)])).toMatchObject({ pos: 1 });
    expect(await log.read(5, 0, 10)).toHaveLength(1);
  });

  it('gives a position to nothing else while an earlier write to it may still arrive', async () => {
    const log = openMemoryLog();
    const answers = ['UNAVAILABLE', 'DISK_FULL'] as const;
    let tries = 0;
    const writer = await open({
      ...log,
      append: async () => {
        throw new CantigaError(answers[tries++]!, 'no');
      },
    });
    await expect(writer.append([eventOf('a', 1)])).rejects.toBeInstanceOf(Fenced);
  });

  it('goes on after a full disk with the same position', async () => {
    const log = openMemoryLog();
    let isFull = true;
    const writer = await open({
      ...log,
      async append(commit) {
        if (isFull) throw new CantigaError('DISK_FULL', 'full');
        return log.append(commit);
      },
    });
    await expect(writer.append([eventOf('a', 1)])).rejects.toMatchObject({ type: 'DISK_FULL' });
    isFull = false;
    expect(await writer.append([eventOf('a', 1)])).toMatchObject({ pos: 1 });
  });
});
