import { setImmediate as breathe } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { partitionOf } from '../../../mixins/journal/partitions.ts';
import type { RecordedEvent } from '../../../mixins/journal/types.ts';
import { ReadModels } from '../../../mixins/projection/models.ts';
import { EVERYWHERE } from '../../../mixins/projection/slots.ts';
import type { Database } from '../../../mixins/store/types.ts';
import type { Principal } from '../../../services/actions.ts';
import { HOURS } from '../../../services/playback/models/hours.ts';
import { MODELS, SCHEMAS } from '../../../services/playback/models.ts';
import playback from '../../../services/playback/playback.service.ts';
import type { Room } from '../../../services/playback/room.ts';
import type { ToldCommand } from '../../../services/playback/session/commands.ts';
import { streamOf } from '../../../services/playback/stream.ts';
import { verifyPlayback } from '../../../services/playback/verify.ts';
import { type Caller, errorOf, type Rooms, startRooms } from '../../support/rooms.ts';
import { stores } from '../../support/stores.ts';

const ANA: Principal = { id: 'us-ana', name: 'ana', roles: ['listener'] };
const BEN: Principal = { id: 'us-ben', name: 'ben', roles: ['listener'] };
const ADMIN: Principal = { id: 'us-admin', name: 'admin', roles: ['listener', 'admin'] };
const MEDIA: Principal = { id: 'media', name: 'media', roles: ['service'] };
const device = { id: 'cr-1', name: 'Kitchen', client: 'test' };
const DAY = 86_400_000;

