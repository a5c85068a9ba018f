import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { artistId } from '../../../services/catalog/ids.ts';
import { resolve } from '../../../services/catalog/index/items.ts';
import { counts, listGenres } from '../../../services/catalog/index/lists.ts';
import type { TrackFacts } from '../../../services/library/facts.ts';
import { contents, type IndexUnderTest, openIndex, rowOf } from '../../support/catalog/index-under-test.ts';
import {
  albumWithTracks,
  allTracks,
  artistWithAlbums,
  listAlbums,
  listArtists,
  listTracks,
} from '../../support/catalog/reads.ts';
import { change, library, numbers } from '../../support/catalog/synthetic.ts';

const by = (name: string) => [{ name }];
const all = { limit: 500, offset: 0 };
const titles = (tracks: { title: string }[]) => tracks.map(({ title }) => title);
const names = (items: { name: string }[]) => items.map(({ name }) => name);

let index: IndexUnderTest;
beforeEach(() => {
  index = openIndex();
});
afterEach(() => index.close());

const album = (name: string, artist: string, facts: Partial<TrackFacts> = {}, rest = {}) =>
  index.store(
    change(
      name,
      { album: name, title: `${name} song`, albumArtists: by(artist), artists: by(artist), ...facts },
      rest,
    ),
  );

describe('lists of albums', () => {
  beforeEach(() => {
    album('The Wall', 'Pink Floyd', { date: '1979', genres: ['Rock'] }, { added: '2024-03-01T00:00:00Z' });
    album('Élan', 'Air', { date: '1998', genres: ['Pop'] }, { added: '2024-01-01T00:00:00Z' });
    album(
      'Animals',
      'Pink Floyd',
      { date: '1977', genres: ['rock', 'Pop'] },
      { added: '2024-02-01T00:00:00Z' },
    );
    album('Undated', 'Beck', {}, { added: '2023-01-01T00:00:00Z', folder: 2 });
  });

  it('come by name, without article and accents', () => {
    expect(names(listAlbums(index.rows, { order: 'name', ...all }))).toEqual([
      'Animals',
      'Élan',
      'Undated',
      'The Wall',
    ]);
  });

  it('come by artist, then name', () => {
    expect(names(listAlbums(index.rows, { order: 'artist', ...all }))).toEqual([
      'Élan',
      'Undated',
      'Animals',
      'The Wall',
    ]);
  });

  it('come newest first', () => {
    expect(names(listAlbums(index.rows, { order: 'added', ...all }))).toEqual([
      'The Wall',
      'Animals',
      'Élan',
      'Undated',
    ]);
  });

  it('come by year, backwards when the years are given so, and without those of no known year', () => {
    const years = (fromYear: number, toYear: number) =>
      names(listAlbums(index.rows, { order: 'year', fromYear, toYear, ...all }));
    expect(years(1970, 1999)).toEqual(['Animals', 'The Wall', 'Élan']);
    expect(years(1999, 1978)).toEqual(['Élan', 'The Wall']);
    expect(years(0, 1978)).toEqual(['Animals']);
  });

  it('are cut by genre in any spelling, by folder and by years', () => {
    expect(names(listAlbums(index.rows, { order: 'name', genre: 'ROCK', ...all }))).toEqual([
      'Animals',
      'The Wall',
    ]);
    expect(names(listAlbums(index.rows, { order: 'added', genre: 'pop', ...all }))).toEqual([
      'Animals',
      'Élan',
    ]);
    expect(names(listAlbums(index.rows, { order: 'name', folder: 2, ...all }))).toEqual(['Undated']);
    expect(names(listAlbums(index.rows, { order: 'name', genre: 'Rock', fromYear: 1978, ...all }))).toEqual([
      'The Wall',
    ]);
  });

  it('come shuffled, each once', () => {
    expect(names(listAlbums(index.rows, { order: 'random', ...all })).sort()).toEqual([
      'Animals',
      'The Wall',
      'Undated',
      'Élan',
    ]);
  });
});

