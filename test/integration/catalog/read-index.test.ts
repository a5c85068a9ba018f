import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { counts } from '../../../services/catalog/index/lists.ts';
import { DamagedIndexError, ReadIndex } from '../../../services/catalog/index/read-index.ts';
import { search } from '../../../services/catalog/index/search.ts';
import { rowOf } from '../../support/catalog/index-under-test.ts';
import { change } from '../../support/catalog/synthetic.ts';
import { eventually } from '../../support/rooms.ts';

describe('the thread that writes the index', () => {
  let folder: string;
  let index: ReadIndex;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cantiga-index-'));
    ({ index } = await ReadIndex.open(join(folder, 'index.db'), 1));
    await index.apply([rowOf(1, change('1'))], 1, 1);
    await eventually(async () => !index.isWriting);
  });
  afterEach(async () => {
    await index.close();
    rmSync(folder, { recursive: true });
  });

  it('ends when there is nothing to write, while reads go on, and comes back when there is', async () => {
    expect(index.read(counts).tracks).toBe(1);
    await index.apply([rowOf(2, change('2'))], 2, 2);
    expect(index.read(counts)).toMatchObject({ tracks: 2, position: 2 });
  });

  it('comes back once, however much there is to write', async () => {
    await Promise.all([2, 3, 4, 5].map((n) => index.apply([rowOf(n, change(`${n}`))], n, n)));
    expect(index.read(counts)).toMatchObject({ tracks: 5, position: 5 });
  });

  it('does not go on in a file that was lost meanwhile', async () => {
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(folder, `index.db${suffix}`), { force: true });
    writeFileSync(join(folder, 'index.db'), '');
    await expect(index.apply([rowOf(2, change('2'))], 2, 2)).rejects.toThrow(DamagedIndexError);
    expect(await index.reset()).toMatchObject({ pos: 0 });
    expect(index.read(counts).tracks).toBe(0);
  });
});

describe('the full-text tables of an index', () => {
  let folder: string;
  let index: ReadIndex;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cantiga-index-'));
    ({ index } = await ReadIndex.open(join(folder, 'index.db')));
  });
  afterEach(async () => {
    await index.close();
    rmSync(folder, { recursive: true });
  });

  it('become few pieces when nothing is written, and find the same', async () => {
    const pieces = (table: string) =>
      index.read((rows) => rows.one<{ n: number }>(`SELECT count(DISTINCT segid) AS n FROM ${table}_idx`))!.n;
    const found = () =>
      index.read((rows) => {
        const { tracks } = search(rows, { query: 'commonx', tracks: { limit: 20, offset: 0 } });
        return rows.entries(tracks!).ids;
      });
    for (let n = 1; n <= 6; n++) {
      await index.apply([rowOf(n, change(`${n}`, { title: `Common ${'abcdef'[n - 1]}word` }))], n, n);
    }
    const before = found();
    expect(before).toHaveLength(6);
    for (const table of ['track_words', 'album_words', 'artist_words', 'near_words']) {
      await eventually(async () => pieces(table) <= 2);
    }
    expect(found()).toEqual(before);
  });
});