describe.each(stores)('what is kept of old sessions, on $name', (store) => {
  let rooms: Rooms;
  let ana: Caller;
  let sent = 0;

  const room = () => (rooms.broker.getLocalService('playback') as unknown as { room: Room }).room;
  /** Looks at what is old enough in so many days. */
  const sweep = async (days = 366) => {
    await room().caughtUp();
    return room().retention.sweep(Date.now() + days * DAY);
  };
  const eventsOf = (session: string, user = ANA.id) => room().log.stream(streamOf(user, session), 1, 1000);
  const typesOf = async (session: string) => (await eventsOf(session)).map(({ type }) => type);
  const tell = (session: string, command: ToldCommand, as = ana) =>
    as('playback.tell', { session, id: `c${++sent}`, command });
  const deliver = (session: string, from: number, to: number) => {
    const file = { track: 'tr-1', file: 'original', size: 1000, ranges: [[from, to]] as [number, number][] };
    const report = {
      id: `d${++sent}`,
      session,
      client: 'web',
      ...file,
      seconds: 0.1,
      end: 'complete' as const,
    };
    return rooms.as(MEDIA)('playback.deliver', { user: ANA.id, name: 'ana', deliveries: [report] });
  };
  /** A session in which something of everything happens. */
  const listen = async ({ close = true, as = ana } = {}) => {
    const { session } = await as('playback.open', { device });
    for (const track of ['tr-1', 'tr-2']) {
      const music = { track, album: 'al-1', artist: 'ar-1', duration: 100 };
      await tell(session, { type: 'start', ...music, source: 'player' }, as);
      await tell(session, { type: 'progress', position: 3, heard: 3 }, as);
      await tell(session, { type: 'pause' }, as);
      await tell(session, { type: 'resume' }, as);
      await tell(session, { type: 'seek', to: 50 }, as);
      if (track === 'tr-1') await tell(session, { type: 'submit', ...music }, as);
      await tell(session, { type: 'end', reason: 'completed' }, as);
    }
    if (as === ana) for (const from of [0, 300, 600]) await deliver(session, from, from + 400);
    if (close) await tell(session, { type: 'close', by: 'listener' }, as);
    return session;
  };
  /** All that listeners and administrators are shown of sums, and of the session. */
  const shown = async (session: string) => {
    await room().caughtUp();
    const admin = rooms.as(ADMIN);
    const month = new Date().toISOString().slice(0, 7);
    return {
      session: await ana('playback.session', { session }),
      history: await ana('playback.history', { limit: 100 }),
      ledger: await ana('playback.ledger', { limit: 100 }),
      plays: await ana('playback.plays', { ids: ['tr-1', 'tr-2', 'al-1', 'ar-1'] }),
      year: await ana('playback.year', { year: new Date().getUTCFullYear(), timeZone: 'UTC' }),
      royalties: await admin('playback.royalties', { month, kind: 'track', limit: 100 }),
      now: await ana('playback.nowPlaying', {}),
    };
  };
  const verified = () => verifyPlayback(rooms.broker.config, { limit: 10, patience: 200 });
  const rebuilt = async () => {
    const found = [];
    for (const { model } of MODELS)
      found.push((await rooms.as(ADMIN)('playback.rebuild', { model: model.name })).differing);
    return found;
  };

  beforeAll(async () => {
    rooms = await startRooms(store, playback);
    ana = rooms.as(ANA);
  });
  afterAll(() => rooms.stop());

  it('keeps all events of a session that is open, or was closed not long ago', async () => {
    const [open, closed] = [await listen({ close: false }), await listen()];
    const before = [await eventsOf(open), await eventsOf(closed)];
    expect(await sweep(364)).toBe(0);
    expect([await eventsOf(open), await eventsOf(closed)]).toEqual(before);
    expect(await sweep()).toBe(1);
    expect(await eventsOf(open)).toEqual(before[0]);
    await tell(open, { type: 'close', by: 'listener' });
    expect(await sweep()).toBe(1);
  });

  it('keeps one fact of an old one, and no total changes: as it is, built anew, and when it starts again', async () => {
    const [session, other] = [await listen(), await listen()];
    await listen({ as: rooms.as(BEN) });
    const events = await eventsOf(session);
    const before = await shown(session);
    expect(await sweep()).toBe(3);
    const [fact, ...more] = await eventsOf(session);
    expect(more).toEqual([]);
    expect(fact).toMatchObject({ type: 'compacted', v: events.length, pos: events.at(-1)!.pos });
    expect(await typesOf(other)).toEqual(['compacted']);
    expect(await sweep()).toBe(0);
    for (const again of [
      async () => {},
      async () => expect(await rebuilt()).toEqual(MODELS.map(() => 0)),
      async () => {
        rooms = await rooms.restart();
        ana = rooms.as(ANA);
      },
      async () => expect(await rebuilt()).toEqual(MODELS.map(() => 0)),
    ]) {
      await again();
      expect(await shown(session)).toEqual(before);
      expect(await verified()).toMatchObject({ equal: true });
    }
  });

  it('goes on counting after it', async () => {
    await sweep();
    const session = await listen();
    await room().caughtUp();
    const before = (await shown(session)).plays['tr-1']!.plays;
    await sweep();
    await listen();
    const after = await shown(session);
    expect(after.plays['tr-1']!.plays).toBe(before + 1);
    expect(await verified()).toMatchObject({ equal: true });
    expect(await rebuilt()).toEqual(MODELS.map(() => 0));
    expect(await shown(session)).toEqual(after);
  });

  it('takes in what is delivered after it', async () => {
    const session = await listen();
    await sweep();
    await deliver(session, 900, 1000);
    expect(await typesOf(session)).toEqual(['compacted', 'delivered']);
    const before = await shown(session);
    expect(before.ledger.items[0]).toMatchObject({ session, bytes: 1000, deliveries: 4 });
    expect(await rebuilt()).toEqual(MODELS.map(() => 0));
    expect(await shown(session)).toEqual(before);
  });

  it('says what is not kept any more', async () => {
    const session = await listen();
    const gone = { type: 'NOT_FOUND', message: expect.stringMatching('not kept') };
    const [opened] = await eventsOf(session);
    await sweep();
    await expect(ana('playback.session', { session, version: 3 })).rejects.toMatchObject(gone);
    await expect(ana('playback.session', { session, time: opened!.at })).rejects.toMatchObject(gone);
    const { items } = await ana('playback.events', { session, limit: 10 });
    expect(items).toHaveLength(1);
    const { events } = items[0]!.data as { events: RecordedEvent[] };
    expect(events[0]).toMatchObject({ type: 'opened', data: { device } });
    await expect(tell(session, { type: 'pause' })).rejects.toThrow(errorOf('SESSION_CLOSED'));
    expect(await ana('playback.session', { session })).toMatchObject({ v: items[0]!.v, closed: 'listener' });
  });

  it('leaves a session as it is when its fact would not say the same', async () => {
    const session = await listen();
    const { apply } = HOURS;
    try {
      // What a session did between is counted by somebody.
      HOURS.apply = (doc, event, id) => ({ ...apply(doc, event, id)!, v: event.v });
      expect(await sweep()).toBe(0);
    } finally {
      HOURS.apply = apply;
    }
    expect((await typesOf(session)).length).toBeGreaterThan(10);
  });

  it('begins anew when it is compacted while read models are built or verified', async () => {
    const session = await listen({ close: false });
    await tell(session, { type: 'start', track: 'tr-1', duration: 100, source: 'player' });
    // More than is read at once.
    for (let i = 0; i < 100; i++) await tell(session, { type: i % 2 === 0 ? 'pause' : 'resume' });
    await tell(session, { type: 'close', by: 'listener' });
    const before = await shown(session);
    const { log, models, retention } = room();
    const partition = partitionOf(ANA.id);
    const { read } = log;
    const events = await eventsOf(session);
    const [from, to] = [events.find(({ type }) => type === 'finished')!.pos, events.at(-1)!.pos];
    let isDone = false;
    log.read = async (p, after, limit) => {
      const commits = await read.call(log, p, after, limit);
      const has = (pos: number) => commits.some((commit) => commit.p === partition && commit.pos === pos);
      if (has(from) && !has(to)) {
        // What counts has been read, the last event not.
        log.read = read;
        isDone = (await retention.sweep(Date.now() + 366 * DAY)) > 0;
      }
      return commits;
    };
    try {
      await models.rebuildAll(MODELS.map(({ model }) => model));
    } finally {
      log.read = read;
    }
    expect(isDone).toBe(true);
    expect(await typesOf(session)).toEqual(['compacted']);
    expect(await shown(session)).toEqual(before);
    expect(await verified()).toMatchObject({ equal: true });
  });

  it('waits until read models have taken in what goes', async () => {
    await sweep();
    const { models, retention } = room();
    const { advance } = models;
    models.advance = async (partitions) => {
      await breathe();
      return [...partitions];
    };
    const session = await listen();
    expect(await retention.sweep(Date.now() + 366 * DAY)).toBe(0);
    models.advance = advance;
    expect(await sweep()).toBe(1);
    expect(await typesOf(session)).toEqual(['compacted']);
    expect(await verified()).toMatchObject({ equal: true });
  });

  it('counts nothing twice in a process that has stood still since before', async () => {
    const { db } = rooms.broker.getLocalService('playback') as unknown as { db: Database };
    const { log } = room();
    const models = MODELS.map(({ model }) => model);
    const other = new ReadModels({ models, schemas: SCHEMAS, log, db });
    await other.open();
    const everywhere = async () => {
      for (let left = EVERYWHERE; left.length > 0; ) left = await other.advance(left);
    };
    await everywhere();
    const session = await listen();
    const before = await shown(session);
    await sweep();
    await everywhere();
    expect(await shown(session)).toEqual(before);
  });

  it('forgets who is forgotten, whatever was compacted', async () => {
    const session = await listen();
    await sweep();
    await room().forget(ANA.id);
    await room().caughtUp();
    expect(await ana('playback.history', { limit: 10 })).toMatchObject({ items: [] });
    expect(await sweep()).toBeGreaterThanOrEqual(0);
    expect(await rebuilt()).toEqual(MODELS.map(() => 0));
    expect(await ana('playback.history', { limit: 10 })).toMatchObject({ items: [] });
    expect(await ana('playback.session', { session })).toMatchObject({ device: null });
    expect(await verified()).toMatchObject({ equal: true });
  });
});