describe('artists', () => {
  it('are listed as album artists, and found on the albums of others', () => {
    album('Moon', 'Air', { artists: [{ name: 'Air' }, { name: 'Beck' }], cover: 'embedded' });
    expect(names(listArtists(index.rows, { main: true, ...all }))).toEqual(['Air']);
    expect(names(listArtists(index.rows, { main: false, ...all }))).toEqual(['Air', 'Beck']);
    expect(artistWithAlbums(index.rows, artistId('Beck'))).toMatchObject({
      albumCount: 0,
      songCount: 1,
      roles: ['artist'],
      coverTrack: 'tr-Moon',
      albums: [{ name: 'Moon' }],
    });
  });

  it('exist for albums of many artists that no tag names', () => {
    index.store(
      change('1', { artists: by('Air') }, { path: 'Mix/Album/1.mp3' }),
      change('2', { artists: by('Beck') }, { path: 'Mix/Album/2.mp3' }),
    );
    const various = artistWithAlbums(index.rows, artistId('Various Artists'));
    expect(various).toMatchObject({
      name: 'Various Artists',
      albumCount: 1,
      songCount: 2,
      roles: ['albumartist'],
    });
    expect(artistWithAlbums(index.rows, artistId('Air'))).toMatchObject({ albumCount: 0, roles: ['artist'] });
  });

  it('disappear with the last track that names them', () => {
    album('Moon', 'Air');
    album('Moon', 'Beck');
    expect(names(listArtists(index.rows, { main: false, ...all }))).toEqual(['Beck']);
    expect(artistWithAlbums(index.rows, artistId('Air'))).toBeUndefined();
  });
});

describe('an album', () => {
  it('has its tracks by disc, number and title, those without a number last', () => {
    const track = (id: string, facts: Partial<TrackFacts>) => change(id, { title: id, ...facts });
    index.store(
      track('last', {}),
      track('d2t1', { disc: 2, track: 1 }),
      track('d1t2', { disc: 1, track: 2 }),
      track('t1', { track: 1 }),
      track('also last', {}),
    );
    const { albumId } = allTracks(index.rows, 1, 0)[0]!;
    expect(titles(albumWithTracks(index.rows, albumId)!.tracks)).toEqual([
      't1',
      'd1t2',
      'also last',
      'last',
      'd2t1',
    ]);
  });

  it('is not there for ids that are none', () => {
    for (const id of ['', 'al-', 'al-0000000000000', 'ar-0000000000000', "al-' OR 1", 'x'.repeat(1000)]) {
      expect(albumWithTracks(index.rows, id)).toBeUndefined();
      expect(artistWithAlbums(index.rows, id)).toBeUndefined();
    }
  });
});

describe('tracks that have vanished', () => {
  it('are in no list and no count, but known by id, and come back whole', () => {
    const facts = { album: 'Moon', genres: ['Pop'], albumArtists: by('Air'), artists: by('Air') };
    index.store(change('1', facts), change('2', facts));
    const before = contents(index.file);
    const { albumId } = allTracks(index.rows, 1, 0)[0]!;

    index.store(change('1', facts, { missing: true }), change('2', facts, { missing: true }));
    expect(counts(index.rows)).toMatchObject({ tracks: 0, albums: 0, artists: 0 });
    expect(listGenres(index.rows)).toEqual([]);
    expect(listAlbums(index.rows, { order: 'name', ...all })).toEqual([]);
    expect(listTracks(index.rows, { order: 'random', ...all })).toEqual([]);
    expect(resolve(index.rows, ['tr-1', albumId, artistId('Air')])).toMatchObject([
      { title: 'Title', missing: true },
      { name: 'Moon', songCount: 0 },
      { name: 'Air', songCount: 0 },
    ]);
    expect(albumWithTracks(index.rows, albumId)!.tracks).toEqual([]);

    index.store(change('1', facts), change('2', facts));
    const { state: _, ...rest } = contents(index.file);
    const { state: __, ...same } = before;
    expect(rest).toEqual(same);
  });
});

