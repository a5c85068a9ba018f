import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  AlbumResource,
  ArtistResource,
  ListOf,
  TrackResource,
} from '../../../services/gateway/rest/resources.ts';
import { type Served, serve, TRACKS } from '../../support/rest.ts';

let engine: Served;
beforeAll(async () => {
  engine = await serve();
});
afterAll(() => engine.stop());

const get = <T>(path: string, headers = {}) => engine.ask<T>('GET', path, { as: 'ana', headers });
const list = async <T>(path: string) => (await get<ListOf<T>>(path)).body;

/** All items of a list, page by page. */
async function pages<T>(path: string, limit: number): Promise<T[]> {
  const items: T[] = [];
  let next: string | null = '';
  do {
    const cursor: string = next === '' ? '' : `&cursor=${encodeURIComponent(next)}`;
    const page: ListOf<T> = await list<T>(`${path}${path.includes('?') ? '&' : '?'}limit=${limit}${cursor}`);
    expect(page.items.length).toBeLessThanOrEqual(limit);
    items.push(...page.items);
    next = page.next;
  } while (next !== null);
  return items;
}

describe('a list in pages', () => {
  it.each([
    '/tracks',
    '/tracks?order=added',
    '/tracks?genre=fado',
    '/tracks?fromYear=1992&toYear=1999',
    '/albums',
    '/albums?order=artist',
    '/albums?order=added',
    '/albums?order=year&fromYear=2010&toYear=1980',
    '/artists',
    '/genres',
    '/decades',
    '/folders',
  ])('has each item once, however long the pages are: %s', async (path) => {
    const whole = await list<unknown>(`${path}${path.includes('?') ? '&' : '?'}limit=500`);
    expect(whole.next).toBeNull();
    expect(whole.items.length).toBeGreaterThan(0);
    for (const limit of [1, 2, 5]) expect(await pages(path, limit)).toEqual(whole.items);
  });

  it('has all there is', async () => {
    const tracks = await list<TrackResource>('/tracks?limit=500');
    expect(tracks.items).toHaveLength(TRACKS);
    expect(tracks.items.map(({ title }) => title)).toEqual(tracks.items.map(({ title }) => title).sort());
    const albums = await list<AlbumResource>('/albums');
    expect(albums.items.map(({ name }) => name)).toEqual(['Maré', 'Noite', 'Zênite']);
    const artists = await list<ArtistResource>('/artists');
    expect(artists.items.map(({ name }) => name)).toEqual(['Ana Lua', 'Os Faróis']);
  });

  it('in a random order is one page', async () => {
    const { items, next } = await list<TrackResource>('/tracks?order=random&limit=5');
    expect(new Set(items.map(({ id }) => id)).size).toBe(5);
    expect(next).toBeNull();
  });

  it('refuses the cursor of another list, and nonsense', async () => {
    const { next } = await list('/tracks?limit=1');
    const other = await list('/albums?limit=1');
    for (const cursor of [other.next!, 'nonsense', '', 'WyJhIiwxXQ']) {
      const answer = await get(`/tracks?limit=1&cursor=${encodeURIComponent(cursor)}`);
      expect(answer).toMatchObject({ status: 400, body: { type: 'urn:cantiga:bad-parameter' } });
    }
    expect((await get(`/tracks?genre=jazz&cursor=${next}`)).status).toBe(400);
    expect((await get(`/tracks?limit=3&cursor=${next}`)).status).toBe(200);
  });

  it.each([
    'limit=0',
    'limit=501',
    'limit=x',
    'limit=1.5',
    'limit=',
    'limit=1&limit=2',
    'order=none',
    'fromYear=-1',
  ])('refuses %s, and names the parameter', async (query) => {
    const answer = await get(`/albums?${query}`);
    const title = expect.stringContaining(`'${query.split('=', 1)[0]}'`);
    expect(answer).toMatchObject({ status: 400, body: { title } });
  });
});

describe('the parameter fields', () => {
  it('leaves only those, in that order', async () => {
    const { items } = await list<object>('/tracks?fields=title,id&limit=2');
    expect(items).toHaveLength(2);
    for (const item of items) expect(Object.keys(item)).toEqual(['title', 'id']);
    expect((await list<object>('/genres?fields=name&limit=1')).items).toEqual([{ name: 'Fado' }]);
    expect((await list<object>('/albums?fields=rating&limit=1')).items).toEqual([{}]);
  });

  it('refuses fields that there are not', async () => {
    expect((await get('/tracks?fields=title,password')).status).toBe(400);
    expect((await get('/tracks?fields=__proto__')).status).toBe(400);
  });
});

describe('what has been read', () => {
  it('is not sent again while it is the same', async () => {
    const first = await get('/albums');
    const etag = first.headers.get('etag')!;
    expect(etag).toMatch(/^W\/"[\w-]+"$/);
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    const { items } = first.body as ListOf<AlbumResource>;
    for (const value of [etag, `"other", ${etag}`, '*', etag.slice(2)]) {
      const again = await get('/albums', { 'if-none-match': value });
      expect(again).toMatchObject({ status: 304, text: '' });
      expect(again.headers.get('etag')).toBe(etag);
    }
    await engine.ask('PUT', `/stars/${items[0]!.id}`, { as: 'ana' });
    const changed = await get('/albums', { 'if-none-match': etag });
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(etag);
    const other = await engine.ask('GET', '/albums', { as: 'ben', headers: { 'if-none-match': etag } });
    expect(other.status).toBe(304);
  });

  it('answers HEAD as GET, without the body', async () => {
    const whole = await get('/albums');
    const head = await engine.ask('HEAD', '/albums', { as: 'ana' });
    expect(head).toMatchObject({ status: 200, text: '' });
    for (const name of ['etag', 'content-length', 'content-type']) {
      expect(head.headers.get(name)).toBe(whole.headers.get(name));
    }
  });
});
