import { describe, expect, it } from '@jest/globals';
import { Comparison, type KnownFile } from '../../../../../services/library/scan/compare.ts';
import type { FoundFile } from '../../../../../services/library/scan/walk.ts';

const file = (stamp: string): FoundFile => ({ size: 1, mtimeMs: 1, stamp, folderCover: false });

function compare(
  found: Record<string, string>,
  known: [id: string, path: string, stamp: string, missing?: 'missing'][],
  options: {
    full?: boolean;
    unreadable?: string[];
    unlisted?: string[];
    problems?: Record<string, string>;
  } = {},
) {
  const comparison = new Comparison(
    {
      files: new Map(Object.entries(found).map(([path, stamp]) => [path, file(stamp)])),
      problems: new Map((options.unlisted ?? []).map((path) => [path, 'reason'])),
      unreadable: new Set(options.unreadable),
    },
    options.full ?? false,
  );
  for (const [id, path, stamp, missing] of known) {
    comparison.file({ id, path, stamp, missing: missing !== undefined } satisfies KnownFile);
  }
  for (const [path, stamp] of Object.entries(options.problems ?? {})) comparison.problem(path, stamp);
  const { changed, fresh } = comparison.toRead();
  return {
    changed: changed.map(({ id, path }) => `${id}@${path}`),
    fresh: fresh.map(({ path }) => path),
    gone: comparison.gone,
    solved: comparison.solved,
  };
}

const nothing = { changed: [], fresh: [], gone: [], solved: [] };

describe('comparing what was found with what is known', () => {
  it('leaves alone what has not changed', () => {
    expect(compare({ a: '1' }, [['A', 'a', '1']])).toEqual(nothing);
  });

  it('tells new, changed and gone files apart', () => {
    const known: Parameters<typeof compare>[1] = [
      ['B', 'b', '1'],
      ['C', 'c', '1'],
    ];
    expect(compare({ a: '1', b: '2' }, known)).toEqual({
      ...nothing,
      changed: ['B@b'],
      fresh: ['a'],
      gone: ['C'],
    });
  });

  it('reads a missing track that is back even when it looks the same', () => {
    expect(compare({ a: '1' }, [['A', 'a', '1', 'missing']])).toEqual({ ...nothing, changed: ['A@a'] });
  });

  it('says nothing of missing tracks that are still not there', () => {
    expect(compare({}, [['A', 'a', '1', 'missing']])).toEqual(nothing);
  });

  it('reads everything when it is asked to', () => {
    expect(compare({ a: '1' }, [['A', 'a', '1']], { full: true })).toEqual({ ...nothing, changed: ['A@a'] });
  });

  it('takes nothing for gone where it could not look', () => {
    const known: Parameters<typeof compare>[1] = [
      ['A', 'x/y/a', '1'],
      ['B', 'xy/b', '1'],
      ['C', 'c', '1'],
    ];
    expect(compare({}, known, { unreadable: ['x'], unlisted: ['c'] })).toEqual({ ...nothing, gone: ['B'] });
    expect(compare({}, known, { unreadable: [''] })).toEqual(nothing);
  });

  it('does not try again what was unreadable and has not changed', () => {
    expect(compare({ a: '1' }, [], { problems: { a: '1' } })).toEqual(nothing);
    expect(compare({ a: '2' }, [], { problems: { a: '1' } })).toEqual({ ...nothing, fresh: ['a'] });
    expect(compare({ a: '1' }, [['A', 'a', '0', 'missing']], { problems: { a: '1' } })).toEqual(nothing);
  });

  it('strikes off problems of files that are gone or fine', () => {
    expect(compare({ b: '1' }, [['B', 'b', '1']], { problems: { a: '1', b: '' } }).solved.sort()).toEqual([
      'a',
      'b',
    ]);
  });

  it.each([[0], [1]])('gives a path that two tracks claim to the one that fits (%#)', (turn) => {
    const known: Parameters<typeof compare>[1] = [
      ['OLD', 'a', '1'],
      ['NEW', 'a', '2'],
    ];
    if (turn === 1) known.reverse();
    expect(compare({ a: '2' }, known)).toEqual({ ...nothing, gone: ['OLD'] });
    expect(compare({ a: '2' }, [['M', 'a', '2', 'missing'], ...known])).toEqual({
      ...nothing,
      gone: ['OLD'],
    });
  });
});
