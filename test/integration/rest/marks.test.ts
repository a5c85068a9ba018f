import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BookmarkResource, ListOf, TrackResource } from '../../../services/gateway/rest/resources.ts';
import { type Role, type Served, serve } from '../../support/rest.ts';

let engine: Served;
let tracks: TrackResource[];
beforeAll(async () => {
  engine = await serve();
  tracks = (await engine.ask<ListOf<TrackResource>>('GET', '/tracks', { as: 'ana' })).body.items;
});
afterAll(() => engine.stop());

const ask = (method: string, path: string, body?: object, as: Role = 'ana') =>
  engine.ask(method, path, { as, body });
const items = async <T>(path: string, as: Role = 'ana') =>
  (await engine.ask<ListOf<T>>('GET', path, { as })).body.items;
const idsOf = (list: { id: string }[]) => list.map(({ id }) => id);

describe('what a listener says', () => {
  it('stars, which show wherever the item does, to nobody else', async () => {
    const [first, second] = tracks;
    expect((await ask('PUT', `/stars/${first!.id}`)).status).toBe(204);
    expect((await ask('PUT', `/stars/${second!.id}`)).status).toBe(204);
    expect((await ask('PUT', `/stars/${first!.albumId}`)).status).toBe(204);
    expect(idsOf(await items<TrackResource>('/stars?kind=track'))).toEqual([second!.id, first!.id]);
    expect(idsOf(await items<TrackResource>('/stars?kind=album'))).toEqual([first!.albumId]);
    const [shown] = await items<TrackResource>(`/items?ids=${first!.id}`);
    expect(shown!.starred).toMatch(/^\d{4}-\d\d-\d\dT/);
    expect((await items<TrackResource>('/tracks')).filter(({ starred }) => starred)).toHaveLength(2);
    expect(await items('/stars?kind=track', 'ben')).toEqual([]);
    expect((await ask('DELETE', `/stars/${first!.id}`)).status).toBe(204);
    expect((await ask('DELETE', `/stars/${first!.id}`)).status).toBe(204);
    expect(idsOf(await items<TrackResource>('/stars?kind=track'))).toEqual([second!.id]);
    expect((await ask('PUT', '/stars/tr-nothing')).status).toBe(404);
    expect((await ask('GET', '/stars')).status).toBe(400);
  });

  it('ratings, the highest first', async () => {
    const [first, second] = tracks;
    const rate = async (id: string, rating: unknown) =>
      (await ask('PUT', `/ratings/${id}`, { rating })).status;
    expect(await rate(first!.id, 3)).toBe(204);
    expect(await rate(second!.id, 5)).toBe(204);
    for (const wrong of [0, 6, 2.5, '3', null, [3]]) expect(await rate(first!.id, wrong)).toBe(400);
    const rated = await items<TrackResource>('/ratings?kind=track&fields=id,rating');
    expect(rated).toEqual([
      { id: second!.id, rating: 5 },
      { id: first!.id, rating: 3 },
    ]);
    expect((await ask('DELETE', `/ratings/${second!.id}`)).status).toBe(204);
    expect(idsOf(await items<TrackResource>('/ratings?kind=track'))).toEqual([first!.id]);
  });

  it('places in tracks', async () => {
    const { id } = tracks[3]!;
    const put = (body: object) => ask('PUT', `/bookmarks/${id}`, body);
    expect(await put({ position: 61_000, comment: 'solo' })).toMatchObject({
      status: 200,
      body: { track: { id }, position: 61_000, comment: 'solo' },
    });
    expect((await put({ position: -1 })).status).toBe(400);
    expect((await put({})).status).toBe(400);
    const [bookmark] = await items<BookmarkResource>('/bookmarks');
    expect(bookmark).toMatchObject({ track: { id, bookmark: 61_000 }, position: 61_000 });
    expect((await ask('DELETE', `/bookmarks/${id}`)).status).toBe(204);
    expect(await items('/bookmarks')).toEqual([]);
    expect((await ask('PUT', '/bookmarks/tr-nothing', { position: 1 })).status).toBe(404);
  });

  it('is paged by what was marked, however it changes meanwhile', async () => {
    for (const { id } of tracks.slice(4, 9)) await ask('PUT', `/stars/${id}`, undefined, 'ben');
    const page = (cursor = '') =>
      engine.ask<ListOf<TrackResource>>('GET', `/stars?kind=track&limit=2${cursor}`, { as: 'ben' });
    const first = (await page()).body;
    await ask('DELETE', `/stars/${first.items[1]!.id}`, undefined, 'ben');
    const second = (await page(`&cursor=${first.next}`)).body;
    const third = (await page(`&cursor=${second.next}`)).body;
    const seen = [...first.items, ...second.items, ...third.items];
    expect(idsOf(seen)).toEqual(idsOf(tracks.slice(4, 9).reverse()));
    expect(third.next).toBeNull();
  });
});
