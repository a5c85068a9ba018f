import { describe, expect, it } from '@jest/globals';
import { areSame, merged } from '../../../../web/src/sharing/merge.ts';

const both = (base: string, ours: string, theirs: string) =>
  merged([...base], [...ours], [...theirs])?.join('');

describe('A queue that two have edited', () => {
  it.each([
    ['has what each has put at its end', 'abc', 'abcx', 'abcy', 'abcyx'],
    ['has what was put in here, behind what was put in there', 'abc', 'abxc', 'yabc', 'yabxc'],
    ['has what was put in here, before what was put in there', 'abc', 'xabc', 'abyc', 'xabyc'],
    ['lacks what either has taken out', 'abcdef', 'abcdf', 'acdef', 'acdf'],
    ['has what was put at its end here behind what was loaded there', 'abc', 'abcx', 'xyz', 'xyzx'],
    ['is theirs when nothing was edited here', 'abc', 'abc', 'cba', 'cba'],
    ['is ours when nothing was edited there', 'abc', 'cba', 'abc', 'cba'],
    ['is ours when something else altogether was put in here', 'abc', 'xyz', 'abcd', 'xyz'],
    ['is ours when it was emptied here', 'abc', '', 'abcd', ''],
    ['is ours when it was empty before', '', 'xy', 'ab', 'xy'],
  ])('%s', (_, base, ours, theirs, expected) => {
    expect(both(base, ours, theirs)).toBe(expected);
  });

  it('is nobody’s when both have edited the same place', () => {
    expect(both('abcdef', 'abxdef', 'abydef')).toBeUndefined();
    expect(both('abc', 'abxc', 'xyz')).toBeUndefined();
  });

  it('is the same when it has the same tracks in the same order', () => {
    expect(areSame([...'ab'], [...'ab'])).toBe(true);
    expect(areSame([...'ab'], [...'ba'])).toBe(false);
    expect(areSame([...'ab'], [...'abc'])).toBe(false);
  });
});
