import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  AlbumWithTracks,
  ArtistWithAlbums,
  EngineResource,
  ItemResource,
  ListOf,
  LyricsResource,
  SearchResource,
  TrackResource,
} from '../../../services/gateway/rest/resources.ts';
import { type Served, serve, TRACKS } from '../../support/rest.ts';

let engine: Served;
let tracks: TrackResource[];
beforeAll(async () => {
  engine = await serve();
  tracks = (await get<ListOf<TrackResource>>('/tracks')).body.items;
});
afterAll(() => engine.stop());

const get = <T>(path: string, headers = {}) => engine.ask<T>('GET', path, { as: 'ana', headers });

describe('the library', () => {
  it('has artists with their albums, and albums with their tracks by number', async () => {
    const { artists, albumId } = tracks[0]!;
    const { body: artist } = await get<ArtistWithAlbums>(`/artists/${artists[0]!.id}`);
    expect(artist.albums.map(({ id }) => id)).toContain(albumId);
    const { body: album } = await get<AlbumWithTracks>(`/albums/${albumId}`);
    expect(album.tracks.map(({ track }) => track)).toEqual([1, 2, 3, 4]);
    const [track] = album.tracks;
    expect((await get<TrackResource>(`/tracks/${track!.id}`)).body).toEqual(track);
  });

  it.each(['/artists/', '/albums/', '/tracks/'])('has only what is of that kind at %s', async (path) => {
    const { id, albumId, artists } = tracks[0]!;
    const wrong = { '/artists/': albumId, '/albums/': id, '/tracks/': artists[0]!.id }[path]!;
    for (const other of [wrong, 'tr-nothing', '%00', '__proto__', 'a'.repeat(101)]) {
      expect([400, 404]).toContain((await get(`${path}${other}`)).status);
    }
  });

  it('has lyrics', async () => {
    const withLyrics = tracks.find(({ hasLyrics }) => hasLyrics)!;
    const { body } = await get<LyricsResource[]>(`/tracks/${withLyrics.id}/lyrics`);
    expect(body).toMatchObject([{ synced: false, lines: [{ value: 'Ó mar' }, { value: 'salgado' }] }]);
    const without = tracks.find(({ hasLyrics }) => !hasLyrics)!;
    expect((await get(`/tracks/${without.id}/lyrics`)).body).toEqual([]);
    expect((await get('/tracks/tr-nothing/lyrics')).status).toBe(404);
  });

  it('is searched without case and accents, by kinds', async () => {
    const { body } = await get<SearchResource>('/search?q=ZENITE');
    expect(body.albums.map(({ name }) => name)).toEqual(['Zênite']);
    const few = await get<SearchResource>('/search?q=faixa&tracks=3&artists=0');
    expect(few.body.tracks).toHaveLength(3);
    expect(few.body.artists).toEqual([]);
    const all = await get<SearchResource>('/search?q=&tracks=500');
    expect(all.body.tracks).toHaveLength(TRACKS);
    expect((await get('/search')).status).toBe(400);
  });

  it('gives items of any kind in the order asked for, and passes over what is not there', async () => {
    const { id, albumId, artists } = tracks[0]!;
    const ids = [albumId, 'tr-nothing', id, artists[0]!.id, id];
    const { body } = await get<ListOf<ItemResource>>(`/items?ids=${ids.join(',')}`);
    expect(body.items.map((item) => item.id)).toEqual([albumId, id, artists[0]!.id, id]);
    expect((await get<ListOf<ItemResource>>('/items?ids=')).body.items).toEqual([]);
    expect((await get(`/items?ids=${Array(501).fill('a').join(',')}`)).status).toBe(400);
  });

  it('tells what the engine is, and who scans', async () => {
    const { body } = await get<EngineResource>('/engine');
    expect(body).toMatchObject({ name: 'Cantiga', tracks: TRACKS, albums: 3, artists: 2 });
    expect((await get('/scan')).body).toMatchObject({ problems: 1 });
    const scan = (method: string, as: 'ana' | 'admin', body?: object) =>
      engine.ask(method, '/scan', { as, body });
    expect((await scan('POST', 'ana')).status).toBe(403);
    expect(await scan('POST', 'admin')).toMatchObject({ status: 202, body: { scanning: true } });
    expect((await scan('POST', 'admin', { full: true })).status).toBe(202);
    expect((await scan('POST', 'admin', { full: 0 })).status).toBe(400);
    expect((await scan('DELETE', 'admin')).status).toBe(200);
  });

  it('tells administrators which files could not be read', async () => {
    const { body } = await engine.ask('GET', '/scan/problems', { as: 'admin' });
    expect(body).toMatchObject({ items: [{ path: 'broken/noise.mp3', folder: 1 }], next: null });
    expect((await get('/scan/problems')).status).toBe(403);
  });
});

describe('the music itself', () => {
  it('is sent whole, in ranges, and not again', async () => {
    const { id, size } = tracks[0]!;
    const whole = await get(`/tracks/${id}/stream`);
    expect(whole.headers.get('content-length')).toBe(String(size));
    const range = await get(`/tracks/${id}/stream`, { range: 'bytes=10-19' });
    expect(range.status).toBe(206);
    expect(range.headers.get('content-range')).toBe(`bytes 10-19/${size}`);
    const etag = whole.headers.get('etag')!;
    expect((await get(`/tracks/${id}/stream`, { 'if-none-match': etag })).status).toBe(304);
    expect((await get(`/tracks/${id}/stream`, { range: `bytes=${size}-` })).status).toBe(416);
    const head = await engine.ask('HEAD', `/tracks/${id}/file`, { as: 'ana' });
    expect(head.headers.get('content-disposition')).toMatch(/^attachment; filename=/);
    expect((await get('/tracks/tr-nothing/stream')).status).toBe(404);
  });

  it('has covers, also drawn ones', async () => {
    const { id, albumId, artists } = tracks[0]!;
    for (const item of [id, albumId, artists[0]!.id]) {
      const cover = await get(`/covers/${item}?size=64`);
      expect(cover.status).toBe(200);
      expect(cover.headers.get('content-type')).toMatch(/^image\//);
    }
    expect((await get('/covers/al-nothing')).status).toBe(404);
    expect((await get(`/covers/${albumId}?size=0`)).status).toBe(400);
  });
});
