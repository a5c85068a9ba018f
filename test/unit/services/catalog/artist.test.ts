import { describe, expect, it } from '@jest/globals';
import { creditsOf, foldArtist } from '../../../../services/catalog/artist.ts';
import { artistId } from '../../../../services/catalog/ids.ts';
import { toEntry } from '../../../../services/catalog/track.ts';
import { change } from '../../../support/catalog/synthetic.ts';

const none = { count: 0, songs: 0 };

describe('an artist, given the credits on tracks', () => {
  it('is written as most tracks write it', () => {
    const artist = foldArtist(
      'ar-1',
      [
        { spelling: { name: 'BJORK' }, roles: 'artist', songs: 2, missing: 0 },
        { spelling: { name: 'Björk', sort: 'Bjork' }, roles: 'artist', songs: 5, missing: 0 },
      ],
      none,
    );
    expect(artist).toMatchObject({ name: 'Björk', sortName: 'Bjork', songCount: 7, albumCount: 0 });
  });

  it('counts no songs that have vanished, but keeps its name', () => {
    const artist = foldArtist(
      'ar-1',
      [{ spelling: { name: 'Air' }, roles: 'artist', songs: 0, missing: 3 }],
      none,
    );
    expect(artist).toMatchObject({ name: 'Air', songCount: 0 });
  });

  it('has every role once, that of album artist by its albums', () => {
    const credits = ['artist', 'artist,composer'].map((roles) => ({
      spelling: { name: 'Air' },
      roles,
      songs: 1,
      missing: 0,
    }));
    expect(foldArtist('ar-1', credits, { count: 1, songs: 2 }).roles).toEqual([
      'albumartist',
      'artist',
      'composer',
    ]);
  });
});

describe('the credits of a track', () => {
  it('name everybody once, with all roles', () => {
    const { track, release } = toEntry(
      change('1', {
        artists: [{ name: 'Air', mbid: 'm' }],
        albumArtists: [{ name: 'Air' }],
        contributors: [{ role: 'composer', name: 'Air' }],
      }),
    );
    expect([...creditsOf(track, release)]).toEqual([
      [artistId('Air'), { spelling: { name: 'Air', mbid: 'm' }, roles: 'artist,composer' }],
    ]);
  });
});
