import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  CommandAnswers,
  DeliveryResource,
  HistoryEntry,
  ListeningAtVersion,
  ListeningResource,
  NowPlayingList,
  OpenedResource,
  PlaysResource,
  QueueConflict,
  QueueResource,
  RoyaltyResource,
  SessionEventResource,
  YearResource,
} from '../../../services/gateway/rest/playback-resources.ts';
import type { ListOf, TrackResource } from '../../../services/gateway/rest/resources.ts';
import type { DeliveryReports } from '../../../services/media/reports.ts';
import type { Room } from '../../../services/playback/room.ts';
import { type Role, type Served, serve } from '../../support/rest.ts';

let engine: Served;
let tracks: TrackResource[];
beforeAll(async () => {
  engine = await serve();
  tracks = (await get<ListOf<TrackResource>>('/tracks')).items;
});
afterAll(() => engine.stop());

const device = { id: 'd1', name: 'Kitchen', client: 'test' };
const get = async <T>(path: string, as: Role = 'ana') => (await engine.ask<T>('GET', path, { as })).body;
const statusOf = async (method: string, path: string, body?: unknown, as: Role = 'ana') =>
  (await engine.ask(method, path, { as, body })).status;
const open = async (as: Role = 'ana') =>
  (await engine.ask<OpenedResource>('POST', '/playback/sessions', { as, body: { device } })).body.id;
const tell = async (session: string, commands: object[], as: Role = 'ana') =>
  (
    await engine.ask<CommandAnswers>('POST', `/playback/sessions/${session}/commands`, {
      as,
      body: { commands },
    })
  ).body.answers;
const start = (track: TrackResource, more = {}) => ({
  ...{ id: `start-${track.id}`, type: 'start', track: track.id, album: track.albumId },
  ...{ artist: track.artists[0]?.id, duration: 200, source: 'player', ...more },
});
const caughtUp = () =>
  (engine.broker.getLocalService('playback') as unknown as { room: Room }).room.caughtUp();

describe('a listening session', () => {
  it('is told what happens, and says where it is', async () => {
    const session = await open();
    const [track] = tracks;
    const commands = [start(track!), { id: 'p', type: 'pause', position: 4, heard: 4, ago: 10 }];
    expect(await tell(session, commands)).toEqual([
      {
        ...{ version: 2, closed: false },
        listen: { listen: 1, track: track!.id, position: 0, heard: 0, playing: true, played: false },
      },
      {
        ...{ version: 3, closed: false },
        listen: { listen: 1, track: track!.id, position: 4, heard: 4, playing: false, played: false },
      },
    ]);
    expect(await tell(session, commands)).toMatchObject([{ version: 2 }, { version: 3 }]);
    expect(await get<ListeningAtVersion>(`/playback/sessions/${session}`)).toMatchObject({
      ...{ id: session, version: 3, device, closed: null, listen: { position: 4, playing: false } },
    });
    expect(await get<ListeningAtVersion>(`/playback/sessions/${session}?version=2`)).toMatchObject({
      listen: { playing: true },
    });
  });

  it('answers each of its commands for itself', async () => {
    const session = await open();
    expect(await tell(session, [{ id: 'a', type: 'pause' }, start(tracks[0]!)])).toMatchObject([
      { problem: { type: 'urn:cantiga:conflict', status: 409 } },
      { version: 2 },
    ]);
    expect(await tell(session, [{ id: 'z', type: 'close', by: 'listener' }])).toMatchObject([
      { closed: true },
    ]);
    expect(await tell(session, [{ id: 'b', type: 'pause' }])).toMatchObject([
      { problem: { type: 'urn:cantiga:session-closed', status: 410 } },
    ]);
    expect(await tell('se-none', [{ id: 'b', type: 'pause' }])).toMatchObject([
      { problem: { type: 'urn:cantiga:not-found', status: 404 } },
    ]);
  });

  it.each([
    ['no commands', { commands: [] }],
    ['too many', { commands: Array.from({ length: 101 }, (_, i) => ({ id: `${i}`, type: 'pause' })) }],
    ['one without an id', { commands: [{ type: 'pause' }] }],
    ['one that is none', { commands: [{ id: 'x', type: 'explode' }] }],
    ['one with more in it', { commands: [{ id: 'x', type: 'pause', volume: 3 }] }],
    [
      'a time that is none',
      { commands: [{ id: 'x', type: 'submit', track: 'tr-1', duration: 1, at: 'soon' }] },
    ],
    ['a closing by somebody else', { commands: [{ id: 'x', type: 'close', by: 'idle' }] }],
  ])('refuses %s', async (_, body) => {
    expect(await statusOf('POST', `/playback/sessions/${await open()}/commands`, body)).toBe(400);
  });

  it('is shown to its listener and to administrators, with its events', async () => {
    const session = await open('ben');
    await tell(session, [start(tracks[0]!)], 'ben');
    const events = `/playback/sessions/${session}/events`;
    const first = await get<ListOf<SessionEventResource>>(`${events}?limit=1`, 'ben');
    expect(first.items).toMatchObject([{ version: 1, type: 'opened', command: session, data: { device } }]);
    const rest = await get<ListOf<SessionEventResource>>(`${events}?limit=1&cursor=${first.next}`, 'ben');
    expect(rest.items).toMatchObject([{ version: 2, type: 'started', command: `start-${tracks[0]!.id}` }]);
    const { user } = await get<ListeningResource>(`/playback/sessions/${session}`, 'ben');
    expect(await statusOf('GET', events)).toBe(404);
    expect(await statusOf('GET', `${events}?user=${user}`)).toBe(403);
    expect(await statusOf('GET', `${events}?user=${user}`, undefined, 'admin')).toBe(200);
    await caughtUp();
    const { items } = await get<ListOf<ListeningResource>>(`/playback/sessions?user=${user}`, 'admin');
    expect(items).toMatchObject([{ id: session, device, listen: { track: tracks[0]!.id } }]);
  });
});

