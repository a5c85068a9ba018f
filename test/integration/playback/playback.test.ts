import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Principal } from '../../../services/actions.ts';
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

  it('forgets on what somebody listened', async () => {
    const dan = rooms.as({ id: 'us-dan', name: 'dan', roles: ['listener'] });
    const session = await open(dan);
    expect(await dan('playback.session', { session })).toMatchObject({ device });
    await rooms.service('playback.forget', { user: 'us-dan' });
    expect(await dan('playback.session', { session })).toMatchObject({ device: null });
  });
});
