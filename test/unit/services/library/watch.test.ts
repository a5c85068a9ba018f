import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { scopesOf } from '../../../../services/library/watch.ts';
import { temporaryFolder } from '../../../support/audio.ts';

const { folder, remove } = temporaryFolder('watch');
afterAll(remove);
mkdirSync(join(folder, 'artist/album'), { recursive: true });
writeFileSync(join(folder, 'artist/album/1.mp3'), '');
writeFileSync(join(folder, 'top.mp3'), '');

describe('the parts of a music folder to look at after changes', () => {
  it.each([
    ['a file', ['artist/album/1.mp3', 'artist/album/1.mp3'], [{ dir: 'artist/album', deep: false }]],
    ['a file at the top', ['top.mp3'], [{ dir: '', deep: false }]],
    ['a folder', ['artist'], [{ dir: 'artist', deep: true }]],
    [
      'a folder and what is in it',
      ['artist', 'artist/album', 'artist/album/1.mp3'],
      [{ dir: 'artist', deep: true }],
    ],
    [
      'a file or folder that is gone',
      ['artist/gone'],
      [
        { dir: 'artist/gone', deep: true },
        { dir: 'artist', deep: false },
      ],
    ],
    ['the music folder itself', ['artist', ''], [{ dir: '', deep: true }]],
    ['nothing', [], []],
  ])('%s', async (_what, paths, scopes) => {
    expect(await scopesOf(folder, paths)).toEqual(scopes);
  });
});
