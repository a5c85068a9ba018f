import { describe, expect, it } from '@jest/globals';
import { Comparison } from '../../../../../services/library/scan/compare.ts';
import { READ_AGAIN, stampOf } from '../../../../../services/library/scan/stamp.ts';
import { emptyWalk } from '../../../../../services/library/scan/walk.ts';
import { pathOf, splitPath } from '../../../../../services/library/store/collections.ts';

const stat = (time: string) => ({ size: 1, mtimeMs: Number(time) });

/** Files found and known by path, with a time of change each. */
function compare(
  found: Record<string, string>,
  known: [id: string, path: string, time: string, missing?: 'missing'][],
  options: {
    full?: boolean;
    unreadable?: string[];
    unlisted?: string[];
    problems?: Record<string, string>;
  } = {},
) {
  const walk = emptyWalk();
  for (const [path, time] of Object.entries(found)) {
    const { dir, name } = splitPath(path);
    const file = { name, ...stat(time), beside: '', lrc: null, folderCover: false };
    walk.files.set(dir, [...(walk.files.get(dir) ?? []), file]);
  }
  for (const path of options.unlisted ?? []) walk.problems.set(path, 'reason');
  for (const dir of options.unreadable ?? []) walk.unreadable.add(dir);
  const comparison = new Comparison(walk, options.full ?? false);
  for (const [id, path, time, missing] of known) {
    const beside = time === READ_AGAIN ? READ_AGAIN : '';
    const at = time === READ_AGAIN ? found[path]! : time;
    comparison.file({ id, ...splitPath(path), ...stat(at), beside, missing: missing !== undefined });
  }
  for (const [path, time] of Object.entries(options.problems ?? {})) {
    comparison.problem(splitPath(path), time === '' ? '' : stampOf(stat(time), ''));
  }
  const { changed, fresh, solved } = comparison.result();
  return {
    changed: changed.map((file) => `${file.id}@${pathOf(file)}`),
    fresh: fresh.map(pathOf),
    gone: comparison.gone,
    solved: solved.map(pathOf),
  };
}

const nothing = { changed: [], fresh: [], gone: [], solved: [] };

describe('comparing what was found with what is known', () => {
  it('leaves alone what has not changed', () => {
    expect(compare({ a: '1' }, [['A', 'a', '1']])).toEqual(nothing);
  });

  it('finds files in whatever order they are known', () => {
    const found = { 'x/a': '1', 'x/b': '1', 'y/c': '1', d: '1' };
    const known: Parameters<typeof compare>[1] = [
      ['D', 'd', '1'],
      ['B', 'x/b', '1'],
      ['C', 'y/c', '1'],
      ['A', 'x/a', '1'],
      ['E', 'y/e', '1'],
    ];
    expect(compare(found, known)).toEqual({ ...nothing, gone: ['E'] });
  });

  it('reads what it is told to read again', () => {
    expect(compare({ a: '1' }, [['A', 'a', READ_AGAIN]])).toEqual({ ...nothing, changed: ['A@a'] });
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
