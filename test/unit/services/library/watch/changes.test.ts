import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Changes } from '../../../../../services/library/watch/changes.ts';
import { temporaryFolder } from '../../../../support/audio.ts';

const { folder, remove } = temporaryFolder('watch');
afterAll(remove);
mkdirSync(join(folder, 'artist/album'), { recursive: true });
writeFileSync(join(folder, 'artist/album/1.mp3'), '');
writeFileSync(join(folder, 'top.mp3'), '');

const flat = (dir: string) => ({ dir, deep: false });
const deep = (dir: string) => ({ dir, deep: true });

describe('the parts of a music folder to look at after changes', () => {
  it.each([
    ['a new file', (of: Changes) => of.name('artist/album/1.mp3'), [flat('artist/album')]],
    ['a new file at the top', (of: Changes) => of.name('top.mp3'), [flat('')]],
    ['a new folder', (of: Changes) => of.name('artist'), [deep('artist')]],
    ['a file that is gone', (of: Changes) => of.name('artist/gone.mp3'), [flat('artist')]],
    ['a changed file', (of: Changes) => of.content('artist/album'), [flat('artist/album')]],
    [
      'a folder that is gone',
      (of: Changes) => of.folder('artist/gone'),
      [deep('artist/gone'), flat('artist')],
    ],
    ['the music folder itself', (of: Changes) => of.folder(''), [deep('')]],
    ['nothing', () => {}, []],
  ])('%s', async (_what, happens, scopes) => {
    const changes = new Changes();
    happens(changes);
    expect(changes.none).toBe(scopes.length === 0);
    expect(await changes.scopes(folder)).toEqual(scopes);
  });

  it('names a folder once, whatever else changes in it', async () => {
    const changes = new Changes();
    changes.name('artist');
    changes.name('artist/album');
    changes.name('artist/album/1.mp3');
    changes.content('artist/album');
    expect(await changes.scopes(folder)).toEqual([deep('artist')]);
  });
});
