import { describe, expect, it } from '@jest/globals';
import { owner } from '../../../middlewares/placement.ts';
import { PARTITIONS } from '../../../mixins/journal/partitions.ts';

const partitions = Array.from({ length: PARTITIONS }, (_, p) => p);
const ownersAmong = (...nodes: string[]) => partitions.map((p) => owner(p, nodes));

describe('the owner of a partition', () => {
  it('is one of the nodes, the same whatever their order, and each has a share', () => {
    const owners = ownersAmong('a', 'b', 'c');
    expect(ownersAmong('c', 'a', 'b')).toEqual(owners);
    for (const node of ['a', 'b', 'c'])
      expect(owners.filter((one) => one === node).length).toBeGreaterThan(PARTITIONS / 6);
  });

  it('stays when another node goes', () => {
    const before = ownersAmong('a', 'b', 'c');
    const after = ownersAmong('a', 'c');
    for (const p of partitions) if (before[p] !== 'b') expect(after[p]).toBe(before[p]);
  });

  it('is nobody where there is no node', () => {
    expect(owner(0, [])).toBeUndefined();
  });
});
