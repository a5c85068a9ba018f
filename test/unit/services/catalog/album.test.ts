import { describe, expect, it } from '@jest/globals';
import { foldAlbum } from '../../../../services/catalog/album.ts';
import { artistId } from '../../../../services/catalog/ids.ts';
import { toEntry } from '../../../../services/catalog/track.ts';
import type { TrackFacts } from '../../../../services/library/facts.ts';
import { change } from '../../../support/catalog/synthetic.ts';

const albumOf = (...tracks: Partial<TrackFacts>[]) =>
  foldAlbum(tracks.map((facts, i) => toEntry(change(`${i}`, { album: 'Moon', ...facts }))));
const by = (name: string) => [{ name }];

describe('an album, given its tracks', () => {
  it('adds up lengths, sizes and songs', () => {
    const album = albumOf({}, {});
    expect(album).toMatchObject({ songCount: 2, duration: 360, size: 2000 });
  });

  it('is by the artist who leads most of the tracks when no album artist is tagged', () => {
    const album = albumOf({ artists: by('Air') }, { artists: by('Air') }, { artists: by('Beck') });
    expect(album.displayArtist).toBe('Air');
    expect(album.compilation).toBe(false);
  });

  it('is by Various Artists when nobody leads most of the tracks', () => {
    const album = albumOf({ artists: by('Air') }, { artists: by('Beck') });
    expect(album.artists).toEqual([{ id: artistId('Various Artists'), name: 'Various Artists' }]);
    expect(album.compilation).toBe(true);
  });

  it('shows the album artists as the tags join them', () => {
    const tags = { albumArtists: [{ name: 'Air' }, { name: 'Beck' }], displayAlbumArtist: 'Air & Beck' };
    expect(albumOf(tags, tags).displayArtist).toBe('Air & Beck');
  });

  it('is of the original year, and of the newest track where no original date is known', () => {
    expect(albumOf({ date: '2011', originalDate: '1975-09-12' }).year).toBe(1975);
    expect(albumOf({ date: '1970' }, { date: '1994-03' }).year).toBe(1994);
    expect(albumOf({}).year).toBeUndefined();
  });

  it('does not take the original dates of single tracks for its own', () => {
    const album = albumOf({ originalDate: '1965', date: '2000' }, { originalDate: '1971', date: '2000' });
    expect(album).toMatchObject({ year: 2000, releaseDate: '2000' });
    expect(album.originalDate).toBeUndefined();
  });

  it('has the genres of its tracks, the commonest first', () => {
    expect(albumOf({ genres: ['Pop'] }, { genres: ['Rock', 'Pop'] }, { genres: ['Jazz'] }).genres).toEqual([
      'Pop',
      'Rock',
      'Jazz',
    ]);
  });

  it('takes the picture beside the files, else the first inside one', () => {
    expect(albumOf({}, { cover: 'embedded' }, { cover: 'folder' }).coverTrack).toBe('tr-2');
    expect(albumOf({}, { cover: 'embedded' }).coverTrack).toBe('tr-1');
    expect(albumOf({}).coverTrack).toBeUndefined();
  });

  it('names its discs', () => {
    expect(albumOf({ disc: 2, discTitle: 'Live' }, { discTitle: 'Studio' }).discTitles).toEqual([
      { disc: 1, title: 'Studio' },
      { disc: 2, title: 'Live' },
    ]);
  });
});
