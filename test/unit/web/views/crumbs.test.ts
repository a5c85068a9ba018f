import { describe, expect, it } from '@jest/globals';
import { crumbsTo } from '../../../../web/src/views/folders/crumbs.ts';

const root = { id: 'fo-1', name: 'music' };
const artist = { id: 'fo-2', name: 'Ana' };

describe('the way to a folder', () => {
  it('leads over the music folder where there are several', () => {
    expect(crumbsTo({ path: [root, artist] }, [{ root: 'fo-1' }, { root: 'fo-9' }])).toEqual([
      { href: '/folders' },
      { name: 'music', href: '/folders/fo-1' },
      { name: 'Ana', href: '/folders/fo-2' },
    ]);
  });

  it('leaves the only music folder out: the page of all folders shows what is in it', () => {
    expect(crumbsTo({ path: [root, artist] }, [{ root: 'fo-1' }])).toEqual([
      { href: '/folders' },
      { name: 'Ana', href: '/folders/fo-2' },
    ]);
    expect(crumbsTo({ path: [root] }, [{ root: 'fo-1' }])).toEqual([{ href: '/folders' }]);
  });
});
