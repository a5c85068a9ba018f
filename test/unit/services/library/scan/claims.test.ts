import { describe, expect, it } from '@jest/globals';
import { Claims } from '../../../../../services/library/scan/claims.ts';
import type { FileRecord } from '../../../../../services/library/store/collections.ts';

const record = (_id: string, name = _id, missing = false): FileRecord => ({
  _id,
  rev: 1,
  folder: 1,
  dir: 'd',
  name,
  beside: '',
  size: 1,
  mtime: 1,
  audio: 'x',
  added: '',
  missing,
  pos: 1,
  factsPos: 1,
  digest: '',
});

describe('claims of tracks', () => {
  it('a track whose file is at its place is nobody else’s', () => {
    expect(new Claims([]).claim([record('a')], 'd/b')).toBeNull();
  });

  it.each([
    ['gone', new Claims(['a']), record('a')],
    ['missing', new Claims([]), record('a', 'a', true)],
  ])('a track that is %s goes to the first file with its audio, and to no other', (_what, claims, a) => {
    expect(claims.claim([a], 'd/b')).toBe(a);
    expect(claims.claim([a], 'd/c')).toBeNull();
    expect(claims.unclaimed()).toEqual([]);
  });

  it('of several tracks the one at the same path comes first, then one of the same name, then the oldest', () => {
    const all = [record('a', 'x'), record('b', 'y'), record('c', 'z')];
    expect(new Claims(['a', 'b', 'c']).claim(all, 'd/z')?._id).toBe('c');
    expect(new Claims(['a', 'b', 'c']).claim(all, 'e/y')?._id).toBe('b');
    expect(new Claims(['a', 'b', 'c']).claim(all, 'e/other')?._id).toBe('a');
  });

  it('a track whose path holds other audio stays with its path when no file has its audio', () => {
    const claims = new Claims([]);
    claims.displace('a');
    expect(claims.isFree(record('a'))).toBe(true);
    expect(claims.claimByPath('a')).toBe(true);
    expect(claims.claimByPath('a')).toBe(false);
    expect(claims.claim([record('a')], 'd/b')).toBeNull();
  });

  it('a track whose path another track has taken is gone when no file has its audio', () => {
    const claims = new Claims([]);
    claims.displace('a');
    claims.claim([record('b', 'a', true)], 'd/a');
    expect(claims.unclaimed()).toEqual(['a']);
  });

  it('tracks that nobody claimed are gone', () => {
    const claims = new Claims(['a', 'b']);
    claims.lose('c');
    claims.claim([record('b')], 'd/new');
    expect(claims.unclaimed()).toEqual(['a', 'c']);
  });
});
