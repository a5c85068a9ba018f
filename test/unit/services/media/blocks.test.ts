import { describe, expect, it } from '@jest/globals';
import { BLOCK_SIZE, BlockCache } from '../../../../services/media/blocks.ts';
import type { Source } from '../../../../services/media/source.ts';

const MIB = 1_048_576;

/** A file of 100 blocks, each full of its number; reads wait until they are let go. */
function fileOf(key = 'tr-1/v1') {
  const reads: { index: number; finish: () => void; fail: (error: Error) => void }[] = [];
  const source: Source = {
    key,
    size: 100 * BLOCK_SIZE - 1,
    local: true,
    read: (into, offset) =>
      new Promise((resolve, reject) => {
        const index = offset / BLOCK_SIZE;
        const finish = () => {
          into.fill(index);
          resolve();
        };
        reads.push({ index, finish, fail: reject });
      }),
    release: () => {},
  };
  const load = async (cache: BlockCache, index: number) => {
    const loading = cache.load(source, index);
    reads.at(-1)?.finish();
    await loading;
  };
  return { source, reads, load };
}

describe('a block cache', () => {
  it('reads a block once, however many ask for it', async () => {
    const cache = new BlockCache(MIB);
    const { source, reads } = fileOf();
    const asked = [cache.load(source, 7), cache.load(source, 7), cache.load(source, 7)];
    expect(reads.map((read) => read.index)).toEqual([7]);
    reads[0]!.finish();
    await Promise.all(asked);
    await cache.load(source, 7);
    expect(reads).toHaveLength(1);
    expect(cache.peek(source, 7)!.bytes.every((byte) => byte === 7)).toBe(true);
    expect(cache.misses).toBe(1);
  });

  it('knows where the last block ends', async () => {
    const cache = new BlockCache(MIB);
    const { source, load } = fileOf();
    await load(cache, 99);
    expect(cache.peek(source, 99)!.bytes).toHaveLength(BLOCK_SIZE - 1);
  });

  it('counts the uses of a block after the first as hits', async () => {
    const cache = new BlockCache(MIB);
    const { source, load } = fileOf();
    await load(cache, 1);
    cache.peek(source, 1);
    expect(cache.hits).toBe(0);
    cache.peek(source, 1);
    expect(cache.hits).toBe(1);
  });

  it('does not remember a read that failed', async () => {
    const cache = new BlockCache(MIB);
    const { source, reads, load } = fileOf();
    const failing = [cache.load(source, 3), cache.load(source, 3)];
    reads[0]!.fail(new Error('The disk is gone.'));
    await expect(Promise.all(failing)).rejects.toThrow('The disk is gone.');
    expect(cache.has(source, 3)).toBe(false);
    await load(cache, 3);
    expect(cache.peek(source, 3)).toBeDefined();
    expect(cache.bytes).toBe(BLOCK_SIZE);
  });

  it('keeps versions of a file apart', async () => {
    const cache = new BlockCache(MIB);
    const [before, after] = [fileOf('tr-1/v1'), fileOf('tr-1/v2')];
    await before.load(cache, 1);
    expect(cache.peek(after.source, 1)).toBeUndefined();
  });

  it('never takes more memory than it may, and forgets what was used longest ago', async () => {
    const cache = new BlockCache(MIB);
    const { source, load } = fileOf();
    for (let index = 0; index < 50; index++) {
      await load(cache, index);
      cache.peek(source, 0);
      expect(cache.bytes).toBeLessThanOrEqual(MIB);
    }
    expect([0, 47, 48, 49].every((index) => cache.peek(source, index))).toBe(true);
  });

  it('does not start a read when every slot is being read into', async () => {
    const cache = new BlockCache(MIB);
    const { source, reads } = fileOf();
    const asked = [0, 1, 2, 3, 4].map((index) => cache.load(source, index));
    await asked[4];
    expect(reads).toHaveLength(4);
    expect(cache.has(source, 4)).toBe(false);
    for (const read of reads) read.finish();
    await Promise.all(asked);
    expect(cache.bytes).toBe(MIB);
  });

  it('leaves the bytes of a pinned block alone, and uses its memory again afterwards', async () => {
    const cache = new BlockCache(MIB);
    const { source, load } = fileOf();
    await load(cache, 0);
    const pinned = cache.peek(source, 0)!;
    expect(cache.pin(pinned)).toBe(true);
    for (let index = 1; index < 20; index++) await load(cache, index);
    expect(pinned.bytes.every((byte) => byte === 0)).toBe(true);
    cache.unpin(pinned);
    expect(cache.pinned).toBe(0);
    for (let index = 20; index < 30; index++) await load(cache, index);
    expect(cache.has(source, 0)).toBe(false);
    expect(cache.bytes).toBe(MIB);
  });

  it('lets sockets hold half of its memory at most', async () => {
    const cache = new BlockCache(MIB);
    const { source, load } = fileOf();
    for (let index = 0; index < 4; index++) await load(cache, index);
    const pinned = [0, 1, 2].map((index) => cache.pin(cache.peek(source, index)!));
    expect(pinned).toEqual([true, true, false]);
    expect(cache.pin(cache.peek(source, 0)!)).toBe(true);
    expect(cache.pinned).toBe(2);
  });
});
