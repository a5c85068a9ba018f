import { describe, expect, it } from '@jest/globals';
import { deleteBookmark, rate, setBookmark, star, unstar } from '../../../../services/profiles/changes.ts';
import { kindOfId, storedMarks } from '../../../../services/profiles/model.ts';

const [early, late] = ['2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'];

describe('marks on an item', () => {
  it('come together and leave one by one', () => {
    const all = setBookmark(5, 'here', early)(rate(4, early)(star(early)({})));
    expect(all).toEqual({
      starred: early,
      rating: 4,
      ratedAt: early,
      bookmark: { position: 5, comment: 'here', created: early, changed: early },
    });
    expect(unstar(rate(0, late)(deleteBookmark(all)))).toEqual({});
  });

  it('keep the time of the first star, of the last rating, and of both for a bookmark', () => {
    expect(star(late)(star(early)({}))).toEqual({ starred: early });
    expect(rate(2, late)(rate(4, early)({}))).toEqual({ rating: 2, ratedAt: late });
    const { bookmark } = setBookmark(6, '', late)(setBookmark(5, 'here', early)({}));
    expect(bookmark).toEqual({ position: 6, comment: '', created: early, changed: late });
  });

  it('make a document that the queries for them find, and none without them', () => {
    expect(storedMarks('us-1', 'tr-1', 'track', star(early)({}))).toEqual({
      _id: 'us-1:tr-1',
      user: 'us-1',
      item: 'tr-1',
      kind: 'track',
      starred: early,
      isStarred: true,
    });
    expect(storedMarks('us-1', 'tr-1', 'track', {})).toBeUndefined();
  });
});

describe('the kind of an item', () => {
  it.each([
    ['tr-0a', 'track'],
    ['al-0a', 'album'],
    ['ar-0a', 'artist'],
    ['pl-0a', undefined],
    ['tr-', undefined],
    ['tr-A', undefined],
    ['tr-a:b', undefined],
    ['x', undefined],
  ])('%s: %s', (id, kind) => {
    expect(kindOfId(id)).toBe(kind);
  });
});
