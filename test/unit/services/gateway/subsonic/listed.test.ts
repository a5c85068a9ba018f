import { describe, expect, it } from '@jest/globals';
import { toJson } from '../../../../../services/gateway/subsonic/json.ts';
import { Listed } from '../../../../../services/gateway/subsonic/listed.ts';
import { entries } from './engine.ts';

const SONGS = [
  { id: 'tr-1', title: 'Über "alles", {nichts}' },
  { id: 'tr-2', title: '水\u2028' },
  { id: 'tr-3', title: '🎵,]' },
];
const STARRED = '2026-02-03T04:05:06.789Z';

const written = (listed: Listed) => JSON.parse(toJson({ list: listed }).toString()).list;

describe('given items that are ready to be sent', () => {
  it('when nothing is said of them, then they are sent byte for byte', () => {
    const listed = new Listed({}, entries(SONGS));
    expect(toJson(listed).toString()).toBe(`[${SONGS.map((song) => JSON.stringify(song)).join(',')}]`);
  });

  for (const noted of [['tr-1'], ['tr-2'], ['tr-3'], ['tr-1', 'tr-2', 'tr-3'], ['tr-1', 'tr-3'], ['tr-9']]) {
    it(`when something is said of ${noted.join(' and ')}, then JSON and objects both say it there`, () => {
      const notes = Object.fromEntries(noted.map((id) => [id, { starred: STARRED, rating: 4, bookmark: 7 }]));
      const expected = SONGS.map((song) =>
        noted.includes(song.id) ? { ...song, starred: STARRED, userRating: 4, bookmarkPosition: 7 } : song,
      );
      const listed = new Listed(notes, entries(SONGS));
      expect(written(listed)).toEqual(expected);
      expect(listed.objects()).toEqual(expected);
    });
  }

  it('when an item comes twice, then what is said of it is said twice', () => {
    const listed = new Listed({ 'tr-1': { starred: STARRED } }, entries([SONGS[0]!, SONGS[0]!]));
    expect(written(listed)).toMatchObject([{ starred: STARRED }, { starred: STARRED }]);
  });

  it('when they come in parts, some of them empty, then they are one list', () => {
    const listed = new Listed(
      {},
      entries([]),
      entries(SONGS.slice(0, 2)),
      entries([]),
      entries(SONGS.slice(2)),
    );
    expect(written(listed)).toEqual(SONGS);
    expect(listed.objects()).toEqual(SONGS);
  });

  it('when there are none, then the list is empty', () => {
    expect(written(new Listed({ 'tr-1': { rating: 3 } }))).toEqual([]);
    expect(written(new Listed({}, entries([])))).toEqual([]);
  });

  it('when a rating was taken back or belongs to an artist, then nothing is added', () => {
    const items = [SONGS[0]!, { id: 'ar-1', name: 'x' }];
    const listed = new Listed({ 'tr-1': { rating: 0 }, 'ar-1': { rating: 5 } }, entries(items));
    expect(written(listed)).toEqual(items);
  });
});

describe('given an answer with such lists at any depth', () => {
  it('when it is written, then it is what JSON.stringify makes of the objects', () => {
    const list = new Listed({ 'tr-2': { rating: 2 } }, entries(SONGS));
    const body = (songs: unknown) => ({
      status: 'ok',
      none: undefined,
      'a "name"': { song: songs, count: 3, gone: undefined, deep: { er: { song: songs } }, empty: {} },
      others: [1, null, { x: [] }],
    });
    expect(toJson(body(list)).toString()).toBe(JSON.stringify(body(list.objects())));
  });
});