describe('resolving ids', () => {
  it('answers in the order asked, repeats and gaps included', () => {
    album('Moon', 'Air');
    const items = resolve(index.rows, ['tr-Moon', 'nothing', artistId('Air'), 'tr-Moon', 'tr-none', '']);
    expect(items.map((item) => item?.kind ?? null)).toEqual(['track', null, 'artist', 'track', null, null]);
  });
});

describe('genres', () => {
  it('count songs and albums, under the spelling that most tracks use', () => {
    index.store(
      change('1', { album: 'A', genres: ['Hip Hop', 'hip-hop'] }),
      change('2', { album: 'A', genres: ['Hip-Hop'] }),
      change('3', { album: 'B', genres: ['Hip-Hop', 'Jazz'] }),
    );
    expect(listGenres(index.rows).map((genre) => ({ ...genre }))).toEqual([
      { name: 'Hip-Hop', songCount: 3, albumCount: 2 },
      { name: 'Jazz', songCount: 1, albumCount: 1 },
    ]);
  });
});

describe('paging', () => {
  const pages = <T>(page: (limit: number, offset: number) => T[]): T[] => {
    const found: T[] = [];
    for (let offset = 0; ; offset += 37) {
      const next = page(37, offset);
      found.push(...next);
      if (next.length < 37) return found;
    }
  };

  it('to the end gives the whole, each item once', () => {
    const changes = [...library(1500)];
    for (let i = 0; i < changes.length; i += 200) index.store(...changes.slice(i, i + 200));
    const { tracks, albums } = counts(index.rows);
    expect(tracks).toBe(1500);
    const whole = pages((limit, offset) => allTracks(index.rows, limit, offset));
    expect(whole.map(({ id }) => id)).toEqual(changes.map(({ track }) => track));
    const sorted = pages((limit, offset) => listTracks(index.rows, { order: 'title', limit, offset }));
    expect(new Set(sorted.map(({ id }) => id)).size).toBe(1500);
    for (const order of ['name', 'artist', 'added', 'year'] as const) {
      const found = pages((limit, offset) => listAlbums(index.rows, { order, limit, offset }));
      expect(new Set(found.map(({ id }) => id)).size).toBe(albums);
      expect(found).toHaveLength(albums);
    }
  });

  it('keeps to the order in which tracks came, when some vanish and return', () => {
    const changes = [...library(100)];
    index.store(...changes);
    index.store({ ...changes[10]!, missing: true }, { ...changes[50]!, missing: true });
    expect(allTracks(index.rows, 3, 9).map(({ id }) => id)).toEqual(
      [9, 11, 12].map((i) => changes[i]!.track),
    );
    index.store(changes[10]!);
    expect(allTracks(index.rows, 3, 9).map(({ id }) => id)).toEqual(
      [9, 10, 11].map((i) => changes[i]!.track),
    );
    expect(allTracks(index.rows, 500, 0)).toHaveLength(99);
  });
});

describe('random tracks', () => {
  it('are different ones, and all of them when as many are wanted', () => {
    const changes = [...library(60)];
    index.store(...changes);
    const some = listTracks(index.rows, { order: 'random', limit: 20, offset: 0 });
    expect(new Set(some.map(({ id }) => id)).size).toBe(20);
    expect(listTracks(index.rows, { order: 'random', ...all })).toHaveLength(60);
  });

  it('can be any of them', () => {
    index.store(...library(5));
    const seen = new Set<string>();
    for (let i = 0; i < 500 && seen.size < 5; i++) {
      seen.add(listTracks(index.rows, { order: 'random', limit: 1, offset: 0 })[0]!.id);
    }
    expect(seen.size).toBe(5);
  });
});

