import { describe, expect, it } from '@jest/globals';
import { KnownFiles } from '../../../../../services/library/scan/known-files.ts';
import { type KnownRecord, packRows } from '../../../../../services/library/scan/rows.ts';
import { READ_AGAIN } from '../../../../../services/library/scan/stamp.ts';
import type { FoundFile } from '../../../../../services/library/scan/walk.ts';

const TIME = 1795355706493.7358;

const known = (path: string, more: Partial<KnownRecord> = {}): KnownRecord => {
  const slash = path.lastIndexOf('/');
  const place = { dir: path.slice(0, Math.max(0, slash)), name: path.slice(slash + 1) };
  const look = { size: 7, mtime: TIME, beside: '', missing: false };
  return { _id: `tr-${path}`, folder: 1, pos: 1, ...place, ...look, ...more };
};
const found = (name: string, more: Partial<FoundFile> = {}): FoundFile => ({
  name,
  size: 7,
  mtimeMs: TIME,
  beside: '',
  lrc: null,
  folderCover: false,
  ...more,
});
const files = (...pages: KnownRecord[][]): KnownFiles => {
  const all = new KnownFiles();
  for (const page of pages) all.add(packRows(page));
  return all;
};
const rest = (all: KnownFiles) => [...all.rest()].map(({ dir, name }) => `${dir}/${name}`);

describe('what is known of the files of a music folder', () => {
  it('comes out as it was put in', () => {
    const records = [
      known('top.mp3', { beside: 'cover.jpg 1 2' }),
      known('Sépia/Olá.flac', { size: 0, mtime: 0.25, missing: true }),
      known('Sépia/東京 東.flac', { beside: READ_AGAIN }),
      known('a/b/c.mp3', { beside: READ_AGAIN }),
      known('Sépia/Olá 2.flac'),
    ];
    const said = [...files(records.slice(0, 3), records.slice(3)).rest()];
    expect(said).toHaveLength(records.length);
    for (const { _id: id, dir, name, size, mtime: mtimeMs, beside, missing } of records)
      expect(said).toContainEqual({ id, dir, name, size, mtimeMs, beside, missing });
  });

  it('is settled for a folder in which just that is found, in whatever order and however it came', () => {
    const one = files([known('x/a'), known('x/b'), known('y/c'), known('x/d')], [known('x/東'), known('e')]);
    expect(
      one.settle(
        'x',
        ['東', 'b', 'd', 'a'].map((name) => found(name)),
      ),
    ).toBe(true);
    expect(one.settle('', [found('e')])).toBe(true);
    expect(rest(one)).toEqual(['y/c']);
  });

  it.each<[string, FoundFile[], KnownRecord[]]>([
    ['has another size', [found('a', { size: 8 })], [known('x/a')]],
    ['has another time', [found('a', { mtimeMs: TIME + 0.0003 })], [known('x/a')]],
    ['has something else beside it', [found('a', { beside: 'cover.jpg 1 2' })], [known('x/a')]],
    ['has another name', [found('ab')], [known('x/a')]],
    ['has a name of which it was the beginning', [found('a')], [known('x/ab')]],
    ['is to be read again', [found('a', { beside: READ_AGAIN })], [known('x/a', { beside: READ_AGAIN })]],
    ['was missing', [found('a')], [known('x/a', { missing: true })]],
    ['is new', [found('a'), found('b')], [known('x/a')]],
    ['is gone', [found('a')], [known('x/a'), known('x/b')]],
    ['took the place of another', [found('a'), found('c')], [known('x/a'), known('x/b')]],
    ['is claimed by two tracks', [found('a'), found('b')], [known('x/a'), known('x/a', { _id: 'tr-2' })]],
  ])('is not settled when a file %s', (_what, seen, records) => {
    for (const pages of [[records], records.map((record) => [record])]) {
      const all = files(...pages);
      expect(all.settle('x', seen)).toBe(false);
      expect(rest(all)).toHaveLength(records.length);
    }
  });

  it('is not settled for a folder that is held, nor for one of which nothing is known', () => {
    const all = files([known('x/a')]);
    all.hold('x');
    expect(all.settle('x', [found('a')])).toBe(false);
    expect(all.settle('y', [])).toBe(false);
    expect(rest(all)).toEqual(['x/a']);
  });
});
