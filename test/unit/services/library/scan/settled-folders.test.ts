import { describe, expect, it } from '@jest/globals';
import { SettledFolders, UNSETTLED } from '../../../../../services/library/scan/settled-folders.ts';

const scanned = (...digests: [string, string][]) => {
  const settled = new SettledFolders();
  settled.begin();
  settled.replace(1, new Map(digests));
  settled.end();
  return settled;
};

describe('folders that are settled', () => {
  it('are those of the last scan, with what scans of parts have found since', () => {
    const settled = scanned(['a', '1'], ['b', '2']);
    settled.begin();
    settled.merge(1, new Map([['b', '3']]));
    settled.end();
    expect([...settled.of(1)!]).toEqual([
      ['a', '1'],
      ['b', '3'],
    ]);
  });

  it('are not known of a music folder that was only looked at in part', () => {
    const settled = scanned();
    settled.merge(2, new Map([['a', '1']]));
    expect(settled.of(2)).toBeUndefined();
  });

  it('are all doubted when a scan did not come to its end', () => {
    const settled = scanned(['a', '1']);
    settled.begin();
    expect(settled.of(1)?.get('a')).toBe('1');
    settled.begin();
    expect(settled.of(1)).toBeUndefined();
  });

  it('are one less when the file of a track is no longer where it was', () => {
    const settled = scanned(['a', '1'], ['b', '2']);
    settled.doubt(1, 'a');
    settled.doubt(2, 'a');
    expect(settled.of(1)!.get('a')).toBe(UNSETTLED);
  });

  it('are not worth knowing while very many others are not', () => {
    const digests = Array.from({ length: 1001 }, (_, n): [string, string] => [`${n}`, UNSETTLED]);
    expect(scanned(...digests).of(1)).toBeUndefined();
    expect(scanned(...digests.slice(1)).of(1)).toBeDefined();
  });
});
