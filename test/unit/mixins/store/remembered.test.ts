import { describe, expect, it } from '@jest/globals';
import { Remembered } from '../../../../mixins/store/remembered.ts';
import type { Annotation } from '../../../../services/actions.ts';

/** Listeners who gave the rating 1 to so many items each, page by page, and how often somebody asked for them. */
function stored(items: number, betweenPages: () => void = () => {}) {
  const asked: string[] = [];
  const said = new Remembered<Annotation>(async function* (user) {
    asked.push(user);
    for (let start = 0; start < items; start += 1000) {
      yield Array.from({ length: Math.min(1000, items - start) }, (_, index): [string, Annotation] => [
        `tr-${start + index}`,
        { rating: 1 },
      ]);
      betweenPages();
    }
  });
  return { said, asked };
}

describe('what is stored of a listener, kept in memory', () => {
  it('is read once, by however many at once', async () => {
    const { said, asked } = stored(2500);
    const all = await Promise.all([said.of('us-1'), said.of('us-1'), said.of('us-1')]);
    expect(all.map((each) => each?.size)).toEqual([2500, 2500, 2500]);
    expect((await said.of('us-1'))?.get('tr-7')).toEqual({ rating: 1 });
    expect(asked).toEqual(['us-1']);
  });

  it('follows what is written', async () => {
    const { said, asked } = stored(2);
    await said.of('us-1');
    said.changed('us-1', 'tr-0', { rating: 5 });
    said.changed('us-1', 'tr-1', undefined);
    said.changed('us-1', 'tr-2', { bookmark: 9 });
    said.changed('us-2', 'tr-0', { rating: 3 });
    expect([...(await said.of('us-1'))!]).toEqual([
      ['tr-0', { rating: 5 }],
      ['tr-2', { bookmark: 9 }],
    ]);
    expect(asked).toEqual(['us-1']);
  });

  it('cannot be changed by those who are told', async () => {
    const { said } = stored(1);
    await said.of('us-1');
    said.changed('us-1', 'tr-1', { rating: 5 });
    const all = await said.of('us-1');
    for (const item of ['tr-0', 'tr-1'])
      expect(() => Object.assign(all!.get(item)!, { rating: 2 })).toThrow(TypeError);
  });

  it('is read anew by who asks after a write, when the write came while it was being read', async () => {
    const { promise: written, resolve } = Promise.withResolvers<Promise<unknown>>();
    let pages = 0;
    const { said, asked } = stored(3000, () => {
      if (++pages !== 2) return;
      said.changed('us-1', 'tr-0', { rating: 5 });
      resolve(said.of('us-1'));
    });
    await said.of('us-1');
    await written;
    await said.of('us-1');
    expect(asked).toEqual(['us-1', 'us-1']);
  });

  it('is read anew when it was forgotten', async () => {
    const { said, asked } = stored(1);
    await said.of('us-1');
    said.forget('us-1');
    await said.of('us-1');
    expect(asked).toHaveLength(2);
  });

  it('is not kept when it is too much, which is found out once', async () => {
    const { said, asked } = stored(30_000);
    expect(await said.of('us-1')).toBeUndefined();
    expect(await said.of('us-1')).toBeUndefined();
    expect(asked).toEqual(['us-1']);
  });

  it('gives way when it becomes too much', async () => {
    const { said } = stored(24_000);
    await said.of('us-1');
    for (let item = 0; item < 2000; item++) said.changed('us-1', `al-${item}`, { rating: 2 });
    const { said: other } = stored(10);
    expect((await other.of('us-1'))?.size).toBe(10);
    // The stand-in for the store does not know of them.
    expect((await said.of('us-1'))?.has('al-1999')).toBe(false);
  });

  it('is bounded over all listeners: who has not been asked for longest is forgotten', async () => {
    const { said, asked } = stored(20_000);
    for (const user of ['us-1', 'us-2', 'us-3', 'us-4', 'us-5']) await said.of(user);
    await said.of('us-5');
    await said.of('us-1');
    expect(asked).toEqual(['us-1', 'us-2', 'us-3', 'us-4', 'us-5', 'us-1']);
  });

  it('fails for who waits, and is read anew by the next', async () => {
    let fails = true;
    const said = new Remembered<Annotation>(async function* () {
      if (fails) throw new Error('The database does not answer.');
      yield [['tr-1', { rating: 1 }]];
    });
    await expect(said.of('us-1')).rejects.toThrow('does not answer');
    fails = false;
    expect((await said.of('us-1'))?.size).toBe(1);
  });
});