describe('an index that was brought up to date by many changes', () => {
  /** Tags edited, files gone and back, at random. */
  function history(): ReturnType<typeof change>[] {
    const random = numbers(3);
    const changes = [...library(300)];
    const edits = Array.from({ length: 600 }, () => {
      const old = changes[Math.floor(random() * changes.length)]!;
      const other = changes[Math.floor(random() * changes.length)]!.facts;
      const { album, albumArtists, artists, genres } = random() < 0.5 ? old.facts : other;
      return {
        ...old,
        missing: random() < 0.3,
        facts: { ...old.facts, album, albumArtists, artists, genres },
      };
    });
    return [...changes, ...edits];
  }

  it('is the same as one that was made at once from the last state', () => {
    const changes = history();
    for (let i = 0; i < changes.length; i += 50) index.store(...changes.slice(i, i + 50));
    const last = new Map(changes.map((each) => [each.track, each]));
    const other = openIndex();
    try {
      other.store(...last.values());
      const { state: one, ...rest } = contents(index.file);
      const { state: two, ...same } = contents(other.file);
      expect(rest).toEqual(same);
      const { position: _, ...numbersOf } = counts(index.rows);
      expect(counts(other.rows)).toMatchObject(numbersOf);
      expect(one).toHaveLength(two!.length);
    } finally {
      other.close();
    }
  });

  it('is not changed by the same commit twice', () => {
    const changes = [...library(50)];
    index.store(...changes);
    const before = contents(index.file);
    index.writer.apply(
      changes.map((each, i) => rowOf(i + 1, each)),
      2,
      1,
    );
    const { state: _, ...rest } = contents(index.file);
    const { state: __, ...same } = before;
    expect(rest).toEqual(same);
  });
});

describe('an index that is rebuilt', () => {
  const rowsOf = (changes: ReturnType<typeof change>[]) => changes.map((each, i) => rowOf(i + 1, each));

  it('equals the store, whatever it held before, and serves meanwhile', () => {
    const changes = [...library(300)];
    index.store(...changes.slice(100), change('stray', { title: 'Stray' }));
    index.writer.beginRebuild(7, 99);
    const rows = rowsOf(changes);
    index.writer.rebuild({ rows: rows.slice(0, 100), to: 100 });
    expect(counts(index.rows).tracks).toBeGreaterThan(200);
    index.writer.rebuild({ rows: rows.slice(100, 200), to: 200 });
    index.writer.rebuild({ rows: rows.slice(200), to: null });
    expect(index.writer.state).toEqual({ pos: 7, at: 99, cursor: null, target: null });
    const fresh = openIndex();
    try {
      fresh.writer.beginRebuild(7, 99);
      fresh.writer.rebuild({ rows, to: null });
      expect(contents(index.file)).toEqual(contents(fresh.file));
    } finally {
      fresh.close();
    }
  });

  it('is empty when the store is', () => {
    index.store(...library(50));
    index.writer.beginRebuild(0, 0);
    index.writer.rebuild({ rows: [], to: null });
    expect(counts(index.rows)).toMatchObject({ tracks: 0, albums: 0, artists: 0, position: 0 });
    expect(contents(index.file)).toMatchObject({
      track: [],
      album: [],
      artist: [],
      artist_credit: [],
      ordinal: [],
    });
  });
});

describe('a transaction that fails', () => {
  it('leaves nothing behind, and what follows it cannot be stored before it', () => {
    index.store(...library(30));
    const before = contents(index.file);
    const good = rowOf(1000, change('new', { title: 'Novel' }));
    const bad = [1001, '{"kind":"track"}', '{}'] as [number, string, string];
    expect(() => index.writer.apply([good, bad], 2, 2)).toThrow();
    expect(contents(index.file)).toEqual(before);
    expect(() => index.writer.apply([good], 3, 3)).toThrow(RangeError);
    expect(() => index.writer.apply([good], 1, 1)).toThrow(RangeError);
    index.writer.apply([good], 2, 2);
    expect(counts(index.rows)).toMatchObject({ tracks: 31, position: 2 });
  });
});