describe('what was played', () => {
  it('is in the history, the counts and the year, with its music', async () => {
    const [one, two] = tracks;
    const session = await open('admin');
    const at = new Date(Date.now() - 60_000).toISOString();
    const before = new Date(Date.now() - 300_000).toISOString();
    const submit = (id: string, { id: track, albumId: album, artists }: TrackResource) => ({
      ...{
        id,
        type: 'submit',
        track,
        album,
        artist: artists[0]?.id,
        duration: 100,
        at: id === '1' ? before : at,
      },
    });
    const commands = [submit('1', one!), submit('2', one!), submit('3', two!), start(two!)];
    await tell(session, commands, 'admin');
    await caughtUp();
    const history = await get<ListOf<HistoryEntry>>('/playback/history?limit=3', 'admin');
    expect(history.items[0]).toMatchObject({ id: two!.id, played: false, track: { title: two!.title } });
    expect(history.items[0]).not.toHaveProperty('ending');
    expect(history.items[1]).toMatchObject({
      at,
      played: true,
      heard: 100,
      ending: 'completed',
      source: 'subsonic',
    });
    const rest = await get<ListOf<HistoryEntry>>(`/playback/history?limit=3&cursor=${history.next}`, 'admin');
    expect([rest.items.length, rest.next]).toEqual([1, null]);
    const plays = await get<ListOf<PlaysResource>>('/playback/plays?kind=track', 'admin');
    expect(plays.items).toMatchObject([
      { id: one!.id, plays: 2, item: { title: one!.title } },
      { id: two!.id, plays: 1 },
    ]);
    const year = await get<YearResource>(
      `/playback/years/${new Date(before).getUTCFullYear()}?timeZone=Europe/Lisbon`,
      'admin',
    );
    expect(year).toMatchObject({
      plays: 3,
      heard: 300,
      timeZone: 'Europe/Lisbon',
      tracks: [{ plays: 2 }, { plays: 1 }],
    });
    const [shown] = (await get<ListOf<TrackResource>>(`/items?ids=${one!.id}`, 'admin')).items;
    expect(shown).toMatchObject({ playCount: 2, played: at });
    const now = await get<NowPlayingList>('/playback/now', 'ben');
    expect(now.items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ listener: 'admin', track: expect.objectContaining({ id: two!.id }) }),
      ]),
    );
    expect(await get('/playback/history', 'ben')).not.toMatchObject(history);
    expect(await statusOf('GET', '/playback/years/2026?timeZone=Mars')).toBe(400);
    expect(await statusOf('GET', '/playback/years/x')).toBe(400);
  });
});

describe('a queue', () => {
  it('is the same for all devices, and edits of an older one are refused with how it is', async () => {
    const ids = tracks.map(({ id }) => id);
    const where = { index: 0, position: 1.5, playing: true, device };
    const put = (body: object, headers = {}) =>
      engine.ask<QueueResource>('PUT', '/playback/queue', {
        as: 'ana',
        body: { ...where, ...body },
        headers,
      });
    const first = (await put({ tracks: ids.slice(0, 2) }, { 'idempotency-key': 'k1' })).body;
    expect(first).toMatchObject({ tracks: ids.slice(0, 2), index: 0, playing: true, device });
    expect((await put({ tracks: ids.slice(0, 2) }, { 'idempotency-key': 'k1' })).body.rev).toBe(first.rev);
    const second = (await put({ tracks: ids, rev: first.rev })).body;
    expect(second.edition).toBeGreaterThan(first.edition);
    const refused = await engine.ask<QueueConflict>('PUT', '/playback/queue', {
      ...{ as: 'ana', body: { ...where, tracks: [], index: undefined, rev: first.rev } },
    });
    expect(refused).toMatchObject({
      status: 409,
      body: { type: 'urn:cantiga:queue-changed', queue: { rev: second.rev, tracks: ids } },
    });
    expect(await statusOf('PATCH', '/playback/queue', { ...where, edition: first.edition })).toBe(409);
    expect(await statusOf('PATCH', '/playback/queue', { ...where, edition: second.edition })).toBe(200);
    expect(await statusOf('PATCH', '/playback/queue', { ...where, index: 99 })).toBe(400);
    const shown = await get<QueueResource>('/playback/queue');
    expect(shown.position).toBeGreaterThanOrEqual(1.5);
    expect((await get<QueueResource>('/playback/queue', 'ben')).tracks).toEqual([]);
  });
});

