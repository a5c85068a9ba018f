import { expect, it } from '@jest/globals';
import { type Client, idsOf, listOf, type Params, text } from './client.ts';
import { scanned, type Visit } from './visit.ts';

/** All ids of a list, page by page. */
async function paged(
  client: Client,
  page: (offset: number) => [string, Params],
  list: (answer: unknown) => unknown,
) {
  const ids: string[] = [];
  for (;;) {
    const [endpoint, params] = page(ids.length);
    const found = idsOf(list(await client.ok(endpoint, params)) as never);
    if (found.length === 0) return ids;
    ids.push(...found);
  }
}

interface Lists {
  albumList2?: { album: unknown };
  searchResult3?: Record<'artist' | 'album' | 'song', unknown>;
}

/** Finding one's way: from artists to songs, through pages, by searching. */
export function browsing(visiting: () => Visit): void {
  it('when a client walks from the index down, then it finds every album and song', async () => {
    const { admin, albums, songs } = visiting();
    const { artists } = await admin.ok('getArtists');
    const { indexes } = await admin.ok('getIndexes');
    const walked = { albums: new Set<string>(), songs: new Set<string>(), children: new Set<string>() };
    for (const id of listOf(artists?.index).flatMap((letter) => idsOf(letter.artist))) {
      for (const album of idsOf((await admin.ok('getArtist', { id })).artist?.album))
        walked.albums.add(album);
    }
    for (const id of walked.albums) {
      for (const song of idsOf((await admin.ok('getAlbum', { id })).album?.song)) walked.songs.add(song);
    }
    for (const id of listOf(indexes?.index).flatMap((letter) => idsOf(letter.artist))) {
      for (const album of idsOf((await admin.ok('getMusicDirectory', { id })).directory?.child)) {
        for (const song of idsOf((await admin.ok('getMusicDirectory', { id: album })).directory?.child)) {
          walked.children.add(song);
        }
      }
    }
    expect([...walked.albums].sort()).toEqual(idsOf(albums as never).sort());
    expect([...walked.songs].sort()).toEqual(idsOf(songs as never).sort());
    expect(walked.children).toEqual(walked.songs);
  });

  for (const query of ['', '""']) {
    it(`when the empty query ${JSON.stringify(query)} is paged, then everything comes once, always in one order`, async () => {
      const { admin, artists, albums, songs } = visiting();
      for (const [kind, all] of [
        ['artist', artists],
        ['album', albums],
        ['song', songs],
      ] as const) {
        const counts = { artistCount: 0, albumCount: 0, songCount: 0, [`${kind}Count`]: 3 };
        const page = (offset: number): [string, Params] => [
          'search3',
          { query, ...counts, [`${kind}Offset`]: offset },
        ];
        expect(await paged(admin, page, (answer) => (answer as Lists).searchResult3?.[kind])).toEqual(
          idsOf(all as never),
        );
      }
      const deep = await admin.ok('search3', { query, songOffset: 1_000_000, songCount: 500 });
      expect(deep.searchResult3?.song).toEqual([]);
    });
  }

  for (const type of ['alphabeticalByName', 'alphabeticalByArtist', 'newest']) {
    it(`when the albums are paged by ${type}, then every one comes once`, async () => {
      const { admin, albums } = visiting();
      const page = (offset: number): [string, Params] => ['getAlbumList2', { type, size: 2, offset }];
      const found = await paged(admin, page, (answer) => (answer as Lists).albumList2?.album);
      expect(found.sort()).toEqual(idsOf(albums as never).sort());
    });
  }

  it('when the years are reversed, then so are the albums', async () => {
    const { admin } = visiting();
    const years = async (fromYear: number, toYear: number) => {
      const { albumList2 } = await admin.ok('getAlbumList2', { type: 'byYear', fromYear, toYear, size: 500 });
      return listOf(albumList2?.album).map(({ year }) => Number(year));
    };
    const [forwards, backwards] = [await years(1900, 2100), await years(2100, 1900)];
    expect(forwards.length).toBeGreaterThan(0);
    expect(forwards).toEqual([...forwards].sort((a, b) => a - b));
    expect(backwards).toEqual([...forwards].reverse());
  });

  it('when a title is searched, then its song is found, whichever search is asked', async () => {
    const { admin, songs } = visiting();
    const { id, title } = songs[0]!;
    const query = text(title);
    expect(idsOf((await admin.ok('search3', { query })).searchResult3?.song)).toContain(id);
    expect(idsOf((await admin.ok('search2', { query })).searchResult2?.song)).toContain(id);
    expect(idsOf((await admin.ok('search', { title: query })).searchResult?.match)).toContain(id);
  });

  it('when the library is scanned anew, then all ids stay', async () => {
    const { admin, songs, albums } = visiting();
    expect((await admin.ok('startScan')).scanStatus).toBeDefined();
    await scanned(admin);
    const all = { query: '', artistCount: 0, albumCount: 500, songCount: 500 };
    const { searchResult3 } = await admin.ok('search3', all);
    expect(idsOf(searchResult3?.song)).toEqual(idsOf(songs as never));
    expect(idsOf(searchResult3?.album)).toEqual(idsOf(albums as never));
  }, 60_000);

  it('when nothing has changed since a time, then the index is left out', async () => {
    const { admin } = visiting();
    const { indexes } = await admin.ok('getIndexes');
    const ifModifiedSince = Number(indexes?.lastModified);
    expect((await admin.ok('getIndexes', { ifModifiedSince })).indexes?.index).toEqual([]);
    expect(
      listOf((await admin.ok('getIndexes', { ifModifiedSince: 1 })).indexes?.index).length,
    ).toBeGreaterThan(0);
  });

  it('when a song has words, then they come by id and by title', async () => {
    const { admin, songs } = visiting();
    for (const song of songs) {
      const { lyricsList } = await admin.ok('getLyricsBySongId', { id: text(song.id) });
      const [first] = listOf(lyricsList?.structuredLyrics);
      if (first === undefined) continue;
      const lines = listOf(first.line).map(({ value }) => text(value));
      const { lyrics } = await admin.ok('getLyrics', { artist: text(song.artist), title: text(song.title) });
      expect(text(lyrics?.value).split('\n')).toEqual(lines);
      return;
    }
    throw new Error('No song of the demo library has words.');
  });

  it('when an id or a value is malformed, then the error says so and nothing else happens', async () => {
    const { admin } = visiting();
    for (const id of [
      '../../etc/passwd',
      'tr-../../x',
      'al-404',
      '%00',
      'tr-\u0000',
      '💥',
      `tr-${'9'.repeat(900)}`,
    ]) {
      for (const endpoint of [
        'getSong',
        'getAlbum',
        'getArtist',
        'getMusicDirectory',
        'stream',
        'getCoverArt',
      ]) {
        expect([endpoint, id, await admin.code(endpoint, { id })]).toEqual([endpoint, id, 70]);
      }
    }
    expect(await admin.code('getAlbumList2', { type: 'newest', size: -1 })).toBe(0);
    expect(await admin.code('getAlbumList2', { type: 'newest', offset: '9'.repeat(50) })).toBe(0);
    expect(await admin.code('search3', { query: 'x'.repeat(20_000) })).toBe(0);
    const huge = await admin.post('star', { id: 'x'.repeat(3_000_000), f: 'json' });
    expect([huge.status, await huge.text()]).toEqual([200, expect.stringContaining('failed')]);
  });
}
