import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openDatabase } from '../../../mixins/store/store.ts';
import type { Collection, Database, Doc } from '../../../mixins/store/types.ts';
import { COLLECTIONS } from '../../../services/auth/model.ts';
import { rememberReads } from '../../../services/auth/remembering.ts';
import { Room } from '../../../services/auth/room.ts';
import { errorOf } from '../../support/rooms.ts';
import { stores } from '../../support/stores.ts';

const [sqlite, mongo] = stores;
const address = '192.0.2.1';

interface Note extends Doc {
  user: string;
  text: string;
}

describe('reads that are remembered', () => {
  let db: Database;
  let stored: Collection<Note>;
  let notes: Collection<Note>;
  let remembering: Database;
  let cleanup: () => Promise<void>;
  let reads = 0;
  let meanwhile: () => Promise<unknown> = async () => {};

  /** Counts what is read, and lets something happen between a read and its answer. */
  const observed = (): Database => ({
    exclusive: true,
    commit: (operations) => db.commit(operations),
    close: () => db.close(),
    collection<T extends Doc>(name: string): Collection<T> {
      const own = db.collection<T>(name);
      const read = async <R>(work: () => Promise<R>): Promise<R> => {
        reads++;
        const answer = await work();
        await meanwhile();
        return answer;
      };
      return {
        ...own,
        get: (id) => read(() => own.get(id)),
        query: (...asked) => read(() => own.query(...asked)),
      };
    },
  });

  beforeAll(async () => {
    const place = await sqlite!.open();
    const notesOf = { fields: { user: 'string' }, queries: { byUser: { equal: ['user'] } } } as const;
    db = await openDatabase(place.config, 'test', { collections: { notes: notesOf, others: notesOf } });
    stored = db.collection('notes');
    cleanup = async () => {
      await db.close();
      await place.cleanup();
    };
  });
  afterAll(() => cleanup());
  beforeEach(async () => {
    for (const { _id } of await stored.query('byUser', { user: 'ana' })) await stored.remove(_id);
    await stored.insert({ _id: 'n-1', user: 'ana', text: 'first' });
    remembering = rememberReads(observed(), ['notes']);
    notes = remembering.collection('notes');
    reads = 0;
    meanwhile = async () => {};
  });

  const both = () => Promise.all([notes.get('n-1'), notes.query('byUser', { user: 'ana' })]);

  it('reach the store once, however often the same is asked', async () => {
    const first = await both();
    expect(await both()).toEqual(first);
    expect(reads).toBe(2);
    await notes.query('byUser', { user: 'ben' });
    await notes.query('byUser', { user: 'ana' }, { limit: 1 });
    expect(reads).toBe(4);
  });

  it.each<[string, (note: Note) => Promise<unknown>]>([
    ['an update', (note) => notes.update({ ...note, text: 'second' })],
    ['an insert', () => notes.insert({ _id: 'n-2', user: 'ana', text: 'second' })],
    ['a removal', () => notes.remove('n-1')],
    [
      'several writes at once',
      (note) => remembering.commit([{ collection: 'notes', update: { ...note, text: 'second' } as Note }]),
    ],
    [
      'a write through another view of the collection',
      (note) => remembering.collection<Note>('notes').update({ ...note, text: 'second' }),
    ],
  ])('are true right after %s', async (_, write) => {
    const [note] = await both();
    await write(note!);
    expect(await both()).toEqual([await stored.get('n-1'), await stored.query('byUser', { user: 'ana' })]);
  });

  it('are true after a write that was refused because somebody else had written', async () => {
    const [note] = await both();
    await stored.update({ ...note!, text: 'by somebody else' });
    await expect(notes.update({ ...note!, text: 'second' })).rejects.toThrow(errorOf('CONFLICT'));
    expect(await notes.get('n-1')).toMatchObject({ text: 'by somebody else' });
  });

  it('are not kept when a write ends between the read and its answer', async () => {
    const note = await stored.get('n-1');
    meanwhile = async () => {
      meanwhile = async () => {};
      await notes.update({ ...note!, text: 'second' });
    };
    expect(await notes.get('n-1')).toMatchObject({ text: 'first' });
    expect(await notes.get('n-1')).toMatchObject({ text: 'second' });
  });

  it('cannot be changed by those who share them', async () => {
    const [note, list] = await both();
    expect(() => Object.assign(note!, { text: 'mine' })).toThrow(TypeError);
    expect(() => Object.assign(list[0]!, { text: 'mine' })).toThrow(TypeError);
    expect(() => list.pop()).toThrow();
  });

  it('leave other collections alone', async () => {
    const others = remembering.collection<Note>('others');
    await both();
    await others.insert({ _id: 'o-1', user: 'ana', text: 'other' });
    await Promise.all([both(), others.get('o-1'), others.get('o-1')]);
    expect(reads).toBe(4);
  });
});

(mongo ? describe : describe.skip)('two nodes with one database', () => {
  it('refuse at once what was revoked, changed or deleted on the other', async () => {
    const { config, cleanup } = await mongo!.open();
    const dbs = await Promise.all(
      [1, 2].map(() => openDatabase(config, 'auth', { collections: COLLECTIONS })),
    );
    try {
      const [here, there] = dbs.map(
        (db) =>
          new Room({
            db,
            secret: 'a secret of more than thirty-two characters',
            forget: async () => {},
            warn() {},
          }),
      ) as [Room, Room];
      await here.accounts.createFirstAdmin(() => here.passwords.hash('a good password'));
      const ana = await here.accounts.create('ana', await here.passwords.hash('a good password'), {});
      const [phone, desk] = [
        await here.credentials.create(ana._id, 'phone'),
        await here.credentials.create(ana._id, 'desk'),
      ];
      const request = (shown: object) => there.authenticator.request(shown, address, undefined);
      const ways = [
        { apiKey: phone.apiKey },
        { username: 'ana', password: phone.secret },
        { username: 'ana', password: 'a good password' },
      ];
      for (const way of ways) expect(await request(way)).toMatchObject({ username: 'ana' });

      await here.credentials.revoke(phone.id);
      await here.update('ana', {}, 'another password');
      for (const way of ways) await expect(request(way)).rejects.toThrow();
      expect(await request({ apiKey: desk.apiKey })).toMatchObject({ username: 'ana' });

      await here.accounts.markDeleted('ana', Date.now());
      await expect(request({ apiKey: desk.apiKey })).rejects.toThrow(errorOf('WRONG_API_KEY'));
    } finally {
      for (const db of dbs) await db.close();
      await cleanup();
    }
  });
});
