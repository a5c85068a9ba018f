import { describe, expect, it } from '@jest/globals';
import { isIn, WHOLE_FOLDER, withoutOverlap } from '../../../../../services/library/scan/scopes.ts';

const flat = (dir: string) => ({ dir, deep: false });
const deep = (dir: string) => ({ dir, deep: true });

describe('parts of a music folder', () => {
  it.each([
    ['the same twice', [flat('A'), flat('A')], [flat('A')]],
    ['one in another', [flat('A/b/c'), deep('A'), deep('A/b')], [deep('A')]],
    ['a folder alone and with what is in it', [flat('A'), deep('A')], [deep('A')]],
    ['names that begin alike', [deep('A'), deep('A b'), flat('A/b')], [deep('A'), deep('A b')]],
    ['a folder alone and one in it', [flat('A'), deep('A/b')], [deep('A/b'), flat('A')]],
    ['everything', [flat('A'), deep(''), deep('B')], [WHOLE_FOLDER]],
    ['the top alone', [flat(''), deep('B')], [deep('B'), flat('')]],
  ])('never overlap: %s', (_what, given, parts) => {
    expect(withoutOverlap(given)).toEqual(parts);
  });

  it('are everything when they are very many', () => {
    expect(withoutOverlap(Array.from({ length: 2000 }, (_, index) => flat(`A/${index}`)))).toEqual([
      WHOLE_FOLDER,
    ]);
  });

  it('hold what is in them', () => {
    expect(isIn([deep('A'), flat('B')], 'A/b/c')).toBe(true);
    expect(isIn([deep('A'), flat('B')], 'B')).toBe(true);
    expect(isIn([deep('A'), flat('B')], 'B/c')).toBe(false);
    expect(isIn([deep('A')], 'A b')).toBe(false);
    expect(isIn([WHOLE_FOLDER], '')).toBe(true);
  });
});
