import { describe, expect, it } from '@jest/globals';
import { CompactionWatch } from '../../../backup/mongo/journal.ts';
import { compacted } from '../../../mixins/journal/compaction.ts';
import type { Commit } from '../../../mixins/journal/types.ts';
import { commit, event } from '../../support/journal/logs.ts';

const own = (v: number) => event(v, { stream: 'own' });
const other = (v: number) => event(v, { stream: 'other' });
const BEFORE = [
  commit(3, 1, [own(1), other(1)]),
  commit(3, 2, [own(2), own(3)]),
  commit(3, 3, [other(2), own(4)]),
  commit(3, 4, [own(5), other(3)]),
];
const FACT = { ...event(5, { stream: 'own', type: 'compacted' }), p: 3, pos: 4, at: 1_700_000_000_004 };
const rewritten = (commits: readonly Commit[]) => commits.map((each) => compacted(each, FACT));

/** Every way in which steps are done while so many things are read: how many are, at each of them. */
function interleavings(things: number, steps: number, from = 0): number[][] {
  if (things === 0) return [[]];
  const first = Array.from({ length: steps - from + 1 }, (_, i) => from + i);
  return first.flatMap((done) => interleavings(things - 1, steps, done).map((rest) => [done, ...rest]));
}

describe('commits that are copied in order while a stream of theirs is compacted, the last first', () => {
  const ways = interleavings(BEFORE.length, BEFORE.length);
  const copied = (way: readonly number[]) =>
    BEFORE.map((each, i) => (way[i]! >= BEFORE.length - i ? compacted(each, FACT) : each));

  it('are as before, or compacted, or known to be half compacted, whenever that happens', () => {
    const outcomes = ways.map((way) => {
      const watch = new CompactionWatch(() => 100);
      for (const each of copied(way)) watch.see(each);
      expect(watch.isAhead).toBe(false);
      if (watch.half.size === 0) {
        expect([BEFORE, rewritten(BEFORE)]).toContainEqual(copied(way));
        return 'whole';
      }
      expect([...watch.half]).toEqual([['own', FACT]]);
      // What is done of it by who opens the journal.
      expect(rewritten(copied(way))).toEqual(rewritten(BEFORE));
      return 'half';
    });
    expect(new Set(outcomes)).toEqual(new Set(['whole', 'half']));
  });

  it('tell when a fact is beyond what read models have surely taken in', () => {
    const aheadOf = (known: number) => {
      const watch = new CompactionWatch((p) => (p === 3 ? known : 0));
      for (const each of rewritten(BEFORE)) watch.see(each);
      return watch.isAhead;
    };
    expect([aheadOf(3), aheadOf(4)]).toEqual([true, false]);
  });
});
