import { describe, expect, it } from '@jest/globals';
import {
  applyChange,
  commitOf,
  lastChanges,
  learningPaths,
  leftBehind,
  NUMBERS_PER_COMMIT,
  newEra,
  type Tail,
  takeBatch,
} from '../../../../services/catalog/commit.ts';
import type { Track } from '../../../../services/catalog/model.ts';
import type { Release } from '../../../../services/catalog/track.ts';
import { change } from '../../../support/catalog/synthetic.ts';

const at = (pos: number, era = 0): Tail => ({ pos, source: 0, era });
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
    const doc = applyChange(placed!, at(2), null)!;
    expect(doc).toMatchObject({ _id: 'tr-a', rev: 0, n: 3 * NUMBERS_PER_COMMIT, source: 7 });
    const later = applyChange({ ...placed!, source: 9 }, at(4), { ...doc, rev: 1 })!;
    expect(later).toMatchObject({ n: doc.n, source: 9, rev: 1 });
  });

  it('is not overwritten by a change that it already shows, or an older one', () => {
    const doc = applyChange(placed!, at(2), null)!;
    expect(applyChange(placed!, at(3), doc)).toBeNull();
    expect(applyChange({ ...placed!, source: 6 }, at(3), doc)).toBeNull();
  });
});

describe('a catalog that was made before tracks had paths', () => {
  const [placed] = lastChanges([commit(7, 'a')]);
  const doc = applyChange(placed!, at(2), null)!;
  const { path, ...release } = JSON.parse(doc.release) as Release;
  const old = { ...doc, rev: 1, release: JSON.stringify(release) };
  const tail = learningPaths({ pos: 9, source: 7, epoch: 'first', era: 1 });

  it('follows the library from the beginning', () => {
    expect(tail).toEqual({ pos: 9, source: 0, epoch: 'first', era: 1, paths: true });
  });

  it('learns them from the change that a track shows, and not from one before', () => {
    const before = { ...placed!, source: 6 };
    expect(applyChange(before, at(3), old)).toBeNull();
    const learnt = applyChange(placed!, at(3), old)!;
    expect(JSON.parse(learnt.release)).toMatchObject({ path });
    expect(applyChange(placed!, at(3), { ...learnt, rev: 2 })).toBeNull();
  });
});

describe('after the library has begun anew', () => {
  const [placed] = lastChanges([commit(7, 'a')]);
  const stored = { ...applyChange(placed!, at(2), null)!, rev: 1 };
  const again = { ...placed!, source: 1, change: { ...placed!.change, added: '2099-01-01T00:00:00.000Z' } };
  const tail = newEra({ pos: 9, source: 7, epoch: 'first' });

  it('nothing of its positions before counts', () => {
    expect(tail).toEqual({ pos: 9, source: 0, era: 1, leftovers: true, paths: true });
    expect(applyChange(again, tail, stored)).toMatchObject({ n: stored.n, rev: 1, source: 1, era: 1 });
    expect(applyChange(again, tail, { ...stored, source: 1, era: 1 })).toBeNull();
  });

  it('a track stays as old as it was', () => {
    const { created } = JSON.parse(stored.track) as Track;
    expect(JSON.parse(applyChange(again, tail, stored)!.track)).toMatchObject({ created });
  });

  it('what the library knows no more is missing, once', () => {
    const left = leftBehind(stored, tail)!;
    expect(JSON.parse(left.track)).toMatchObject({ id: 'tr-a', missing: true });
    expect(left).toMatchObject({ n: stored.n, rev: 1, era: 1 });
    expect(leftBehind(left, tail)).toBeNull();
    expect(leftBehind({ ...left, era: 0 }, tail)).toBeNull();
  });
});

describe('a commit', () => {
  it('writes the tracks first and itself last, each guarded', () => {
    const batch = [commit(7, 'a', 'b')];
    const docs = lastChanges(batch).map((each, i) =>
      applyChange(each, at(2), i === 0 ? null : { ...applyChange(each, at(0), null)!, rev: 4, source: 1 }),
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
