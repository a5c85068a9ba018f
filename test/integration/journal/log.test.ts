import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CommitLog } from '../../../mixins/journal/types.ts';
import { commit, event, logs, single } from '../../support/journal/logs.ts';

const refused = { type: 'ALREADY_EXISTS' };

describe.each(logs)('The journal on $name', ({ place }) => {
  let open: () => Promise<CommitLog>;
  let cleanup: () => Promise<void>;
  let log: CommitLog;

  const reopen = async () => {
    await log.close();
    log = await open();
  };

  beforeEach(async () => {
    ({ open, cleanup } = await place());
    log = await open();
  });
  afterEach(async () => {
    await log.close();
    await cleanup();
  });

  it('gives back what was appended, whole, also after it was closed and opened again', async () => {
    const data = {
      text: 'São Tomé 東京 🎧 “quoted” \\ \n \u0000',
      'مفتاح "': 'שלום',
      numbers: [0, -1.5, 1e300, 2 ** 53, 4_294_967_296],
      nothing: null,
      truth: [true, false],
      empty: [{}, [], ''],
    };
    const first = commit(3, 1, [
      event(1, { data, stream: 'se-"🎧\\\n', cmd: 'שלום\\"\n' }),
      event(1, { data: null, stream: 'other', cmd: 'c', reply: data }),
    ]);
    await log.append(first);
    for (const _ of ['as it is', 'opened again']) {
      expect(await log.read(3, 0, 10)).toEqual([first]);
      expect(await log.last(3)).toEqual(first);
      expect(await log.stream('se-"🎧\\\n', 1, 10)).toEqual([
        { ...first.events[0], p: 3, pos: 1, at: first.at },
      ]);
      expect(await log.command('se-"🎧\\\n', 'שלום\\"\n')).toMatchObject({ v: 1, data });
      expect(await log.command('other', 'c')).toMatchObject({ reply: data });
      await reopen();
    }
  });

  it('keeps nothing of what it was given or gave', async () => {
    const given = single(0, 1);
    await log.append(given);
    given.events[0]!.data = 'changed';
    const [read] = await log.read(0, 0, 1);
    read!.events[0]!.data = 'changed';
    expect((await log.stream('s0', 1, 1))[0]!.data).toEqual({ v: 1 });
  });

  it('has nothing at first', async () => {
    expect(await log.read(0, 0, 10)).toEqual([]);
    expect(await log.last(0)).toBeNull();
    expect(await log.stream('s', 1, 10)).toEqual([]);
    expect(await log.command('s', 'c')).toBeNull();
  });

  it('reads commits in order, from the one after a position, so many, each partition by itself', async () => {
    for (const p of [0, 1, 63]) for (let pos = 1; pos <= 12; pos++) await log.append(single(p, pos));
    const positions = async (p: number, after: number, limit: number) =>
      (await log.read(p, after, limit)).map((each) => [each.p, each.pos]);
    expect(await positions(1, 0, 3)).toEqual([
      [1, 1],
      [1, 2],
      [1, 3],
    ]);
    expect(await positions(63, 9, 100)).toEqual([
      [63, 10],
      [63, 11],
      [63, 12],
    ]);
    expect(await positions(0, 12, 5)).toEqual([]);
    expect(await positions(62, 0, 5)).toEqual([]);
  });

  describe('when a stream is compacted', () => {
    const fact = (v: number, pos: number) => ({
      ...event(v, { type: 'compacted', data: { events: [] }, reply: { pos } }),
      ...{ p: 1, pos, at: 1_700_000_000_000 + pos },
    });
    beforeEach(async () => {
      await log.append(commit(1, 1, [event(1), event(1, { stream: '🎧', data: '🎧', reply: '🎧' })]));
      await log.append(commit(1, 2, [event(2), event(3)]));
      await log.append(commit(1, 3, [event(2, { stream: '🎧' }), event(4), event(3, { stream: '🎧' })]));
      await log.append(commit(1, 4, [event(5)]));
    });
    const versions = async (stream: string, from = 1, limit = 10) =>
      (await log.stream(stream, from, limit)).map(({ v, type, pos }) => [v, type, pos]);

    it('has one event in the place of the last, and what came after it', async () => {
      const revision = await log.revision();
      await log.compact(fact(4, 3));
      for (const _ of ['as it is', 'opened again']) {
        expect(await versions('s')).toEqual([
          [4, 'compacted', 3],
          [5, 'Happened', 4],
        ]);
        expect(await log.stream('s', 1, 1)).toEqual([fact(4, 3)]);
        expect(await versions('s', 5)).toEqual([[5, 'Happened', 4]]);
        expect(await log.command('s', 'c1')).toBeNull();
        expect(await log.command('s', 'c4')).toEqual(fact(4, 3));
        expect(await log.command('s', 'c5')).toMatchObject({ v: 5 });
        expect(await log.revision()).not.toBe(revision);
        await reopen();
      }
    });

    it('finds it wherever the first page ends', async () => {
      await log.compact(fact(4, 3));
      for (const limit of [1, 2, 3]) expect((await versions('s', 1, limit))[0]).toEqual([4, 'compacted', 3]);
      expect(await versions('s', 2, 2)).toHaveLength(2);
    });

    it('keeps all commits where they are, with the events of others whole', async () => {
      const others = await log.stream('🎧', 1, 10);
      const { p: _, pos: __, at: ___, ...there } = fact(4, 3);
      await log.compact(fact(4, 3));
      for (const _ of ['as it is', 'opened again']) {
        expect((await log.read(1, 0, 10)).map(({ pos, events }) => [pos, events.map(({ v }) => v)])).toEqual([
          [1, [1]],
          [2, []],
          [3, [2, 4, 3]],
          [4, [5]],
        ]);
        expect((await log.read(1, 2, 1))[0]!.events[1]).toEqual(there);
        expect(await log.stream('🎧', 1, 10)).toEqual(others);
        expect(await log.command('🎧', 'c1')).toEqual(others[0]);
        expect(await log.last(1)).toMatchObject({ pos: 4 });
        await reopen();
      }
    });

    it('goes on as before', async () => {
      await log.compact(fact(4, 3));
      await expect(log.append(commit(1, 5, [event(4, { cmd: 'new' })]))).rejects.toMatchObject(refused);
      await expect(log.append(commit(1, 5, [event(6, { cmd: 'c4' })]))).rejects.toMatchObject(refused);
      await log.append(commit(1, 5, [event(6)]));
      await log.compact(fact(6, 5));
      expect(await versions('s')).toEqual([[6, 'compacted', 5]]);
    });

    it('does it again without harm, and refuses what is not there', async () => {
      await log.compact(fact(4, 3));
      const after = [await log.read(1, 0, 10), await log.stream('s', 1, 10)];
      await log.compact(fact(4, 3));
      expect([await log.read(1, 0, 10), await log.stream('s', 1, 10)]).toEqual(after);
      for (const wrong of [fact(3, 2), fact(4, 2), fact(7, 4), { ...fact(4, 3), p: 2 }])
        await expect(log.compact(wrong)).rejects.toMatchObject({ type: 'NOT_FOUND' });
      expect([await log.read(1, 0, 10), await log.stream('s', 1, 10)]).toEqual(after);
    });
  });

  it('reads up to the first position that is missing, and on when it is there', async () => {
    await log.append(single(5, 1));
    await log.append(single(5, 3));
    expect(await log.read(5, 0, 10)).toHaveLength(1);
    expect(await log.read(5, 1, 10)).toEqual([]);
    expect(await log.last(5)).toMatchObject({ pos: 3 });
    await log.append(single(5, 2));
    expect((await log.read(5, 0, 10)).map(({ pos }) => pos)).toEqual([1, 2, 3]);
  });

  describe('when a commit takes what is taken', () => {
    const nothingOf = async (stream: string, cmd: string) => {
      expect(await log.stream(stream, 1, 10)).toEqual([]);
      expect(await log.command(stream, cmd)).toBeNull();
    };
    beforeEach(async () => {
      await log.append(commit(0, 1, [event(1, { cmd: 'taken' }), event(2, { cmd: 'taken' })]));
    });

    it('refuses its position', async () => {
      await expect(log.append(commit(0, 1, [event(1, { stream: 'new', cmd: 'new' })]))).rejects.toMatchObject(
        refused,
      );
      await nothingOf('new', 'new');
      expect(await log.last(0)).toMatchObject({ pos: 1, events: [{ stream: 's' }, { stream: 's' }] });
    });

    it.each([1, 2])('refuses version %d of a stream', async (v) => {
      const events = [event(1, { stream: 'new', cmd: 'new' }), event(v, { cmd: 'other' })];
      await expect(log.append(commit(0, 2, events))).rejects.toMatchObject(refused);
      await nothingOf('new', 'new');
      expect(await log.command('s', 'other')).toBeNull();
      expect(await log.read(0, 1, 10)).toEqual([]);
    });

    it('refuses a command of a stream', async () => {
      const events = [event(1, { stream: 'new', cmd: 'new' }), event(3, { cmd: 'taken' })];
      await expect(log.append(commit(0, 2, events))).rejects.toMatchObject(refused);
      await nothingOf('new', 'new');
      expect(await log.stream('s', 3, 10)).toEqual([]);
      expect(await log.read(0, 1, 10)).toEqual([]);
    });

    it('refuses a version that is twice in it', async () => {
      const events = [event(3, { cmd: 'one' }), event(3, { cmd: 'two' })];
      await expect(log.append(commit(0, 2, events))).rejects.toMatchObject(refused);
      expect(await log.stream('s', 3, 10)).toEqual([]);
    });

    it('takes the same position when nothing of it is taken any more, and others beside it', async () => {
      const wrong = log.append(commit(0, 2, [event(2, { cmd: 'again' })]));
      const beside = log.append(commit(1, 1, [event(1, { stream: 'beside', cmd: 'taken' })]));
      await expect(wrong).rejects.toMatchObject(refused);
      await beside;
      await log.append(commit(0, 2, [event(3, { cmd: 'again' })]));
      expect((await log.stream('s', 1, 10)).map(({ v }) => v)).toEqual([1, 2, 3]);
      expect(await log.command('beside', 'taken')).toMatchObject({ p: 1, pos: 1 });
    });

    it('still refuses all of it after it was opened again', async () => {
      await reopen();
      for (const wrong of [
        commit(0, 1, [event(3)]),
        commit(0, 2, [event(2)]),
        commit(0, 2, [event(3, { cmd: 'taken' })]),
      ])
        await expect(log.append(wrong)).rejects.toMatchObject(refused);
    });
  });

  it('gives the events of a stream from a version on, so many, from many commits', async () => {
    for (let pos = 1; pos <= 40; pos++) {
      const other = event(pos, { stream: 'other', cmd: `o${pos}` });
      const mine = [event(pos * 2 - 1, { cmd: `c${pos}` }), event(pos * 2, { cmd: `c${pos}` })];
      await log.append(commit(7, pos, [other, ...mine]));
    }
    const versions = async (from: number, limit: number) =>
      (await log.stream('s', from, limit)).map(({ v, pos, stream }) => [stream, v, pos]);
    expect(await versions(2, 4)).toEqual([
      ['s', 2, 1],
      ['s', 3, 2],
      ['s', 4, 2],
      ['s', 5, 3],
    ]);
    expect(await versions(79, 100)).toEqual([
      ['s', 79, 40],
      ['s', 80, 40],
    ]);
    expect(await log.stream('s', 1, 1000)).toHaveLength(80);
    expect(await log.stream('s', 81, 10)).toEqual([]);
  });

  it('knows what a command was answered, if it was: with null, false, 0 or nothing too', async () => {
    const answers = [
      { reply: { ok: [1] } },
      { reply: null },
      { reply: false },
      { reply: 0 },
      { reply: '' },
      {},
    ];
    for (const [n, answer] of answers.entries()) {
      const last = event(2 * n + 2, { cmd: `c${n}`, ...answer });
      await log.append(commit(9, n + 1, [event(2 * n + 1, { cmd: `c${n}` }), last]));
    }
    for (const _ of ['as it is', 'opened again']) {
      for (const [n, answer] of answers.entries()) {
        const found = (await log.command('s', `c${n}`))!;
        expect(found).toMatchObject({ v: 2 * n + 2, pos: n + 1, ...answer });
        expect('reply' in found).toBe('reply' in answer);
        expect(await log.command('other', `c${n}`)).toBeNull();
      }
      await reopen();
    }
  });

  it('takes appends of all partitions at the same time', async () => {
    for (const pos of [1, 2, 3]) {
      await Promise.all(Array.from({ length: 64 }, (_, p) => log.append(single(p, pos))));
    }
    await Promise.all(Array.from({ length: 8 }, (_, n) => log.append(single(n, 4))));
    for (let p = 0; p < 64; p++) {
      const wanted = (p < 8 ? [1, 2, 3, 4] : [1, 2, 3]).map((pos) => single(p, pos));
      expect(await log.read(p, 0, 10)).toEqual(wanted);
    }
  });

  it('takes a commit of 256 KB', async () => {
    const events = Array.from({ length: 200 }, (_, n) => event(n + 1, { data: 'é'.repeat(1300) }));
    await log.append(commit(1, 1, events));
    expect(await log.read(1, 0, 1)).toEqual([commit(1, 1, events)]);
    expect(await log.stream('s', 200, 1)).toMatchObject([events[199]!]);
  });

  it('gives each position to one of two writers who race for all', async () => {
    const won = { a: 0, b: 0 };
    const race = async (writer: 'a' | 'b') => {
      for (let pos = 1; pos <= 300; pos++) {
        const mine = commit(2, pos, [event(1, { stream: `${writer}${pos}` })]);
        try {
          await log.append({ ...mine, writer });
          won[writer]++;
        } catch (error) {
          expect(error).toMatchObject(refused);
        }
      }
    };
    await Promise.all([race('a'), race('b')]);
    const read = await log.read(2, 0, 1000);
    expect(read.map(({ pos }) => pos)).toEqual(Array.from({ length: 300 }, (_, n) => n + 1));
    expect(won.a + won.b).toBe(300);
    for (const { pos, writer } of read) {
      expect(await log.stream(`${writer}${pos}`, 1, 1)).toHaveLength(1);
      expect(await log.stream(`${writer === 'a' ? 'b' : 'a'}${pos}`, 1, 1)).toEqual([]);
    }
  });
});
