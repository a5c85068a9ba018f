import { describe, expect, it } from '@jest/globals';
import { toEntry } from '../../../../services/catalog/track.ts';
import { change } from '../../../support/catalog/synthetic.ts';

describe('a track, given the facts of its file', () => {
  it('never shows the path of the file', () => {
    const { track } = toEntry(
      change(
        '1',
        { title: 'Kelly/Watch', album: '..', artists: [{ name: 'Air' }], track: 3, disc: 2 },
        { path: 'secret/place.mp3' },
      ),
    );
    expect(track.path).toBe('Air/_/2-03 - Kelly_Watch.mp3');
    expect(JSON.stringify(track)).not.toContain('secret');
  });

  it('is led by its first artist when no album artist is tagged', () => {
    const { track, release } = toEntry(change('1', { artists: [{ name: 'Air' }, { name: 'Beck' }] }));
    expect(track).toMatchObject({ displayArtist: 'Air, Beck', displayAlbumArtist: 'Air' });
    expect(release.tagged).toBe(false);
  });

  it('is of the original year', () => {
    expect(toEntry(change('1', { date: '2008-05', originalDate: '1998' })).track.year).toBe(1998);
    expect(toEntry(change('1', { date: 'unknown' })).track.year).toBeUndefined();
  });

  it('links composers as artists', () => {
    const { track } = toEntry(
      change('1', { artists: [{ name: 'Bach' }], contributors: [{ role: 'composer', name: 'bach' }] }),
    );
    expect(track.contributors[0]!.artist.id).toBe(track.artists[0]!.id);
  });

  it('is marked when its file has vanished', () => {
    expect(toEntry(change('1', {}, { missing: true })).track.missing).toBe(true);
    expect(toEntry(change('1')).track.missing).toBeUndefined();
  });
});
