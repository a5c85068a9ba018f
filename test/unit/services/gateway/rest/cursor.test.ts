import { describe, expect, it } from '@jest/globals';
import { cursorFor, keyIn, pageOf } from '../../../../../services/gateway/rest/cursor.ts';
import { errorOf } from '../../../../support/rooms.ts';

describe('a cursor', () => {
  it('gives its key back to the list that it was made for', () => {
    const list = ['listTracks', { genre: 'Fado' }];
    const cursor = cursorFor({ list, key: 'É|tr-1' });
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(keyIn(list, cursor)).toBe('É|tr-1');
    expect(() => keyIn(['listTracks', { genre: 'Jazz' }], cursor)).toThrow(errorOf('BAD_PARAMETER'));
  });

  it.each([
    '',
    'x',
    '!!',
    Buffer.from('{}').toString('base64url'),
    Buffer.from('[1,2]').toString('base64url'),
  ])('is refused when it is none: %j', (cursor) => {
    expect(() => keyIn('list', cursor)).toThrow(errorOf('BAD_PARAMETER'));
  });
});

describe('a page of a list at hand', () => {
  const page = (all: string[], limit: number, after?: string) =>
    pageOf(all, (item) => item, { limit, ...(after !== undefined && { after }) });

  it('ends with null on the last one', () => {
    expect(page(['a', 'b'], 2)).toEqual({ items: ['a', 'b'], next: null });
    expect(page([], 2)).toEqual({ items: [], next: null });
  });

  it('goes on after the last item, wherever that is by then', () => {
    const { next } = page(['a', 'b', 'c', 'd'], 2);
    expect(page(['new', 'a', 'b', 'c', 'd'], 2, next!).items).toEqual(['c', 'd']);
  });

  it('goes on at its place when the last item has gone', () => {
    const { next } = page(['a', 'b', 'c', 'd'], 2);
    expect(page(['a', 'c', 'd'], 2, next!).items).toEqual(['c', 'd']);
    expect(page(['a'], 2, next!).items).toEqual([]);
  });

  it('begins anew after what means nothing', () => {
    expect(page(['a', 'b'], 2, '["x",-5]').items).toEqual(['a', 'b']);
    expect(page(['a', 'b'], 2, 'nonsense').items).toEqual(['a', 'b']);
  });
});
