import { describe, expect, it } from '@jest/globals';
import { matchPath, paths } from '../../../web/src/path.ts';

describe('The address of a page', () => {
  it('fits the pattern of its page, with its parameters decoded', () => {
    expect(matchPath('/albums/:id', '/albums/al-1')).toEqual({ id: 'al-1' });
    expect(matchPath('/genres/:name', paths.genre('R&B / Soul'))).toEqual({ name: 'R&B / Soul' });
  });

  it('makes no difference between a slash at the end and none', () => {
    expect(matchPath('/albums', '/albums/')).toEqual({});
    expect(matchPath('/', '/')).toEqual({});
  });

  it('does not fit another page', () => {
    expect(matchPath('/albums/:id', '/albums')).toBeUndefined();
    expect(matchPath('/albums', '/artists')).toBeUndefined();
  });

  it('fits nothing when it cannot be decoded', () => {
    expect(matchPath('/genres/:name', '/genres/%E0%A4%A')).toBeUndefined();
  });
});