describe('the ledger', () => {
  const received = async (path: string, as: Role = 'ana') => {
    const answer = await fetch(`${engine.url}/api/v1${path}`, {
      headers: { authorization: `Bearer ${engine.token(as)}` },
    });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  let session: string;

  it('has what was delivered in a session', async () => {
    session = await open();
    const [track] = tracks;
    await received(`/tracks/${track!.id}/stream?session=${session}`);
    const media = engine.broker.getLocalService('media') as unknown as { reports: DeliveryReports };
    await media.reports.flush();
    await caughtUp();
    const { items } = await get<ListOf<DeliveryResource>>(`/playback/ledger?session=${session}`);
    expect(items).toMatchObject([
      { session, track: track!.id, ranges: [[0, items[0]!.size]], bytes: items[0]!.size, deliveries: 1 },
    ]);
    expect((await get<ListOf<DeliveryResource>>(`/playback/ledger?session=${session}`, 'ben')).items).toEqual(
      [],
    );
    const { user } = items[0]!;
    expect((await get<ListOf<DeliveryResource>>(`/playback/ledger?user=${user}`, 'admin')).items).toEqual(
      items,
    );
    expect((await get<ListOf<DeliveryResource>>('/playback/ledger?everybody=true', 'admin')).items).toEqual(
      expect.arrayContaining(items),
    );
    expect(await get('/playback/ledger?to=2020-01-01T00:00:00Z')).toEqual({ items: [], next: null });
    for (const path of ['/playback/ledger?everybody=true', `/playback/ledger?user=us-other`])
      expect(await statusOf('GET', path)).toBe(403);
    expect(await statusOf('GET', '/playback/ledger?from=yesterday')).toBe(400);
  });

  it('has what is to be paid for, for administrators', async () => {
    const month = new Date(Date.now() - 60_000).toISOString().slice(0, 7);
    const { items } = await get<ListOf<RoyaltyResource>>(`/playback/royalties/${month}`, 'admin');
    expect(items[0]).toMatchObject({
      id: tracks[0]!.id,
      plays: 2,
      heard: 200,
      item: { title: tracks[0]!.title },
    });
    expect(await statusOf('GET', `/playback/royalties/${month}`)).toBe(403);
    expect(await statusOf('GET', '/playback/royalties/2026-13', undefined, 'admin')).toBe(400);
  });

  it('comes as a file', async () => {
    const listens = await received('/playback/export?what=listens', 'admin');
    expect(listens.headers.get('content-disposition')).toContain('cantiga-listens.ndjson');
    const rows = listens.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { title: string });
    expect(rows).toHaveLength(4);
    expect(rows[0]).toMatchObject({ title: tracks[1]!.title, played: false });
    const table = await received('/playback/export?what=listens&format=csv', 'admin');
    expect(table.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [names, first] = table.text.split('\r\n');
    expect(names).toBe('at,session,listen,track,title,artist,album,duration,source,played,heard,ending');
    expect(first!.split(',')[9]).toBe('false');
    const events = await received(`/playback/export?what=events&session=${session}&format=csv`);
    expect(events.text.split('\r\n')).toHaveLength(4);
    expect((await received('/playback/export?what=deliveries&format=csv')).text).toContain('"[[0,');
    const month = new Date(Date.now() - 60_000).toISOString().slice(0, 7);
    const royalties = await received(`/playback/export?what=royalties&month=${month}`, 'admin');
    expect(JSON.parse(royalties.text.split('\n')[0]!)).toMatchObject({ id: tracks[0]!.id, plays: 2 });
  });

  it.each([
    ['events of no session', 400, 'what=events'],
    ['events of a session that is not theirs', 404, 'what=events&session=se-none'],
    ['royalties of no month', 400, 'what=royalties'],
    ['royalties', 403, 'what=royalties&month=2026-11'],
    ['listens of others', 403, 'what=listens&user=us-other'],
    ['something else', 400, 'what=passwords'],
  ])('is not exported to listeners who ask for %s', async (_, status, query) => {
    expect((await received(`/playback/export?${query}`)).status).toBe(status);
  });

  it('has no cell that a spreadsheet takes for a formula', async () => {
    const odd = await open('ben');
    await tell(odd, [{ id: 'x', type: 'submit', track: '=1+1', duration: 1 }], 'ben');
    await caughtUp();
    expect((await received('/playback/export?what=listens&format=csv', 'ben')).text).toContain(",'=1+1,");
  });
});
