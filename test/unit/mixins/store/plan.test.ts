import { describe, expect, it } from '@jest/globals';
import { checkSpec, planQuery } from '../../../../mixins/store/plan.ts';
import { tableSchema } from '../../../../mixins/store/sqlite/schema.ts';
import { orderOf, selectPage, whereOf } from '../../../../mixins/store/sqlite/select.ts';

const spec = {
  fields: { artist: 'string', title: 'string' },
  queries: { byArtist: { equal: ['artist'], order: ['title'] } },
} as const;

describe('A collection', () => {
  it('is refused at start when a query names a field that is not declared', () => {
    expect(() => checkSpec('songs', { fields: {}, queries: { byArtist: { equal: ['artist'] } } })).toThrow(
      "Collection 'songs': query 'byArtist' names 'artist', which is not among its fields",
    );
  });

  it.each(['rev', 'doc', 'id', 'two words', 'a"b'])('cannot have a field named %p', (field) => {
    expect(() => checkSpec('songs', { fields: { [field]: 'string' } })).toThrow(TypeError);
  });

  it('has an index for each query, and one for queries that need the same', () => {
    const both = { ...spec, queries: { ...spec.queries, again: { equal: ['artist', 'title'] } } };
    expect(tableSchema('songs', both).indexes).toEqual([
      { name: 'songs_by_artist_title', columns: ['artist', 'title', 'id'], unique: false },
    ]);
  });
});

describe('A query', () => {
  it('becomes a statement that its index answers from the place where the last page ended', () => {
    const after = { _id: 's7', rev: 1, artist: 'A', title: 'm' };
    const plan = planQuery('songs', spec, 'byArtist', { artist: 'A' }, { after, limit: 5, descending: true });
    expect(selectPage('songs', plan)).toEqual({
      text: expect.stringMatching(
        /"artist" = \? AND .*\("title", "id"\) < \(\?, \?\) ORDER BY "title" DESC, "id" DESC/,
      ),
      params: ['A', 'm', 's7', 5],
    });
  });

  it.each([
    [{ title: { $where: 'true' } }, /Operator '\$where'/],
    [{ 'a.b': 1 }, /not a declared field/],
    [{ title: { $in: [{}] } }, /neither text, number nor boolean/],
    [{ title: null }, /neither text, number nor boolean/],
  ])('from outside is refused unless it is of the small subset: %p', (query, message) => {
    expect(() => whereOf(query, new Set(['title']))).toThrow(message);
  });

  it('orders by declared fields only', () => {
    expect(orderOf('-title,_id', new Set(['title']))).toBe(' ORDER BY "title" DESC, "id" ASC');
    expect(() => orderOf('random()', new Set(['title']))).toThrow(/not a declared field/);
  });
});
