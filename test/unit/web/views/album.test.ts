import { describe, expect, it } from '@jest/globals';
import type { AlbumResource, TrackResource } from '../../../../services/gateway/rest/resources.ts';
import { discsOf, kindOf } from '../../../../web/src/views/album/discs.ts';
import { groupsOf } from '../../../../web/src/views/artist/groups.ts';

const track = (id: string, disc?: number) => ({ id, ...(disc && { disc }) }) as TrackResource;
const album = (id: string, releaseTypes: string[] = [], compilation = false) =>
  ({ id, releaseTypes, compilation }) as AlbumResource;

describe('The discs of an album', () => {
  it('are one when no track names one', () => {
    expect(discsOf({ tracks: [track('a'), track('b')], discTitles: [] })).toEqual([
      { disc: 1, tracks: [track('a'), track('b')] },
    ]);
  });

  it('have their titles, and come in order', () => {
    const discs = discsOf({
      tracks: [track('b', 2), track('a', 1)],
      discTitles: [{ disc: 2, title: 'Live' }],
    });
    expect(discs.map(({ disc, title }) => [disc, title])).toEqual([
      [1, undefined],
      [2, 'Live'],
    ]);
  });
});

describe('The kind of an album', () => {
  it.each([
    [['Album', 'Live'], false, 'album.live'],
    [['single'], false, 'album.single'],
    [[], true, 'album.compilation'],
    [[], false, 'search.kind.album'],
  ])('%p, compilation %p: %s', (releaseTypes, compilation, kind) => {
    expect(kindOf({ releaseTypes, compilation })).toBe(kind);
  });
});

describe('The albums of an artist', () => {
  it('stand by kind, the newest first', () => {
    const albums = [album('old'), album('single', ['Single']), album('new'), album('best', [], true)];
    expect(
      groupsOf({ albumCount: 4, albums }).map(({ title, albums: some }) => [title, some.map(({ id }) => id)]),
    ).toEqual([
      ['artist.albums', ['new', 'old']],
      ['artist.singles', ['single']],
      ['artist.compilations', ['best']],
    ]);
  });

  it('are those of others on which an artist without any appears', () => {
    expect(groupsOf({ albumCount: 0, albums: [album('a')] })[0]!.title).toBe('artist.appearsOn');
    expect(groupsOf({ albumCount: 0, albums: [] })).toEqual([]);
  });
});
