import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findTrack } from '../../../services/catalog/index/search.ts';
import { type IndexUnderTest, openIndex } from '../../support/catalog/index-under-test.ts';
import { search } from '../../support/catalog/reads.ts';
import { change, library } from '../../support/catalog/synthetic.ts';

const by = (name: string, sort?: string) => [{ name, ...(sort && { sort }) }];

let index: IndexUnderTest;
let made = 0;
const add = (artist: string, album: string, title: string, facts = {}, rest = {}) =>
  index.store(
    change(`${++made}`, { album, title, artists: by(artist), albumArtists: by(artist), ...facts }, rest),
  );

beforeAll(() => {
  index = openIndex();
  add('The Beatles', 'Abbey Road', 'Come Together');
  add('The Beatles', 'Help!', 'Yesterday');
  add('Carpenters', 'Now & Then', 'Yesterday Once More');
  add('Live', 'Throwing Copper', 'Lightning Crashes');
  add('Portishead', 'Roseland NYC Live', 'Roads');
  add('AC/DC', 'Back in Black', 'Hells Bells');
  add('R.E.M.', 'Out of Time', 'Losing My Religion');
  add('P!nk', 'M!ssundaztood', "Don't Let Me Get Me");
  add('Björk', 'Homogenic', 'Jóga');
  add('!!!', 'Thr!!!er', 'Even When the Water’s Cold');
  add('宇多田ヒカル', '初恋', '東京フリーウェイ', { artists: by('宇多田ヒカル', 'Utada Hikaru') });
  add('คาราบาว', 'เมดอินไทยแลนด์', 'เมดอินไทยแลนด์');
  add('이랑', '신의 놀이', '신의 놀이');
  add('Кино', 'Группа крови', 'Звезда по имени Солнце');
  add('أم كلثوم', 'الأطلال', 'إنت عمري');
  add('लता मंगेशकर', 'संगीत', 'हिन्दी गीत');
  add('Metallica', 'Metallica', 'Enter Sandman');
  add('Radiohead', 'OK Computer', 'Karma Police', {}, { folder: 2 });
  add('Gone', 'Gone', 'Gone Forever', {}, { missing: true });
});
afterAll(() => index.close());

const page = { limit: 20, offset: 0 };
const find = (query: string, folder?: number) => {
  const found = search(index.rows, {
    query,
    artists: page,
    albums: page,
    tracks: page,
    ...(folder && { folder }),
  });
  return {
    artists: found.artists.map(({ name }) => name),
    albums: found.albums.map(({ name }) => name),
    tracks: found.tracks.map(({ title }) => title),
  };
};

describe('searching', () => {
  it.each([
    ['beatles', 'The Beatles'],
    ['the beatles', 'The Beatles'],
    ['BEAT', 'The Beatles'],
    ['acdc', 'AC/DC'],
    ['ac dc', 'AC/DC'],
    ['AC/DC', 'AC/DC'],
    ['ac-dc', 'AC/DC'],
    ['rem', 'R.E.M.'],
    ['r.e.m', 'R.E.M.'],
    ['R E M', 'R.E.M.'],
    ['pink', 'P!nk'],
    ['p!nk', 'P!nk'],
    ['bjork', 'Björk'],
    ['BJÖRK', 'Björk'],
    ['!!!', '!!!'],
    ['ヒカル', '宇多田ヒカル'],
    ['ひかる', '宇多田ヒカル'],
    ['多田', '宇多田ヒカル'],
    ['hikaru utada', '宇多田ヒカル'],
    ['ราบา', 'คาราบาว'],
    ['이랑', '이랑'],
    ['кино', 'Кино'],
    ['كلثوم', 'أم كلثوم'],
    ['मंगेश', 'लता मंगेशकर'],
  ])('for %s finds %s', (query, name) => {
    expect(find(query).artists).toEqual([name]);
  });

  it.each([
    ['京フリ', '東京フリーウェイ'],
    ['ไทย', 'เมดอินไทยแลนด์'],
    ['놀이', '신의 놀이'],
    ['dont let', "Don't Let Me Get Me"],
    ['beatles together', 'Come Together'],
    ['come abbey', 'Come Together'],
    ['солн', 'Звезда по имени Солнце'],
  ])('for %s finds the track %s', (query, title) => {
    expect(find(query).tracks).toEqual([title]);
  });

  it('gives exact names first, then names that begin so, then words within, then words elsewhere', () => {
    add('Yes', 'Union', 'The Yesterday Song');
    add('Yesterday', 'Union', 'Another One');
    expect(find('yesterday').tracks).toEqual([
      'Yesterday',
      'Yesterday Once More',
      'The Yesterday Song',
      'Another One',
    ]);
    expect(find('live').artists).toEqual(['Live']);
    expect(find('live').albums).toEqual(['Roseland NYC Live', 'Throwing Copper']);
  });

  it('asks for all words', () => {
    expect(find('beatles religion')).toEqual({ artists: [], albums: [], tracks: [] });
  });

  it('forgives typos when nothing matches', () => {
    expect(find('metalica').artists).toEqual(['Metallica']);
    expect(find('radiohaed').artists).toEqual(['Radiohead']);
    expect(find('bjrok').artists).toEqual(['Björk']);
    expect(find('beatels yesterday').tracks).toEqual(['Yesterday']);
    expect(find('qqqqqqqq').artists).toEqual([]);
  });

  it('does not find what has vanished', () => {
    expect(find('gone')).toEqual({ artists: [], albums: [], tracks: [] });
  });

  it('keeps to a folder', () => {
    expect(find('radiohead', 2).tracks).toEqual(['Karma Police']);
    expect(find('radiohead', 1)).toEqual({ artists: [], albums: [], tracks: [] });
    expect(find('', 2)).toEqual({
      artists: ['Radiohead'],
      albums: ['OK Computer'],
      tracks: ['Karma Police'],
    });
  });

  it.each([
    '"',
    '*',
    '"a',
    'a AND',
    'NEAR(',
    'name:x',
    '-',
    '\u0000',
    '\u200b',
    'a \u200b',
    '😀',
    "'; DROP TABLE track",
    'x'.repeat(9000),
    '(((((',
    '^a',
    '￿',
  ])('takes %j as it is', (query) => {
    expect(() => find(query)).not.toThrow();
  });

  it('finds tracks by title and artist without case and accents', () => {
    expect(findTrack(index.rows, 'JOGA', 'björk')).toMatchObject({ title: 'Jóga' });
    expect(findTrack(index.rows, 'Yesterday', 'Carpenters')).toBeNull();
    expect(findTrack(index.rows, 'yesterday')).toMatchObject({ displayArtist: 'The Beatles' });
    expect(findTrack(index.rows, 'Gone Forever')).toBeNull();
  });
});

describe('paging through hits', () => {
  let large: IndexUnderTest;
  beforeAll(() => {
    large = openIndex();
    large.store(...library(3000));
  });
  afterAll(() => large.close());

  it.each(['a', 'the', 'love', 'ri', 'zzzz', ''])(
    'for %j gives every hit once, in pages of any size',
    (query) => {
      for (const kind of ['artists', 'albums', 'tracks'] as const) {
        const ids = (limit: number, offset: number) =>
          search(large.rows, { query, [kind]: { limit, offset } })[kind].map(({ id }) => id);
        const whole = ids(5000, 0);
        expect(new Set(whole).size).toBe(whole.length);
        for (const size of [7, 100]) {
          const paged: string[] = [];
          for (let offset = 0; offset < whole.length + size; offset += size) paged.push(...ids(size, offset));
          expect(paged).toEqual(whole);
        }
      }
    },
  );
});
