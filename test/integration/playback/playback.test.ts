import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Principal } from '../../../services/actions.ts';
import { PLAYS } from '../../../services/playback/models/plays.ts';
import { MODELS } from '../../../services/playback/models.ts';
import playback from '../../../services/playback/playback.service.ts';
import type { Room } from '../../../services/playback/room.ts';
import type { ToldCommand } from '../../../services/playback/session/commands.ts';
import { type Caller, errorOf, type Rooms, startRooms } from '../../support/rooms.ts';
import { stores } from '../../support/stores.ts';

const ANA: Principal = { id: 'us-ana', name: 'ana', roles: ['listener'] };
const BEN: Principal = { id: 'us-ben', name: 'ben', roles: ['listener'] };
const device = { id: 'cr-1', name: 'Kitchen', client: 'test' };
const start: ToldCommand = {
  type: 'start',
  track: 'tr-1',
  album: 'al-1',
  artist: 'ar-1',
  duration: 200,
  source: 'player',
};

describe.each(stores)('playback, on $name', (store) => {
  let rooms: Rooms;
  let ana: Caller;
  let sent = 0;

  beforeAll(async () => {
    rooms = await startRooms(store, playback);
    ana = rooms.as(ANA);
  });
  afterAll(() => rooms.stop());

  const tell = (
    session: string,
    command: ToldCommand,
    { id = `c${++sent}`, as = ana, expected = undefined as number | undefined } = {},
  ) => as('playback.tell', { session, id, command, ...(expected !== undefined && { expected }) });
  const open = async (as = ana) => (await as('playback.open', { device })).session;
  const caughtUp = () =>
    (rooms.broker.getLocalService('playback') as unknown as { room: Room }).room.caughtUp();

  it('answers with where a listen is, and the version of the session', async () => {
    const session = await open();
    expect(session).toMatch(/^se-[0-9a-z]{26}$/);
    expect(await tell(session, start)).toEqual({
      v: 2,
      reply: {
        closed: false,
        listen: { n: 1, track: 'tr-1', position: 0, heard: 0, isSounding: true, isQualified: false },
      },
    });
    expect(await ana('playback.session', { session })).toMatchObject({
      session,
      v: 2,
      device,
      user: 'us-ana',
    });
  });

  it('takes a command once, and gives the first answer again', async () => {
    const session = await open();
    const first = await tell(session, start, { id: 'x' });
    await tell(session, { type: 'pause' });
    expect(await tell(session, start, { id: 'x' })).toEqual(first);
    expect(await ana('playback.session', { session })).toMatchObject({ v: 3 });
  });

  it('refuses what was said of another version, of a closed session, and of nothing', async () => {
    const session = await open();
    await expect(tell(session, { type: 'pause' })).rejects.toThrow(errorOf('CONFLICT'));
    await expect(tell(session, start, { expected: 7 })).rejects.toThrow(errorOf('CONFLICT', { v: 1 }));
    await tell(session, { type: 'close', by: 'listener' });
    await expect(tell(session, start)).rejects.toThrow(errorOf('SESSION_CLOSED'));
    await expect(tell('se-none', start)).rejects.toThrow(errorOf('NOT_FOUND'));
  });

  it.each([
    ['of no type', {}],
    ['of a type that is not for listeners', { type: 'close', by: 'idle' }],
    ['that delivers', { type: 'deliver', track: 'tr-1' }],
    ['without its track', { type: 'start', duration: 1, source: 'player' }],
    ['at no place', { type: 'seek', to: Number.NaN }],
    ['before the beginning', { type: 'seek', to: -1 }],
    ['with a text for a number', { type: 'progress', position: '3' }],
  ])('refuses a command %s', async (_, command) => {
    const session = await open();
    await expect(tell(session, command as ToldCommand)).rejects.toMatchObject({ name: 'ValidationError' });
    expect(await ana('playback.session', { session })).toMatchObject({ v: 1 });
  });

  it('leaves out of a command what it does not know', async () => {
    const session = await open();
    await tell(session, { ...start, more: 'x'.repeat(1000) } as ToldCommand);
    expect(JSON.stringify(await ana('playback.session', { session }))).not.toContain('more');
  });

  it('keeps the sessions of others to them', async () => {
    const session = await open();
    const ben = rooms.as(BEN);
    await expect(ben('playback.session', { session })).rejects.toThrow(errorOf('NOT_FOUND'));
    await expect(tell(session, start, { as: ben })).rejects.toThrow(errorOf('NOT_FOUND'));
  });

  it('shows a session as it was', async () => {
    const session = await open();
    await tell(session, start);
    await tell(session, { type: 'pause', position: 3 });
    expect(await ana('playback.session', { session, version: 2 })).toMatchObject({
      v: 2,
      listen: { isSounding: true, position: 0 },
    });
    await expect(ana('playback.session', { session, time: 1000 })).rejects.toThrow(errorOf('NOT_FOUND'));
  });

  it('counts what was played, and tells the history', async () => {
    const cia = rooms.as({ id: `us-cia-${++sent}`, name: 'cia', roles: ['listener'] });
    const session = await open(cia);
    for (const track of ['tr-1', 'tr-2', 'tr-1'])
      await tell(
        session,
        { type: 'submit', track, album: 'al-1', artist: 'ar-1', duration: 200 },
        { as: cia },
      );
    await tell(session, { ...start, track: 'tr-3' } as ToldCommand, { as: cia });
    await caughtUp();
    const plays = await cia('playback.plays', { ids: ['tr-1', 'tr-2', 'tr-3', 'al-1', 'ar-1'] });
    expect(Object.entries(plays).map(([id, { plays: count }]) => [id, count])).toEqual([
      ['tr-1', 2],
      ['tr-2', 1],
      ['al-1', 3],
      ['ar-1', 3],
    ]);
    expect(Date.now() - Date.parse(plays['tr-1']!.last)).toBeLessThan(60_000);
    const { items, next } = await cia('playback.history', { limit: 3 });
    expect(items.map(({ track, played, ending }) => [track, played, ending])).toEqual([
      ['tr-3', false, undefined],
      ['tr-1', true, 'completed'],
      ['tr-2', true, 'completed'],
    ]);
    const rest = await cia('playback.history', { limit: 3, before: next! });
    expect(rest).toMatchObject({ items: [{ track: 'tr-1' }], next: null });
    await expect(cia('playback.history', { limit: 3, before: 'x' })).rejects.toThrow(
      errorOf('BAD_PARAMETER'),
    );
    expect(await ana('playback.plays', { ids: ['tr-2'] })).toEqual({});
  });

  it('records what was delivered', async () => {
    const session = await open();
    const delivery = {
      track: 'tr-1',
      file: 'original',
      size: 1000,
      ranges: [[0, 500]] as [number, number][],
    };
    const report = { session, client: 'test', id: 'd1', ...delivery, seconds: 2, end: 'left' as const };
    const params = { user: 'us-ana', name: 'ana', deliveries: [report] };
    await rooms.service('playback.deliver', params);
    await rooms.service('playback.deliver', params);
    expect(await ana('playback.session', { session })).toMatchObject({ v: 2 });
    await expect(ana('playback.deliver', params)).rejects.toThrow(errorOf('FORBIDDEN'));
  });

  it('has everything again after a restart', async () => {
    const session = await open();
    const first = await tell(session, start, { id: 'before' });
    rooms = await rooms.restart();
    ana = rooms.as(ANA);
    expect(await tell(session, start, { id: 'before' })).toEqual(first);
    expect(await tell(session, { type: 'pause' })).toMatchObject({ v: 3 });
  });

  it('answers each of several commands for itself, and again the same', async () => {
    const session = await open();
    const commands = [
      { id: 'b1', command: { type: 'pause' } as const },
      { id: 'b2', command: start },
      { id: 'b3', command: { type: 'pause', ago: 10 } as const },
      { id: 'b2', command: start },
    ];
    const answers = await ana('playback.tellAll', { session, commands });
    expect(answers).toMatchObject([{ refused: 'CONFLICT' }, { v: 2 }, { v: 3 }, { v: 2 }]);
    expect(answers[3]).toEqual(answers[1]);
    const again = await ana('playback.tellAll', { session, commands: commands.slice(1) });
    expect(again).toEqual(answers.slice(1));
    expect(await ana('playback.session', { session })).toMatchObject({ v: 3 });
  });

  it('opens sessions for clients that know of none, and another one when that is closed', async () => {
    const eve = rooms.as({ id: `us-eve-${++sent}`, name: 'eve', roles: ['listener'] });
    const play = (id: string) =>
      eve('playback.tellClient', { client: 'DSub', commands: [{ id, command: start }] });
    const { session, answers } = await play('e1');
    expect(answers).toMatchObject([{ v: 2 }]);
    expect((await play('e1')).answers).toEqual(answers);
    await caughtUp();
    expect((await eve('playback.nowPlaying', {})).slice(0, 1)).toEqual([
      expect.objectContaining({ listener: 'eve', client: 'DSub', track: 'tr-1', isSounding: true }),
    ]);
    await eve('playback.tell', { session, id: 'end', command: { type: 'close', by: 'listener' } });
    expect((await play('e2')).session).not.toBe(session);
    await caughtUp();
    expect((await eve('playback.sessions', { limit: 10 })).items).toMatchObject([
      { closed: null, device: { client: 'DSub' } },
      { session, closed: 'listener' },
    ]);
  });

  it('counts what a client submits with its time once, however late it is sent again, and after a restart', async () => {
    const user: Principal = { id: `us-ida-${++sent}`, name: 'ida', roles: ['listener'] };
    const told = (id: string, at?: number) => ({
      id,
      command: { type: 'submit', track: id, duration: 200, ...(at !== undefined && { at }) } as const,
    });
    const submit = (...commands: ReturnType<typeof told>[]) =>
      rooms.as(user)('playback.tellClient', { client: 'DSub', commands });
    const close = (session: string) =>
      rooms.as(user)('playback.tell', {
        ...{ session, id: 'end', command: { type: 'close', by: 'listener' } },
      });
    const [yesterday, early] = [Date.now() - 86_400_000, Date.now() - 9 * 86_400_000];
    const first = await submit(told('tr-1', yesterday), told('tr-2', early), told('tr-3'));
    await close(first.session);
    const { session } = await submit(told('tr-4', yesterday + 1));
    await close(session);
    rooms = await rooms.restart();
    ana = rooms.as(ANA);
    const again = await submit(told('tr-1', yesterday), told('tr-5', yesterday + 2), told('tr-2', early));
    expect(again.answers).toMatchObject([first.answers[0]!, { reply: {} }, first.answers[1]!]);
    expect((await submit(told('tr-4', yesterday + 1))).answers).toMatchObject([{ reply: {} }]);
    await caughtUp();
    const { items } = await rooms.as(user)('playback.history', { limit: 100 });
    expect(items.map(({ track }) => track)).toEqual(['tr-3', 'tr-5', 'tr-4', 'tr-1', 'tr-2']);
  });

  it('tells how often something was played by now, also who has asked before', async () => {
    const kim: Principal = { id: `us-kim-${++sent}`, name: 'kim', roles: ['listener'] };
    const as = rooms.as(kim);
    const plays = async () => {
      await caughtUp();
      const known = await as('playback.plays', { ids: ['tr-1', 'al-1', 'ar-1', 'tr-2', 'tr-404'] });
      return Object.entries(known).map(([id, known]) => [id, known.plays]);
    };
    const submit = (track: string) =>
      as('playback.tellClient', {
        client: 'DSub',
        commands: [
          {
            id: `k${++sent}`,
            command: { type: 'submit', track, album: 'al-1', artist: 'ar-1', duration: 200 },
          },
        ],
      });
    expect(await plays()).toEqual([]);
    await submit('tr-1');
    expect(await plays()).toEqual(['tr-1', 'al-1', 'ar-1'].map((id) => [id, 1]));
    await submit('tr-2');
    const twice = [
      ['tr-1', 1],
      ['al-1', 2],
      ['ar-1', 2],
      ['tr-2', 1],
    ];
    expect(await plays()).toEqual(twice);
    await (rooms.broker.getLocalService('playback') as unknown as { room: Room }).room.models.rebuild(PLAYS);
    expect(await plays()).toEqual(twice);
    await submit('tr-1');
    expect((await plays())[0]).toEqual(['tr-1', 2]);
    expect(await rooms.as(BEN)('playback.plays', { ids: ['tr-404'] })).toEqual({});
    await rooms.service('playback.forget', { user: kim.id });
    expect(await plays()).toEqual([]);
  });

  it('keeps a queue, and tells who edits an older one how it is', async () => {
    const fay = rooms.as({ id: `us-fay-${++sent}`, name: 'fay', roles: ['listener'] });
    const where = { index: 0, position: 5, isSounding: false, device };
    const first = await fay('playback.setQueue', { id: 'q1', tracks: ['tr-1', 'tr-2'], ...where });
    expect(first).toMatchObject({ v: 2, edition: 1, tracks: ['tr-1', 'tr-2'], position: 5, device });
    const moved = await fay('playback.moveQueue', {
      id: 'q2',
      edition: 1,
      ...where,
      position: 7,
      isSounding: true,
    });
    expect(moved).toMatchObject({ v: 3, edition: 1 });
    expect((await fay('playback.queue', {})).position).toBeGreaterThanOrEqual(7);
    await expect(
      fay('playback.setQueue', { id: 'q3', expected: 2, tracks: [], ...where, index: null }),
    ).rejects.toMatchObject({ type: 'QUEUE_CHANGED', data: { queue: { v: 3, tracks: ['tr-1', 'tr-2'] } } });
    await expect(fay('playback.moveQueue', { id: 'q4', ...where, index: 2 })).rejects.toThrow(
      errorOf('BAD_PARAMETER'),
    );
  });

  it('shows what was delivered, to its listener and to administrators', async () => {
    const gus = rooms.as({ id: 'us-gus', name: 'gus', roles: ['listener'] });
    const admin = rooms.as({ id: 'us-admin', name: 'admin', roles: ['listener', 'admin'] });
    const session = await open(gus);
    const file = { track: 'tr-9', file: 'a', size: 100, seconds: 1, end: 'complete' } as const;
    const deliveries = [
      { id: 'g1', session, client: 'x', ...file, ranges: [[0, 60]] as [number, number][] },
      { id: 'g2', session, client: 'x', ...file, ranges: [[50, 100]] as [number, number][] },
      { id: 'g3', session: 'se-none', client: 'x', ...file, ranges: [[0, 10]] as [number, number][] },
    ];
    await rooms.service('playback.deliver', { user: 'us-gus', name: 'gus', deliveries });
    await caughtUp();
    const { items } = await gus('playback.ledger', { limit: 10, track: 'tr-9' });
    expect(items.map(({ bytes, deliveries: count }) => [bytes, count]).sort()).toEqual([
      [10, 1],
      [100, 2],
    ]);
    expect((await gus('playback.ledger', { limit: 10, session })).items).toHaveLength(1);
    expect((await admin('playback.ledger', { limit: 10, track: 'tr-9', everybody: true })).items).toEqual(
      items,
    );
    expect((await admin('playback.ledger', { limit: 10, user: 'us-gus', from: 0, to: 1 })).items).toEqual([]);
    const ben = rooms.as(BEN);
    expect((await ben('playback.ledger', { limit: 10, track: 'tr-9' })).items).toEqual([]);
    for (const asked of [{ user: 'us-gus' }, { everybody: true }])
      await expect(ben('playback.ledger', { limit: 10, ...asked })).rejects.toThrow(errorOf('FORBIDDEN'));
    const { items: events } = await admin('playback.events', { session, limit: 10, user: 'us-gus' });
    expect(events.map(({ v, type, command }) => [v, type, command])).toEqual([
      [1, 'opened', session],
      [2, 'delivered', 'g1'],
      [3, 'delivered', 'g2'],
    ]);
    expect(events[0]!.data).toMatchObject({ device });
  });

  it('tells of a year, and of what is to be paid for a month', async () => {
    const hal = rooms.as({ id: 'us-hal', name: 'hal', roles: ['listener'] });
    const admin = rooms.as({ id: 'us-admin', name: 'admin', roles: ['listener', 'admin'] });
    const session = await open(hal);
    const at = Date.now() - 1000;
    const music = { track: 'tr-hal', album: 'al-hal', artist: 'ar-hal', duration: 200 };
    await tell(session, { type: 'submit', ...music, at }, { as: hal });
    await caughtUp();
    const now = new Date(at);
    const year = await hal('playback.year', { year: now.getUTCFullYear(), timeZone: 'UTC' });
    expect(year).toMatchObject({
      plays: 1,
      heard: 200,
      days: 1,
      top: { tracks: [{ id: 'tr-hal', plays: 1 }] },
    });
    expect(year.months[now.getUTCMonth()]).toEqual({ plays: 1, heard: 200 });
    expect(year.hours[now.getUTCHours()]).toEqual({ plays: 1, heard: 200 });
    await expect(hal('playback.year', { year: 2026, timeZone: 'Mars/Base' })).rejects.toThrow(
      errorOf('BAD_PARAMETER'),
    );
    const month = now.toISOString().slice(0, 7);
    const { items } = await admin('playback.royalties', { month, kind: 'artist', limit: 500 });
    expect(items).toEqual(expect.arrayContaining([{ id: 'ar-hal', plays: 1, heard: 200 }]));
    await expect(hal('playback.royalties', { month, kind: 'artist', limit: 1 })).rejects.toThrow(
      errorOf('FORBIDDEN'),
    );
    expect(await hal('playback.played', { kind: 'album', order: 'most', limit: 5 })).toMatchObject([
      { id: 'al-hal', plays: 1 },
    ]);
    expect(await hal('playback.played', { kind: 'album', order: 'last', limit: 5, offset: 1 })).toEqual([]);
  });

  it('keeps nothing of a listener who is forgotten, also when its read models are built anew', async () => {
    const dan = rooms.as({ id: 'us-dan', name: 'dan', roles: ['listener'] });
    const session = await open(dan);
    const kept = await open(dan);
    const artist = 'ar-dan';
    await tell(session, { type: 'submit', track: 'tr-1', duration: 200, artist }, { as: dan });
    await tell(kept, start, { as: dan });
    await dan('playback.setQueue', {
      ...{ id: 'q', tracks: ['tr-1'], index: 0, position: 0, isSounding: false, device },
    });
    await rooms.service('playback.forget', { user: 'us-dan' });
    await rooms.service('playback.forget', { user: 'us-dan' });
    const { room } = rooms.broker.getLocalService('playback') as unknown as { room: Room };
    const isForgotten = async () => {
      await caughtUp();
      expect((await dan('playback.history', { limit: 10 })).items).toEqual([]);
      expect((await dan('playback.sessions', { limit: 10 })).items).toEqual([]);
      expect(await dan('playback.plays', { ids: ['tr-1', artist] })).toEqual({});
      expect((await dan('playback.year', { year: new Date().getUTCFullYear(), timeZone: 'UTC' })).plays).toBe(
        0,
      );
      expect((await dan('playback.queue', {})).tracks).toEqual([]);
      expect(await dan('playback.session', { session })).toMatchObject({ device: null });
    };
    await isForgotten();
    for (const { model } of MODELS) expect(await room.models.rebuild(model)).toMatchObject({ differing: 0 });
    await isForgotten();
    // What was under way is stored after all, and goes too.
    const late = {
      type: 'deliver',
      track: 'tr-1',
      file: 'a',
      size: 9,
      ranges: [[0, 9]],
      seconds: 1,
      end: 'left',
    } as const;
    await room.sessions.tell('us-dan', { session: kept, id: 'late', command: late });
    await room.forgotten.sweep(Date.now() + 120_000);
    await isForgotten();
    expect((await dan('playback.ledger', { limit: 10 })).items).toEqual([]);
    for (const { model } of MODELS) expect(await room.models.rebuild(model)).toMatchObject({ differing: 0 });
    expect((await dan('playback.ledger', { limit: 10 })).items).toEqual([]);
    await expect(open(dan)).rejects.toThrow(errorOf('NOT_FOUND'));
    await expect(tell(kept, start, { as: dan })).rejects.toThrow(errorOf('SESSION_CLOSED'));
  });
});
