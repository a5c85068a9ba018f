import { describe, expect, it } from '@jest/globals';
import { RecentCommits } from '../../../../mixins/journal/recent.ts';
import type { Commit } from '../../../../mixins/journal/types.ts';
import { weightOf } from '../../../../mixins/journal/weight.ts';

const commit = (pos: number, text = ''): Commit => ({
  ...{ p: 3, pos, epoch: 1, writer: 'w', at: 0 },
  events: [{ stream: 's', v: pos, type: 'said', schema: 1, data: { text }, cmd: `c${pos}` }],
});

/** Commits that were stored, and the places from which the log was read. */
function storing(...commits: Commit[]) {
  const reads: number[] = [];
  const recent = new RecentCommits({
    read: async (p, after, limit) => {
      reads.push(after);
      return commits.filter((each) => each.p === p && each.pos > after).slice(0, limit);
    },
  });
  for (const each of commits) recent.add(each, weightOf(each.events));
  const positions = async (after: number, limit = 100) =>
    (await recent.read(3, after, limit)).map(({ pos }) => pos);
  return { recent, reads, positions };
}

describe('recent commits', () => {
  it('are read without the log', async () => {
    const { reads, positions } = storing(commit(5), commit(6), commit(7));
    expect(await positions(4)).toEqual([5, 6, 7]);
    expect(await positions(5, 1)).toEqual([6]);
    expect(reads).toEqual([]);
  });

  it('are those of the log where something else is asked for', async () => {
    const { recent, reads, positions } = storing(commit(5), commit(6));
    expect(await positions(3)).toEqual([5, 6]);
    expect(await positions(6)).toEqual([]);
    expect(await recent.read(4, 0, 10)).toEqual([]);
    expect(reads).toEqual([3, 6, 0]);
  });

  it('begin anew when another process has stored some in between', async () => {
    const { reads, positions } = storing(commit(5), commit(8));
    expect(await positions(4)).toEqual([5, 8]);
    expect(await positions(7)).toEqual([8]);
    expect(reads).toEqual([4]);
  });

  it('are few, however large', async () => {
    const large = 'x'.repeat(100_000);
    const { reads, positions } = storing(commit(1, large), commit(2, large), commit(3, large));
    await positions(0);
    await positions(1);
    expect(await positions(2)).toEqual([3]);
    expect(reads).toEqual([0, 1]);
  });
});
