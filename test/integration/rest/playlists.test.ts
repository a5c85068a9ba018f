import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  ImportedPlaylistResource,
  ListOf,
  PlaylistEntry,
  PlaylistResource,
  PlaylistWithTracks,
  SmartRules,
  TrackResource,
} from '../../../services/gateway/rest/resources.ts';
import { type Role, type Served, serve } from '../../support/rest.ts';

let engine: Served;
let tracks: TrackResource[];
let ids: string[];
beforeAll(async () => {
  engine = await serve();
  tracks = (await engine.ask<ListOf<TrackResource>>('GET', '/tracks', { as: 'ana' })).body.items;
  ids = tracks.map(({ id }) => id);
});
afterAll(() => engine.stop());

const ask = <T = PlaylistWithTracks>(method: string, path: string, body?: unknown, as: Role = 'ana') =>
  engine.ask<T>(method, path, { as, body });
const make = async (wanted: object = {}, as: Role = 'ana') =>
  (await ask('POST', '/playlists', { name: 'Mix', ...wanted }, as)).body;

describe('a playlist', () => {
  it('is made, found and deleted', async () => {
    const made = await ask('POST', '/playlists', { name: ' Maré alta ', tracks: ids.slice(0, 3) });
    expect(made).toMatchObject({
      status: 201,
      body: { name: 'Maré alta', owner: 'ana', editable: true, songCount: 3, tracks: ids.slice(0, 3) },
    });
    const { id, tracks: _, ...summary } = made.body;
    expect(made.headers.get('location')).toBe(`/api/v1/playlists/${id}`);
    expect((await ask('GET', `/playlists/${id}`)).body).toEqual(made.body);
    const { items } = (await ask<ListOf<PlaylistResource>>('GET', '/playlists?owner=ana')).body;
    expect(items).toContainEqual({ id, ...summary });
    expect((await ask('DELETE', `/playlists/${id}`)).status).toBe(204);
    expect((await ask('GET', `/playlists/${id}`)).status).toBe(404);
  });

  it('is made once for each key', async () => {
    const post = () =>
      engine.ask<PlaylistWithTracks>('POST', '/playlists', {
        as: 'ana',
        body: { name: 'Once' },
        headers: { 'idempotency-key': 'once' },
      });
    const [first, second] = await Promise.all([post(), post()]);
    expect(second).toMatchObject({ status: 201, body: first.body });
    expect((await post()).body).toEqual(first.body);
  });

  it('is changed as its owner says', async () => {
    const { id } = await make({ tracks: ids.slice(0, 4) });
    const [a, b, c, d, e] = ids;
    const at = `/playlists/${id}`;
    const patch = { name: 'Other', comment: 'x', public: true, remove: [1, 3], add: [e] };
    expect((await ask('PATCH', at, patch)).body).toMatchObject({
      ...{ name: 'Other', comment: 'x', public: true },
      tracks: [a, c, e],
    });
    expect((await ask('POST', `${at}/tracks`, { tracks: [b, b], at: 1 })).body.tracks).toEqual([
      a,
      b,
      b,
      c,
      e,
    ]);
    expect((await ask('POST', `${at}/moves`, { from: 0, count: 2, before: 5 })).body.tracks).toEqual([
      b,
      c,
      e,
      a,
      b,
    ]);
    const { body } = await ask('PUT', `${at}/tracks`, { tracks: [d] });
    expect(body.tracks).toEqual([d]);
    expect(await ask('PUT', `${at}/tracks`, { tracks: [], rev: body.rev - 1 })).toMatchObject({
      status: 409,
      body: { type: 'urn:cantiga:conflict' },
    });
    expect((await ask('PUT', `${at}/tracks`, { tracks: [], rev: body.rev })).body.tracks).toEqual([]);
    const wrong = [{ remove: [9] }, { name: '' }, { name: 'x'.repeat(201) }, { tracks: [a] }, { rev: -1 }];
    for (const change of wrong) expect((await ask('PATCH', at, change)).status).toBe(400);
    expect((await ask('PATCH', at, { add: ['tr-nothing'] })).status).toBe(404);
    expect((await ask('POST', `${at}/moves`, { from: 5, before: 0 })).status).toBe(400);
  });

  it('is seen by others when it is public, and changed by its owner only', async () => {
    const { id } = await make();
    for (const who of ['ben', 'admin'] as const) {
      expect((await ask('GET', `/playlists/${id}`, undefined, who)).status).toBe(404);
      expect((await ask('GET', `/covers/${id}`, undefined, who)).status).toBe(404);
      expect((await ask('DELETE', `/playlists/${id}`, undefined, who)).status).toBe(404);
      expect((await ask('GET', '/playlists?owner=ana', undefined, who)).text).not.toContain(id);
    }
    await ask('PATCH', `/playlists/${id}`, { public: true });
    expect((await ask('GET', '/playlists?owner=ana', undefined, 'admin')).text).toContain(id);
    expect((await ask('GET', `/playlists/${id}`, undefined, 'ben')).body.editable).toBe(false);
    expect((await ask('PATCH', `/playlists/${id}`, { name: 'Mine' }, 'ben')).status).toBe(403);
    expect((await ask('DELETE', `/playlists/${id}`, undefined, 'ben')).status).toBe(403);
    expect((await ask('DELETE', `/playlists/${id}`, undefined, 'admin')).status).toBe(204);
  });

  it('has its tracks in pages, each at its place', async () => {
    const order = [0, 1, 0, 2, 0].map((n) => ids[n]!);
    const { id } = await make({ tracks: order });
    const seen: PlaylistEntry[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const cursor: string = next === '' ? '' : `&cursor=${next}`;
      const page: ListOf<PlaylistEntry> = (
        await ask<ListOf<PlaylistEntry>>('GET', `/playlists/${id}/tracks?limit=2${cursor}`)
      ).body;
      seen.push(...page.items);
      next = page.next;
    }
    expect(seen.map((entry) => entry.track!.id)).toEqual(order);
    expect(seen.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
  });
});

describe('a smart playlist', () => {
  const rules: SmartRules = {
    match: 'all',
    rules: [
      { field: 'year', operator: 'between', value: [1991, 2000] },
      {
        match: 'any',
        rules: [
          { field: 'genre', operator: 'is', value: 'FADO' },
          { field: 'starred', operator: 'is', value: true },
        ],
      },
    ],
    order: 'year',
    limit: 3,
  };

  it('has the tracks that its rules choose now', async () => {
    const made = await ask('POST', '/playlists/smart', { name: 'Fado', rules });
    expect(made).toMatchObject({ status: 201, body: { smart: true, songCount: 3, rules } });
    const { id } = made.body;
    const chosen = made.body.tracks.map((track) => tracks.find((each) => each.id === track)!);
    expect(chosen.map(({ year }) => year)).toEqual([1992, 1994, 1996]);
    const first = tracks.find(({ year }) => year === 1991)!;
    await ask('PUT', `/stars/${first.id}`);
    expect((await ask('GET', `/playlists/${id}`)).body.tracks[0]).toBe(first.id);
    const other = { ...rules, rules: [], order: 'title', limit: 1 };
    expect((await ask('PUT', `/playlists/${id}/rules`, { rules: other })).body.tracks).toEqual([ids[0]]);
    expect((await ask('PUT', `/playlists/${id}/tracks`, { tracks: [] })).status).toBe(403);
    const plain = await make();
    expect((await ask('PUT', `/playlists/${plain.id}/rules`, { rules })).status).toBe(403);
  });

  it('can be counted before it is made', async () => {
    const count = await ask('POST', '/playlists/smart/count', { rules: { ...rules, rules: [] } });
    expect(count).toMatchObject({ status: 200, body: { matching: ids.length, chosen: 3 } });
  });

  it.each([
    { ...rules, limit: 0 },
    { ...rules, order: 'nonsense' },
    { ...rules, rules: [{ field: 'year', operator: 'contains', value: 'x' }] },
    { ...rules, rules: [{ field: 'year', operator: 'is', value: null }] },
    { ...rules, rules: [{ field: 'path', operator: 'is', value: { $ne: 1 } }] },
    { ...rules, rules: Array(31).fill({ field: 'bpm', operator: 'is', value: 1 }) },
    { ...rules, more: 1 },
    { rules: [] },
  ])('refuses rules that are none (%#)', async (wrong) => {
    expect((await ask('POST', '/playlists/smart/count', { rules: wrong })).status).toBe(400);
    expect((await ask('POST', '/playlists/smart', { name: 'x', rules: wrong })).status).toBe(400);
  });
});

describe('an M3U file', () => {
  const post = (body: string | Buffer, { type = 'audio/x-mpegurl', query = '', key = '' } = {}) =>
    engine.ask<ImportedPlaylistResource>('POST', `/playlists/m3u${query}`, {
      as: 'ana',
      body,
      headers: { 'content-type': type, ...(key && { 'idempotency-key': key }) },
    });

  it('takes a playlist to another listener', async () => {
    const { id } = await make({ name: 'À l’aube / Ночь', tracks: ids.slice(0, 5) });
    const file = await ask('GET', `/playlists/${id}/m3u`);
    expect(file.headers.get('content-type')).toBe('audio/x-mpegurl; charset=utf-8');
    expect(file.headers.get('content-disposition')).toContain("filename*=UTF-8''");
    expect(file.text).toMatch(/^#EXTM3U\n/);
    const headers = { 'if-none-match': file.headers.get('etag')! };
    expect((await engine.ask('GET', `/playlists/${id}/m3u`, { as: 'ana', headers })).status).toBe(304);
    expect((await ask('GET', `/playlists/${id}/m3u`, undefined, 'ben')).status).toBe(404);
    const taken = await post(file.text);
    expect(taken).toMatchObject({ status: 201, body: { encoding: 'utf-8', notFound: 0, missing: [] } });
    const { playlist } = taken.body;
    expect(taken.headers.get('location')).toBe(`/api/v1/playlists/${playlist.id}`);
    expect(playlist).toMatchObject({ name: 'À l’aube / Ночь', tracks: ids.slice(0, 5), editable: true });
  });

  it('may have songs that are not there, and another encoding', async () => {
    const { displayArtist, title } = tracks[0]!;
    const text = `#EXTM3U\n#EXTINF:1,${displayArtist} - ${title}\n/x/a.mp3\n#EXTINF:2,Ninguém - Nada\n/x/b.mp3\n`;
    const type = 'text/plain; charset="windows-1252"';
    const { status, body } = await post(Buffer.from(text, 'latin1'), {
      type,
      query: '?name=Lista',
      key: 'k',
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      playlist: { name: 'Lista', tracks: [ids[0]] },
      ...{ encoding: 'windows-1252', notFound: 1, missing: [{ line: 5, text: '/x/b.mp3' }] },
    });
    const again = await post(Buffer.from(text, 'latin1'), { type, query: '?name=Lista', key: 'k' });
    expect(again.body.playlist.id).toBe(body.playlist.id);
  });

  it('tells which lines it did not find when it finds none, and makes no playlist', async () => {
    const before = (await ask('GET', '/playlists')).text;
    const answer = await post('#EXTM3U\n/x/nothing.mp3\nnowhere.mp3\n', { query: '?name=x' });
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer).toMatchObject({
      status: 422,
      body: {
        ...{ type: 'urn:cantiga:tracks-not-found', status: 422, encoding: 'utf-8', notFound: 2 },
        missing: [
          { line: 2, text: '/x/nothing.mp3' },
          { line: 3, text: 'nowhere.mp3' },
        ],
      },
    });
    const many = await post('x.mp3\n'.repeat(600), { query: '?name=x' });
    expect(many.body).toMatchObject({ notFound: 600 });
    expect(many.body.missing).toHaveLength(500);
    expect((await ask('GET', '/playlists')).text).toBe(before);
  });

  it('is refused when it is none, or too large', async () => {
    expect((await post('/x/a.mp3\n')).status).toBe(400);
    expect((await post('', { query: '?name=x' })).status).toBe(400);
    expect((await post('\0\0\0', { query: '?name=x' })).status).toBe(400);
    expect((await post('x', { type: 'application/json' })).status).toBe(415);
    expect((await post('x', { type: 'text/plain; charset=nonsense' })).status).toBe(400);
    expect((await post(Buffer.alloc(8 * 1024 * 1024 + 1, 'x'))).status).toBe(413);
  });
});
