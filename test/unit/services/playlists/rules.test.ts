import { describe, expect, it } from '@jest/globals';
import type { Principal } from '../../../../services/actions.ts';
import { checkName, edited, mayEdit, mayRemove, maySee } from '../../../../services/playlists/rules.ts';

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
    ['owner', owner, true, true, true, true],
    ['another listener', other, false, true, false, false],
    ['administrator', admin, true, true, false, true],
  ])('%s', (_, who, seesPrivate, seesPublic, edits, removes) => {
    const [hidden, shown] = [false, true].map((isPublic) => ({ ownerId: 'us-1', public: isPublic }));
    expect(maySee(who, hidden!)).toBe(seesPrivate);
    expect(maySee(who, shown!)).toBe(seesPublic);
    expect(mayEdit(who, shown!)).toBe(edits);
    expect(mayRemove(who, shown!)).toBe(removes);
  });
});
