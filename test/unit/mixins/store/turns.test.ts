import { describe, expect, it } from '@jest/globals';
import { Turns } from '../../../../mixins/store/turns.ts';

describe('turns', () => {
  it('do the work on one thing in order, on different things at once', async () => {
    const turns = new Turns();
    const done: string[] = [];
    const gate = Promise.withResolvers<void>();
    const first = turns.take('a', async () => {
      await gate.promise;
      done.push('a1');
    });
    const second = turns.take('a', async () => done.push('a2'));
    await turns.take('b', async () => done.push('b1'));
    gate.resolve();
    await Promise.all([first, second]);
    expect(done).toEqual(['b1', 'a1', 'a2']);
  });

  it('go on after work that failed', async () => {
    const turns = new Turns();
    const failed = turns.take('a', async () => {
      throw new Error('no');
    });
    const next = turns.take('a', async () => 'yes');
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });
});
