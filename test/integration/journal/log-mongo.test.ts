import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openMongoLog, readMongoLog } from '../../../mixins/journal/mongo-log.ts';
import type { CommitLog, CommitReader } from '../../../mixins/journal/types.ts';
import { failingWrites } from '../../support/failing-writes.ts';
import { commit, event } from '../../support/journal/logs.ts';
import { stores } from '../../support/stores.ts';

const mongoStore = stores.filter(({ name }) => name === 'mongo');

describe.each(mongoStore)('compacting a stream on $name', ({ open }) => {
  let log: CommitLog;
  let reader: CommitReader;
  let cleanup: () => Promise<void>;

  beforeEach(async () => {
    const place = await open();
    cleanup = place.cleanup;
    const { mongoUrl, namespace } = place.config;
    log = await openMongoLog(mongoUrl!, namespace, 'test');
    reader = await readMongoLog(mongoUrl!, namespace, 'test');
  });
  afterEach(async () => {
    await log.close();
    await reader.close();
    await cleanup();
  });

  /** Two streams in a partition, and the fact that is to stand for five events of the first one, which has six. */
  const fill = async (p: number) => {
    const stream = `s${p}`;
    const own = (v: number) => event(v, { stream });
    const other = (v: number) => event(v, { stream: `other${p}` });
    await log.append(commit(p, 1, [own(1), other(1)]));
    await log.append(commit(p, 2, [own(2), own(3)]));
    await log.append(commit(p, 3, [other(2), own(4)]));
    await log.append(commit(p, 4, [own(5), other(3)]));
    await log.append(commit(p, 5, [own(6)]));
    const data = { events: [] };
    return { ...event(5, { stream, type: 'compacted', data }), p, pos: 4, at: 1_700_000_000_004 };
  };
  const seen = async (stream: string, limit: number) => {
    const found: [number, string][] = [];
    for (;;) {
      const page = await reader.stream(stream, (found.at(-1)?.[0] ?? 0) + 1, limit);
      for (const { v, type } of page) found.push([v, type]);
      if (page.length < limit) return found;
    }
  };
  const AFTER = [
    [5, 'compacted'],
    [6, 'Happened'],
  ];

  it('shows the first events and the fact wherever it breaks off, and is finished by who comes next', async () => {
    const halves = new Set<number>();
    let p = 0;
    for (let nth = 1, isOver = false; !isOver; nth++)
      for (const isDone of [false, true]) {
        const fact = await fill(++p);
        const before = await log.revision();
        const restore = failingWrites(nth, isDone);
        const outcome = await log.compact(fact).catch((error: unknown) => error);
        restore();
        isOver = outcome === undefined;
        if (!isOver) expect(outcome).toMatchObject({ type: 'UNAVAILABLE' });
        for (const limit of [1, 2, 100]) {
          const found = await seen(`s${p}`, limit);
          const at = found.findIndex(([, type]) => type === 'compacted');
          const first = (at === -1 ? found : found.slice(0, at)).map(([v]) => v);
          expect(first).toEqual(Array.from(first, (_, i) => i + 1));
          if (at === -1) expect(first).toHaveLength(6);
          else expect(found.slice(at)).toEqual(AFTER);
          if (at > 0) halves.add(at);
        }
        // Who only reads learns that something is half done; who may write finishes it.
        const isHalfDone = await reader.revision().then(
          () => false,
          () => true,
        );
        expect(await log.revision()).toBeGreaterThanOrEqual(before);
        if (isHalfDone || isOver) expect(await seen(`s${p}`, 100)).toEqual(AFTER);
        if (isHalfDone) expect(await log.revision()).toBeGreaterThan(before);
        expect(await reader.revision()).toBe(await log.revision());
        expect(await seen(`other${p}`, 100)).toHaveLength(3);
        expect(await reader.read(p, 0, 10)).toHaveLength(5);
      }
    expect([...halves].toSorted()).toEqual([1, 3, 4]);
  });
});
