import { describe, expect, it } from '@jest/globals';
import type { Artist } from '../../../../../services/catalog/model.ts';
import { byLetter } from '../../../../../services/gateway/subsonic/indexes.ts';

const filed = (...names: (string | [name: string, sortName: string])[]) => {
  const artists = names.map((one, index): Artist => {
    const [name, sortName] = [one].flat();
    const fixed = { kind: 'artist' as const, id: `ar-${index}`, albumCount: 1, songCount: 1, roles: [] };
    return { ...fixed, name: name!, ...(sortName !== undefined && { sortName }) };
  });
  return Object.fromEntries(
    byLetter(artists).map(({ name, artists: some }) => [name, some.map((one) => one.name)]),
  );
};

describe('given artists to file under letters', () => {
  it('then diacritics do not count, and articles neither', () => {
    expect(filed('Ågot', 'abc', 'The Quiet', 'Les Éclairs', 'The The', 'Theo', 'The')).toEqual({
      A: ['Ågot', 'abc'],
      E: ['Les Éclairs'],
      Q: ['The Quiet'],
      T: ['The The', 'Theo', 'The'],
    });
  });

  it('then sort names come before names', () => {
    expect(filed(['Johann Bach', 'Bach, Johann'])).toEqual({ B: ['Johann Bach'] });
  });

  it('then other scripts have their own letters, and all else is under #, first', () => {
    const letters = filed(
      'Дельта',
      '1000 Lamps',
      'Zoo',
      '水',
      '한국',
      'ゆき',
      '...And',
      'йод',
      '\u{1F30A}',
      '',
      'ﬁn',
    );
    expect(letters).toEqual({
      '#': ['1000 Lamps', '...And', '\u{1F30A}', ''],
      ...{ F: ['ﬁn'], Z: ['Zoo'], Д: ['Дельта'], Й: ['йод'], ゆ: ['ゆき'], 한: ['한국'], 水: ['水'] },
    });
    expect(Object.keys(letters)[0]).toBe('#');
  });
});
