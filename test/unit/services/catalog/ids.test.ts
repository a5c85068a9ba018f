import { describe, expect, it } from '@jest/globals';
import { albumId, artistId, genreKey, keyOf } from '../../../../services/catalog/ids.ts';
import type { TrackFacts } from '../../../../services/library/facts.ts';
import { facts } from '../../../support/catalog/synthetic.ts';

const album = (path: string, partial: Partial<TrackFacts>) => albumId({ path, facts: facts(partial) });
const by = (name: string) => [{ name }];

describe('ids of artists', () => {
  it('are the same however the name is written, and stay the same for ever', () => {
    expect(artistId('Björk')).toBe('ar-9c4d37f6cb0db');
    expect(artistId('BJORK')).toBe(artistId('Björk'));
    expect(artistId('Guns N’ Roses')).toBe(artistId("Guns N' Roses"));
  });

  it('differ where punctuation does', () => {
    expect(artistId('M.I.A.')).not.toBe(artistId('Mia'));
  });
});

describe('genres', () => {
  it('are one in all their spellings', () => {
    expect(new Set(['Hip-Hop', 'hip hop', 'HipHop'].map(genreKey)).size).toBe(1);
  });
});

describe('the album of a track', () => {
  it('stays one when guests are among the artists and no album artist is tagged', () => {
    const solo = album('Air/Moon/1.mp3', { album: 'Moon', artists: by('Air') });
    expect(album('Air/Moon/2.mp3', { album: 'Moon', artists: by('Air feat. Beck') })).toBe(solo);
  });

  it('stays one over the folders of its discs', () => {
    const first = album('Air/Moon/CD1/1.mp3', { album: 'Moon' });
    expect(album('Air/Moon/Disc 2 - Live/1.mp3', { album: 'Moon' })).toBe(first);
    expect(album('Air/Moon/1.mp3', { album: 'Moon' })).toBe(first);
  });

  it('is another one when another artist gave the same name', () => {
    const hits = (artist: string) =>
      album(`${artist}/Greatest Hits/1.mp3`, { album: 'Greatest Hits', artists: by(artist) });
    expect(hits('Queen')).not.toBe(hits('ABBA'));
    const tagged = (artist: string) => album('x/1.mp3', { album: 'Greatest Hits', albumArtists: by(artist) });
    expect(tagged('Queen')).not.toBe(tagged('ABBA'));
  });

  it('keeps its id when the artist folder moves, and everywhere when the album artist is tagged', () => {
    expect(album('Rock/Air/Moon/1.mp3', { album: 'Moon' })).toBe(album('Air/Moon/1.mp3', { album: 'Moon' }));
    const tagged = { album: 'Moon', albumArtists: by('Air') };
    expect(album('a/b/c.mp3', tagged)).toBe(album('other.mp3', tagged));
  });

  it('is one for a flagged compilation, wherever its tracks lie', () => {
    const hits = { album: 'Hits 99', compilation: true };
    expect(album('Air/Hits 99/1.mp3', { ...hits, artists: by('Air') })).toBe(
      album('Beck/Hits 99/2.mp3', { ...hits, artists: by('Beck') }),
    );
    expect(album('x.mp3', { ...hits, albumArtists: by('Various Artists') })).toBe(album('x.mp3', hits));
  });

  it('does not break at the dates of single tracks', () => {
    const best = { album: 'Best', albumArtists: by('Air') };
    expect(album('1.mp3', { ...best, date: '1998' })).toBe(album('2.mp3', { ...best, date: '2001' }));
  });

  it('is another one for a new edition that tells the original date', () => {
    const moon = { album: 'Moon', albumArtists: by('Air'), originalDate: '1998-01-16' };
    expect(album('1.mp3', { ...moon, date: '1998-01-16' })).not.toBe(
      album('1.mp3', { ...moon, date: '2008' }),
    );
    expect(album('1.mp3', { ...moon, date: '2008' })).toBe(album('1.mp3', { ...moon, date: '2008-05-02' }));
  });

  it('is that of the MusicBrainz release, whatever else the tags say', () => {
    const mbid = { album: '0F0E0D0C-0000-4000-8000-000000000001' };
    const id = album('1.mp3', { mbid, album: 'Moon' });
    expect(album('2.mp3', { mbid: { album: mbid.album.toLowerCase() }, album: 'Moon (Deluxe)' })).toBe(id);
  });

  it('is of the artist when the file lies in no folder', () => {
    expect(album('1.mp3', { album: 'Moon', artists: by('Air') })).not.toBe(
      album('2.mp3', { album: 'Moon', artists: by('Beck') }),
    );
  });
});

describe('keys of the read index', () => {
  it('are exact numbers, and there is none for what is no id', () => {
    expect(keyOf('al-fffffffffffff')).toBe(2 ** 52 - 1);
    for (const id of ['', 'al-', 'al-xyz', '../etc', 'tr-0000000000000', 'al-00000000000000']) {
      expect(keyOf(id)).toBeUndefined();
    }
  });
});
