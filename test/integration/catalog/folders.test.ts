import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { folderId, keyOf } from '../../../services/catalog/ids.ts';
import { folderOf, foldersIn, tracksBelow, tracksIn } from '../../../services/catalog/index/folder-lists.ts';
import type { Selection } from '../../../services/catalog/index/rows.ts';
import { contents, type IndexUnderTest, openIndex } from '../../support/catalog/index-under-test.ts';
import { change, numbers } from '../../support/catalog/synthetic.ts';

let index: IndexUnderTest;
beforeEach(() => {
  index = openIndex();
});
afterEach(() => index.close());

const file = (track: string, path: string, rest = {}) => change(track, { title: path }, { path, ...rest });
const row = (dir: string, folder = 1) => keyOf(folderId(folder, dir))!;
const at = (dir: string, folder = 1) => folderOf(index.rows, row(dir, folder));
const inside = (dir: string) =>
  foldersIn(index.rows, row(dir), { limit: 500 }).items.map(({ name, songCount }) => [name, songCount]);
const paths = (selection: Selection<'track'>) => index.rows.documents(selection).map(({ title }) => title);
const own = (dir: string) => paths(tracksIn(row(dir), { limit: 500 }));
const below = (dir: string) => paths(tracksBelow(index.rows, row(dir), { limit: 500 }));

describe('folders', () => {
  it('have what lies in them, by name, numbers by their value', () => {
    index.store(
      file('a', 'Ana/CD 10/2.mp3'),
      file('b', 'Ana/CD 2/10.mp3'),
      file('c', 'Ana/CD 2/9 End.mp3'),
      file('d', 'Ana/alone.mp3'),
      file('e', 'álbum/x.mp3'),
      file('f', 'top.mp3'),
    );
    expect(inside('')).toEqual([
      ['álbum', 1],
      ['Ana', 4],
    ]);
    expect(inside('Ana')).toEqual([
      ['CD 2', 2],
      ['CD 10', 1],
    ]);
    expect(own('Ana/CD 2')).toEqual(['Ana/CD 2/9 End.mp3', 'Ana/CD 2/10.mp3']);
    expect(own('')).toEqual(['top.mp3']);
    expect(below('Ana')).toEqual([
      'Ana/alone.mp3',
      'Ana/CD 2/9 End.mp3',
      'Ana/CD 2/10.mp3',
      'Ana/CD 10/2.mp3',
    ]);
  });

  it('tell the way to them, and what they hold', () => {
    index.store(file('a', 'Ana/Mar/CD 1/a.mp3'), file('b', 'Ana/Mar/b.mp3'));
    expect(at('Ana/Mar')).toEqual({
      ...{ id: folderId(1, 'Ana/Mar'), name: 'Mar', folder: 1, coverTrack: 'tr-b' },
      path: [
        { id: folderId(1, ''), name: '' },
        { id: folderId(1, 'Ana'), name: 'Ana' },
      ],
      ...{ songCount: 2, trackCount: 1, folderCount: 1 },
    });
    expect(at('')).toMatchObject({ name: '', path: [], songCount: 2, trackCount: 0, folderCount: 1 });
    expect(at('Ana')).not.toHaveProperty('coverTrack');
  });

  it('are kept apart when their names differ in case alone, or lie in different music folders', () => {
    index.store(
      file('a', 'mar/1.mp3'),
      file('b', 'Mar/2.mp3'),
      file('c', 'mar/deep/3.mp3'),
      file('d', 'Mar/4.mp3', { folder: 2 }),
    );
    expect(below('mar')).toEqual(['mar/1.mp3', 'mar/deep/3.mp3']);
    expect(below('Mar')).toEqual(['Mar/2.mp3']);
    expect(at('Mar', 2)).toMatchObject({ folder: 2, songCount: 1 });
    expect(below('')).toHaveLength(3);
  });

  it('go when what lies in them vanishes or moves, and come back with it', () => {
    index.store(file('a', 'Ana/Mar/a.mp3'), file('b', 'Ana/Sol/b.mp3'));
    index.store(file('a', 'Ana/Mar/a.mp3', { missing: true }));
    expect(inside('Ana')).toEqual([['Sol', 1]]);
    expect(at('Ana/Mar')).toBeUndefined();
    index.store(file('b', 'Rui/Sol/b.mp3'));
    expect(inside('')).toEqual([['Rui', 1]]);
    index.store(file('a', 'Ana/Mar/a.mp3'));
    expect(inside('')).toEqual([
      ['Ana', 1],
      ['Rui', 1],
    ]);
    index.store(file('a', 'Ana/Mar/a.mp3', { missing: true }), file('b', 'x', { missing: true }));
    expect(at('')).toBeUndefined();
  });

  it('come in pages that stay true to each other', () => {
    const names = Array.from({ length: 12 }, (_, i) => `${i % 3 === 0 ? 'A' : 'b'}/${i % 5}/${i}.mp3`);
    index.store(...names.map((path, i) => file(String(i), path)));
    const pages = (ask: (after?: string) => { items: unknown[]; next: string | null }) => {
      const all: unknown[] = [];
      for (let page = ask(); ; page = ask(page.next)) {
        all.push(...page.items);
        if (page.next === null) return all;
      }
    };
    const whole = foldersIn(index.rows, row('b'), { limit: 500 }).items;
    for (const limit of [1, 2, 3]) {
      expect(pages((after) => foldersIn(index.rows, row('b'), { limit, after }))).toEqual(whole);
      const deep = pages((after) => {
        const { ids, next } = index.rows.page(
          tracksBelow(index.rows, row(''), { limit: limit + 1, after }),
          limit,
        );
        return { items: ids, next };
      });
      expect(deep).toEqual(index.rows.texts(tracksBelow(index.rows, row(''), { limit: 500 })).ids);
      expect(deep).toHaveLength(12);
    }
  });

  it('are after any history as if they had been found so at once', () => {
    const random = numbers(7);
    const upTo = (n: number) => Math.floor(random() * n);
    const now = new Map<string, ReturnType<typeof file>>();
    for (let round = 0; round < 60; round++) {
      const changed = Array.from({ length: 1 + upTo(6) }, () => {
        const track = `t${upTo(15)}`;
        const dirs = Array.from({ length: upTo(4) }, () => 'abc'[upTo(3)]);
        const path = [...dirs, `${upTo(9)}.mp3`].join('/');
        return [track, file(track, path, { folder: 1 + upTo(2), missing: random() < 0.3 })] as const;
      });
      for (const [track, state] of new Map(changed)) now.set(track, state);
      index.store(...new Map(changed).values());
    }
    const fresh = openIndex();
    try {
      fresh.store(...now.values());
      expect(contents(index.file).dir).toEqual(contents(fresh.file).dir);
      for (const { d, songs, own } of fresh.rows.all<{ d: number; songs: number; own: number }>(
        'SELECT * FROM dir',
      )) {
        expect(paths(tracksIn(d, { limit: 500 }))).toHaveLength(own);
        expect(paths(tracksBelow(index.rows, d, { limit: 500 }))).toHaveLength(songs);
      }
    } finally {
      fresh.close();
    }
  });
});
