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

describe('given artists in the order of the catalog, to file under letters', () => {
  it('then diacritics do not count, and neither articles nor leading punctuation', () => {
    expect(
      filed('Ågot', 'abc', '...And', 'Les Éclairs', 'Øya', 'The Quiet', 'The The', 'Theo', 'The'),
    ).toEqual({
      A: ['Ågot', 'abc', '...And'],
      E: ['Les Éclairs'],
      O: ['Øya'],
      Q: ['The Quiet'],
      T: ['The The', 'Theo', 'The'],
    });
  });

  it('then sort names come before names', () => {
    expect(filed(['Johann Bach', 'Bach, Johann'])).toEqual({ B: ['Johann Bach'] });
  });

  it('then other scripts have their own letters, and all else is under #, first', () => {
    const letters = filed('Zoo', '1000 Lamps', 'ﬁn', 'Дельта', 'ゆき', '水', '한국', '\u{1F30A}', '!!!', '');
    expect(Object.entries(letters)).toEqual([
      ['#', ['1000 Lamps', '\u{1F30A}', '!!!', '']],
      ...[
        ['Z', ['Zoo']],
        ['F', ['ﬁn']],
        ['Д', ['Дельта']],
        ['ゆ', ['ゆき']],
        ['水', ['水']],
        ['한', ['한국']],
      ],
    ]);
  });
});
