import { describe, expect, it } from '@jest/globals';
import { namesFromPath } from '../../../../services/library/tags/names.ts';

describe('names from the path of an untagged file', () => {
  it.each([
    ['Artist/Album/03 - Title.mp3', { artist: 'Artist', album: 'Album', track: 3, title: 'Title' }],
    [
      'Artist/Album (1999)/3. Title.mp3',
      { artist: 'Artist', album: 'Album', date: '1999', track: 3, title: 'Title' },
    ],
    [
      'Artist/1999 - Album/CD2/07 Title.ogg',
      { artist: 'Artist', album: 'Album', date: '1999', disc: 2, track: 7, title: 'Title' },
    ],
    [
      'Artist/Album/2-05_Some_Song.flac',
      { artist: 'Artist', album: 'Album', disc: 2, track: 5, title: 'Some Song' },
    ],
    ['Artist - Album/01 Title.mp3', { artist: 'Artist', album: 'Album', track: 1, title: 'Title' }],
    ['Album/Title.mp3', { album: 'Album', title: 'Title' }],
    ['夜/海/01 花.mp3', { artist: '夜', album: '海', track: 1, title: '花' }],
    ['1999.mp3', { title: '1999' }],
    ['7 Seconds.mp3', { track: 7, title: 'Seconds' }],
    ['.mp3', { title: '.mp3' }],
  ])('reads %s', (path, names) => {
    expect(namesFromPath(path)).toEqual(names);
  });
});
