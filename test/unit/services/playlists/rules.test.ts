import { describe, expect, it } from '@jest/globals';
import type { Principal } from '../../../../services/actions.ts';
import {
  checkName,
  edited,
  inserted,
  mayEdit,
  mayRemove,
  maySee,
  moved,
} from '../../../../services/playlists/rules.ts';

describe('editing a list', () => {
  it.each([
    [['a', 'b', 'c'], [], [], ['a', 'b', 'c']],
    [['a', 'b', 'c'], [0, 2], [], ['b']],
    [['a', 'b', 'c'], [2, 0, 2], ['d'], ['b', 'd']],
    [['a', 'a', 'a'], [1], ['a'], ['a', 'a', 'a']],
    [[], [], ['a', 'a'], ['a', 'a']],
  ])('%j without places %j, with %j, is %j', (list, remove, add, result) => {
    expect(edited<string>(list, remove, add)).toEqual(result);
  });

  it('refuses a place behind the end, also one that an addition would fill', () => {
    expect(() => edited(['a'], [1], ['b'])).toThrow(expect.objectContaining({ type: 'BAD_PARAMETER' }));
  });

  it('refuses to grow over 50,000', () => {
    const full = Array<string>(50_000).fill('a');
    expect(edited(full, [0], ['b'])).toHaveLength(50_000);
    expect(() => edited(full, [], ['b'])).toThrow(expect.objectContaining({ type: 'TOO_LARGE' }));
  });
});

describe('inserting into a list', () => {
  it.each([
    [0, 'xyabc'],
    [1, 'axybc'],
    [3, 'abcxy'],
  ])('before index %i', (at, result) => {
    expect(inserted([...'abc'], at, [...'xy']).join('')).toBe(result);
  });

  it('refuses a place behind the end, and to grow over 50,000', () => {
    expect(() => inserted(['a'], 2, ['b'])).toThrow(expect.objectContaining({ type: 'BAD_PARAMETER' }));
    const half = Array<string>(25_001).fill('a');
    expect(inserted(half, 1, half.slice(2))).toHaveLength(50_000);
    expect(() => inserted(half, 1, half)).toThrow(expect.objectContaining({ type: 'TOO_LARGE' }));
  });
});

describe('moving within a list', () => {
  it.each([
    [0, 1, 3, 'bcadef'],
    [0, 1, 6, 'bcdefa'],
    [5, 1, 0, 'fabcde'],
    [1, 2, 5, 'adebcf'],
    [3, 2, 1, 'adebcf'],
    [0, 6, 3, 'abcdef'],
    [2, 2, 2, 'abcdef'],
    [2, 2, 3, 'abcdef'],
    [2, 2, 4, 'abcdef'],
  ])('from %i, %i of them, before %i', (from, count, before, result) => {
    expect(moved([...'abcdef'], from, count, before).join('')).toBe(result);
  });

  it('is what taking out and putting back would be, wherever', () => {
    const list = [...'abcdef'];
    for (let from = 0; from < 6; from++) {
      for (let count = 1; from + count <= 6; count++) {
        const some = list.slice(from, from + count);
        for (let before = 0; before <= 6; before++) {
          const marked: string[] = list.map((each, i) => (i >= from && i < from + count ? '' : each));
          marked.splice(before, 0, ...some);
          expect(moved(list, from, count, before)).toEqual(marked.filter((each) => each !== ''));
        }
      }
    }
  });

  it.each([
    [6, 1, 0],
    [4, 3, 0],
    [0, 1, 7],
  ])('refuses places outside: from %i, %i of them, before %i', (from, count, before) => {
    const move = () => moved([...'abcdef'], from, count, before);
    expect(move).toThrow(expect.objectContaining({ type: 'BAD_PARAMETER' }));
  });
});

describe('the name of a playlist', () => {
  it('is kept without the spaces around it', () => {
    expect(checkName('  夜の音楽 🎧 ')).toBe('夜の音楽 🎧');
  });

  it.each(['', ' ', 'a\nb', '\ud800', 'x'.repeat(201)])('may not be %j', (name) => {
    expect(() => checkName(name)).toThrow(expect.objectContaining({ type: 'BAD_PARAMETER' }));
  });
});

describe('who may do what with a playlist', () => {
  const person = (id: string, ...roles: Principal['roles']): Principal => ({ id, name: id, roles });
  const [owner, other, admin] = [person('us-1'), person('us-2'), person('us-3', 'admin')];

  it.each([
    ['owner', owner, true, true, true, true, true],
    ['another listener', other, false, true, false, false, false],
    ['administrator', admin, false, true, false, false, true],
  ])('%s', (_, who, seesPrivate, seesPublic, edits, removesPrivate, removesPublic) => {
    const [hidden, shown] = [false, true].map((isPublic) => ({ ownerId: 'us-1', public: isPublic }));
    expect(maySee(who, hidden!)).toBe(seesPrivate);
    expect(maySee(who, shown!)).toBe(seesPublic);
    expect(mayEdit(who, shown!)).toBe(edits);
    expect(mayRemove(who, hidden!)).toBe(removesPrivate);
    expect(mayRemove(who, shown!)).toBe(removesPublic);
  });
});
