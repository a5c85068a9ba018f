import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openJournal } from '../../../mixins/journal/open.ts';
import { partitionOf } from '../../../mixins/journal/partitions.ts';
import type { StoredEvent } from '../../../mixins/journal/types.ts';
import { servedFrom } from '../../../mixins/projection/slots.ts';
import type { Verified } from '../../../mixins/projection/verify.ts';
import { openDatabase } from '../../../mixins/store/store.ts';
import type { Database, Operation } from '../../../mixins/store/types.ts';
import type { Principal } from '../../../services/actions.ts';
import { PLAYS, type PlaysDoc } from '../../../services/playback/models/plays.ts';
import playback from '../../../services/playback/playback.service.ts';
import { COLLECTIONS, type Room } from '../../../services/playback/room.ts';
import { verifyPlayback } from '../../../services/playback/verify.ts';
import { errorOf, type Rooms, startRooms } from '../../support/rooms.ts';
import { stores } from '../../support/stores.ts';

const ANA: Principal = { id: 'us-ana', name: 'ana', roles: ['listener'] };
const device = { id: 'cr-1', name: 'Kitchen', client: 'test' };

describe.each(stores)('verifying playback, on $name', (store) => {
  let rooms: Rooms;

  const room = () => (rooms.broker.getLocalService('playback') as unknown as { room: Room }).room;
  const verified = () => verifyPlayback(rooms.broker.config, { limit: 10, patience: 200 });
  const play = async (...tracks: string[]) => {
    const ana = rooms.as(ANA);
    const { session } = await ana('playback.open', { device });
    for (const track of tracks) {
      const command = { type: 'submit', track, artist: 'ar-1', duration: 200 } as const;
      await ana('playback.tell', { session, id: `c-${track}`, command });
    }
    return session;
  };

  beforeAll(async () => {
    rooms = await startRooms(store, playback);
    await play('tr-1', 'tr-2', 'tr-3');
    await room().caughtUp();
  });
  afterAll(() => rooms.stop());

  /** What is found when a document was replaced by nobody who may, or removed; it is put back afterwards. */
  async function planted(model: string, id: string, plant: (doc: PlaysDoc) => { _id: string } | undefined) {
    const { config } = rooms.broker;
    const changed = async (work: (db: Database, collection: string) => Promise<void>) => {
      const db = await openDatabase(config, 'playback', { collections: COLLECTIONS });
      await work(db, (await servedFrom(db, { name: model }))!.collection);
      await db.close();
    };
    let found: Verified;
    rooms = await rooms.restart(async () => {
      const back: Operation[] = [];
      await changed(async (db, collection) => {
        const doc = (await db.collection<PlaysDoc>(collection).get(id))!;
        const put = plant(doc);
        await db.commit([put === undefined ? { collection, remove: id } : { collection, put }]);
        back.push({ collection, remove: put?._id ?? id }, { collection, put: doc });
      });
      found = await verified();
      await changed((db) => db.commit(back));
    });
    return { equal: found!.equal, found: found!.models.find((each) => each.model === model)! };
  }

  it('finds everything equal while it runs, and counts what it has looked at', async () => {
    const found = await verified();
    expect(found).toMatchObject({ equal: true, journal: { commits: 4, events: 10, faults: 0 } });
    expect(found.models.map(({ model, documents }) => [model, documents])).toEqual([
      ['plays', 8],
      ['listens', 3],
      ['sessions', 1],
      ['ledger', 0],
      ['hours', 1],
      ['royalties', 4],
    ]);
  });

  it('finds everything equal while there are always new events', async () => {
    let isOver = false;
    const playing = (async () => {
      while (!isOver) await play('tr-1', 'tr-4');
    })();
    for (let i = 0; i < 5; i++) expect(await verified()).toMatchObject({ equal: true });
    isOver = true;
    await playing;
  });

  it('finds a document that is wrong, and says where', async () => {
    const id = 'us-ana/all/tr-2';
    const { equal, found } = await planted('plays', id, (doc) => ({ ...doc, plays: 2 }) as PlaysDoc);
    expect(equal).toBe(false);
    expect(found).toMatchObject({
      faults: { wrong: 1, missing: 0, extra: 0, behind: 0 },
      findings: [{ kind: 'wrong', id, fields: { plays: { stored: 2, journal: 1 } } }],
    });
    expect(Object.keys(found.findings[0]!.fields!)).toEqual(['plays']);
    expect(await verified()).toMatchObject({ equal: true });
  });

  it('finds a document that is missing', async () => {
    const id = 'us-ana/all/tr-1';
    const { found } = await planted('plays', id, () => undefined);
    expect(found).toMatchObject({ faults: { missing: 1 }, findings: [{ kind: 'missing', id }] });
  });

  it('finds one too many', async () => {
    const id = 'us-ana/all/never';
    const { found } = await planted('plays', 'us-ana/all/tr-3', (doc) => ({ ...doc, _id: id }));
    expect(found).toMatchObject({
      faults: { wrong: 0, missing: 0, extra: 1 },
      findings: [{ kind: 'extra', id }],
    });
  });

  it('finds one that was not counted on with an event, and does not take it for one that is behind', async () => {
    const older = (doc: PlaysDoc) => ({ ...doc, plays: 0, ck: { p00: 0 } }) as PlaysDoc;
    const { found } = await planted('plays', 'us-ana/all/tr-2', older);
    expect(found).toMatchObject({ faults: { wrong: 1, behind: 0 } });
  });

  it('is mended by an administrator who has the read model built anew', async () => {
    const ana = rooms.as(ANA);
    await expect(ana('playback.rebuild', { model: 'plays' })).rejects.toThrow(errorOf('FORBIDDEN'));
    const admin = rooms.as({ id: 'us-admin', name: 'admin', roles: ['listener', 'admin'] });
    await expect(admin('playback.rebuild', { model: 'none' })).rejects.toThrow(errorOf('NOT_FOUND'));
    const plays = room().models.serving<PlaysDoc>(PLAYS);
    await plays.remove('us-ana/all/tr-2');
    const rebuilding = admin('playback.rebuild', { model: 'plays' });
    await expect(admin('playback.rebuild', { model: 'plays' })).rejects.toThrow(errorOf('CONFLICT'));
    expect(await rebuilding).toMatchObject({ differing: 1 });
    expect(await ana('playback.plays', { ids: ['tr-2'] })).toMatchObject({ 'tr-2': { plays: 1 } });
    expect(await verified()).toMatchObject({ equal: true });
  });

  it('finds everything equal when somebody was forgotten', async () => {
    await play('tr-5');
    const ben = rooms.as({ id: 'us-ben', name: 'ben', roles: ['listener'] });
    const { session } = await ben('playback.open', { device });
    const command = { type: 'submit', track: 'tr-5', duration: 200 } as const;
    await ben('playback.tell', { session, id: 'c', command });
    await room().caughtUp();
    const before = await verified();
    await rooms.service('playback.forget', { user: 'us-ben' });
    await room().caughtUp();
    const after = await verified();
    expect([before.equal, after.equal]).toEqual([true, true]);
    const sessions = ({ models }: Verified) => models.find(({ model }) => model === 'sessions')!.documents;
    expect(sessions(after)).toBe(sessions(before) - 1);
  });

  it('says what is behind of read models that have not taken in what was stored last', async () => {
    const session = await play('tr-9');
    await room().caughtUp();
    rooms = await rooms.restart(async () => {
      await append({ stream: `us-ana/${session}`, cmd: 'later' });
      const { equal, journal, models } = await verified();
      expect({ equal, faults: journal.faults }).toEqual({ equal: false, faults: 0 });
      const behind = models.filter(({ faults }) => faults.behind > 0);
      expect(behind.map(({ model, findings }) => [model, findings])).toEqual([
        ['sessions', [{ kind: 'behind', id: `us-ana/${session}` }]],
      ]);
    });
    await room().caughtUp();
    expect(await verified()).toMatchObject({ equal: true });
  });

  it('finds in the journal what no engine writes', async () => {
    rooms = await rooms.restart(async () => {
      await append({ stream: 'us-ana/se-x', v: 1, cmd: 'x', type: 'opened' });
      await append({ stream: 'us-ana/se-x', v: 3, cmd: 'y', type: 'unheard-of' });
      await append({ stream: 'us-ana/se-x', v: 4, cmd: 'z' }, 2);
      const { equal, journal } = await verified();
      expect(equal).toBe(false);
      expect(journal.findings.map(({ kind, what }) => [kind, what])).toEqual([
        ['version', 'After version 1 of us-ana/se-x comes 3.'],
        ['unknown', 'Version 3 of us-ana/se-x is not understood: unheard-of, schema 1.'],
        ['position', expect.stringMatching(/^Position \d+ is missing; what comes after it, up to \d+, is/)],
      ]);
    });
  });

  /** Appends an event of a session to the journal of an engine that does not run, some positions further. */
  async function append(event: Partial<StoredEvent> & { stream: string; cmd: string }, further = 1) {
    const log = await openJournal(rooms.broker.config, 'playback');
    const p = partitionOf('us-ana');
    const last = (await log.last(p))!;
    const v = event.v ?? (await log.stream(event.stream, 1, 100)).length + 1;
    const data = { at: last.at, by: 'idle' };
    const whole = { type: 'closed', schema: 1, data, v, ...event };
    await log.append({ ...last, p, pos: last.pos + further, events: [whole] });
    await log.close();
  }
});
