import { describe, expect, it } from '@jest/globals';
import {
  applyChange,
  commitOf,
  lastChanges,
  NUMBERS_PER_COMMIT,
  takeBatch,
} from '../../../../services/catalog/commit.ts';
import { change } from '../../../support/catalog/synthetic.ts';

const commit = (pos: number, ...tracks: string[]) => ({ pos, changes: tracks.map((track) => change(track)) });

describe('a batch of the library feed', () => {
  it('is of whole commits, at least one however large', () => {
    const large = commit(1, ...Array.from({ length: 300 }, (_, i) => `${i}`));
    expect(takeBatch([large, commit(2, 'x')])).toEqual([large]);
    expect(takeBatch([commit(1, 'a'), commit(2, 'b')])).toHaveLength(2);
  });

  it('keeps the last change of a track in the place of its first', () => {
    const changes = lastChanges([commit(7, 'a', 'b'), commit(8, 'c', 'a')]);
    expect(changes.map(({ change: { track }, source, place }) => [track, source, place])).toEqual([
      ['tr-a', 8, 0],
      ['tr-b', 7, 1],
      ['tr-c', 8, 2],
    ]);
  });
});

describe('the document of a track', () => {
  const [placed] = lastChanges([commit(7, 'a')]);

  it('gets a number for ever when it is first stored', () => {
    const doc = applyChange(placed!, 3, null)!;
    expect(doc).toMatchObject({ _id: 'tr-a', rev: 0, n: 3 * NUMBERS_PER_COMMIT, source: 7 });
    const later = applyChange({ ...placed!, source: 9 }, 5, { ...doc, rev: 1 })!;
    expect(later).toMatchObject({ n: doc.n, source: 9, rev: 1 });
  });

  it('is not overwritten by a change that it already shows, or an older one', () => {
    const doc = applyChange(placed!, 3, null)!;
    expect(applyChange(placed!, 4, doc)).toBeNull();
    expect(applyChange({ ...placed!, source: 6 }, 4, doc)).toBeNull();
  });
});

describe('a commit', () => {
  it('writes the tracks first and itself last, each guarded', () => {
    const batch = [commit(7, 'a', 'b')];
    const docs = lastChanges(batch).map((each, i) =>
      applyChange(each, 3, i === 0 ? null : { ...applyChange(each, 1, null)!, rev: 4, source: 1 }),
    );
    const { operations, commit: made } = commitOf(
      { pos: 2, source: 6 },
      batch,
      1000,
      docs.map((doc) => doc!),
    );
    expect(operations.map((each) => Object.keys(each)[1])).toEqual(['insert', 'update', 'insert']);
    expect(made).toEqual({ _id: '000000000003', pos: 3, source: 7, at: 1000, ids: ['tr-a', 'tr-b'] });
  });
});
