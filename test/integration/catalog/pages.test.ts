import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DocumentPage, Entries } from '../../../services/actions.ts';
import { textsOf } from '../../../services/catalog/index/items.ts';
import { listAlbums, listArtists, listTracks } from '../../../services/catalog/index/lists.ts';
import type { Selection } from '../../../services/catalog/index/rows.ts';
import { type IndexUnderTest, openIndex } from '../../support/catalog/index-under-test.ts';
import { change, library } from '../../support/catalog/synthetic.ts';
import { errorOf } from '../../support/rooms.ts';

type From = { limit: number; offset: number; after?: string };
type List = (page: From) => Selection;

/** The items of a list, page by page; `between` happens after the first page. */
function paged(index: IndexUnderTest, list: List, limit: number, between = () => {}): string[] {
  const ids: string[] = [];
  let after: string | undefined;
  for (;;) {
    const page: DocumentPage = index.rows.page(list({ limit: limit + 1, offset: 0, after }), limit);
    ids.push(...page.ids);
    if (page.next === null) return ids;
    if (after === undefined) between();
    after = page.next;
  }
}

const parsed = ({ json }: Entries) => JSON.parse(`[${json}]`) as { id: string }[];

describe('a list in pages', () => {
  let index: IndexUnderTest;
  beforeAll(() => {
    index = openIndex();
    index.store(...library(600));
  });
  afterAll(() => index.close());

  const lists: Record<string, List> = {
    'artists by name': (page) => listArtists({ ...page, main: true }),
    'albums by name': (page) => listAlbums({ ...page, order: 'name' }),
    'albums by artist': (page) => listAlbums({ ...page, order: 'artist' }),
    'albums by date': (page) => listAlbums({ ...page, order: 'added' }),
    'albums by year': (page) => listAlbums({ ...page, order: 'year' }),
    'albums by year, backwards': (page) =>
      listAlbums({ ...page, order: 'year', fromYear: 2030, toYear: 1950 }),
    'albums of a genre': (page) => listAlbums({ ...page, order: 'name', genre: 'Rock' }),
    'albums of a genre by date': (page) => listAlbums({ ...page, order: 'added', genre: 'Rock' }),
    'tracks by title': (page) => listTracks(index.rows, { ...page, order: 'title' }),
    'tracks of a genre': (page) => listTracks(index.rows, { ...page, order: 'title', genre: 'Rock' }),
    'tracks of some years': (page) =>
      listTracks(index.rows, { ...page, order: 'title', fromYear: 1970, toYear: 2000 }),
  };

  it.each(Object.entries(lists))('%s: every item once, in the order of the whole list', (_name, list) => {
    const whole = index.rows.texts(list({ limit: 1000, offset: 0 })).ids;
    expect(whole.length).toBeGreaterThan(10);
    expect(paged(index, list, 7)).toEqual(whole);
    expect(paged(index, list, whole.length)).toEqual(whole);
  });

  it('holds documents, and their bytes', () => {
    const page = index.rows.page(listAlbums({ order: 'name', limit: 4, offset: 0 }), 3);
    expect(parsed(page)).toEqual(index.rows.documents(listAlbums({ order: 'name', limit: 3, offset: 0 })));
    expect(parsed(page).map(({ id }) => id)).toEqual(page.ids);
    expect(page.lengths.reduce((sum, length) => sum + length + 1, -1)).toBe(page.json.length);
  });

  it('passes over nothing and repeats nothing when items come and go between two pages', () => {
    const other = openIndex();
    const titled = (id: string, title: string) => change(id, { title });
    other.store(titled('b', 'B'), titled('d', 'D'), titled('f', 'F'), titled('h', 'H'));
    const list: List = (page) => listTracks(other.rows, { ...page, order: 'title' });
    const ids = paged(other, list, 2, () => {
      other.store(titled('a', 'A'), change('d', { title: 'D' }, { missing: true }), titled('e', 'E'));
    });
    expect(ids).toEqual(['tr-b', 'tr-d', 'tr-e', 'tr-f', 'tr-h']);
    other.close();
  });

  it('is one page when its order is random', () => {
    const list: List = (page) => listAlbums({ ...page, order: 'random' });
    expect(index.rows.page(list({ limit: 6, offset: 0 }), 5)).toMatchObject({ next: null });
    expect(() => list({ limit: 6, offset: 0, after: '[1]' })).toThrow(errorOf('BAD_PARAMETER'));
  });

  it.each(['', 'null', '{}', '["a"]', '["a",{}]', '["a",1,2]', '[[1],1]'])(
    'cannot go on after %j',
    (after) => {
      expect(() => listAlbums({ order: 'name', limit: 1, offset: 0, after })).toThrow(
        errorOf('BAD_PARAMETER'),
      );
    },
  );
});

describe('documents by id', () => {
  it('come in the order of the ids, whatever their kind; unknown ones are left out', () => {
    const index = openIndex();
    index.store(change('1', { title: 'One' }), change('2', { title: 'Two' }, { missing: true }));
    const [album] = index.rows.documents(listAlbums({ order: 'name', limit: 1, offset: 0 }));
    const artist = album!.artists[0]?.id ?? 'ar-0';
    const ids = ['tr-2', album!.id, 'tr-nobody', artist, 'tr-1', 'pl-1', 'al-x', ''];
    const known = ['tr-2', album!.id, artist, 'tr-1'].filter((id) => id !== 'ar-0');
    expect(parsed(textsOf(index.rows, ids)).map(({ id }) => id)).toEqual(known);
    expect(textsOf(index.rows, ids).ids).toEqual(known);
    expect(textsOf(index.rows, ['tr-2', 'tr-1']).ids).toEqual(['tr-2', 'tr-1']);
    expect(textsOf(index.rows, [])).toMatchObject({ ids: [], lengths: [] });
    index.close();
  });
});
