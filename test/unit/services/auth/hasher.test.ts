import { beforeAll, describe, expect, it } from '@jest/globals';
import { Hasher, hashOfNobody } from '../../../../services/auth/hasher.ts';

describe('the hash that stands for no account', () => {
  it('looks like any other, is checked with the same work, and fits no password', async () => {
    const hasher = new Hasher(1);
    const shape = (hash: string) => hash.split('$').map((part, index) => (index < 4 ? part : part.length));
    expect(shape(hashOfNobody())).toEqual(shape(await hasher.hash('correct horse')));
    expect(await hasher.verify(hashOfNobody(), 'correct horse', false)).toBe(false);
    expect(hashOfNobody()).not.toBe(hashOfNobody());
  });
});

describe('hashing under a flood of sign-ins', () => {
  const hasher = new Hasher(1);
  let hash: string;

  beforeAll(async () => {
    hash = await hasher.hash('correct horse');
  });

  it('turns away what would wait too long, and checks what is urgent first', async () => {
    const done: string[] = [];
    const flood = Array.from({ length: 80 }, () =>
      hasher.verify(hash, 'a guess', false).then(() => done.push('guess')),
    );
    const urgent = hasher.verify(hash, 'correct horse', true).then((right) => {
      done.push('urgent');
      return right;
    });
    expect(await urgent).toBe(true);
    expect(done.indexOf('urgent')).toBeLessThanOrEqual(1);
    const all = await Promise.allSettled(flood);
    const refused = all.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
    expect(refused).toHaveLength(80 - 65);
    expect(refused[0]!.reason).toMatchObject({ type: 'THROTTLED', data: { retryAfter: 5 } });
    expect(await hasher.verify(hash, 'correct horse', false)).toBe(true);
  });
});
