import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CantigaError } from '../../../errors.ts';
import { openDatabase } from '../../../mixins/store/store.ts';
import type { Database, Operation } from '../../../mixins/store/types.ts';
import { COLLECTIONS, type CommitDoc, type TrackDoc } from '../../../services/catalog/collections.ts';
import { Ingest, lastCommit } from '../../../services/catalog/ingest.ts';
import type { Track } from '../../../services/catalog/model.ts';
import type { Release } from '../../../services/catalog/track.ts';
import { type FakeLibrary, fakeLibrary } from '../../support/catalog/fake-library.ts';
import { change } from '../../support/catalog/synthetic.ts';
import { eventually } from '../../support/rooms.ts';
import { stores } from '../../support/stores.ts';

const titleOf = (track: string) => (JSON.parse(track) as Track).title;

describe.each(stores)('following the library, on $name', (store) => {
  let db: Database;
  let library: FakeLibrary;
  let close: () => Promise<void>;
  let running: Ingest[];

  beforeEach(async () => {
    const { config, cleanup } = await store.open();
    db = await openDatabase(config, 'catalog', { collections: COLLECTIONS });
    library = fakeLibrary();
    running = [];
    close = async () => {
      await Promise.all(running.map((each) => each.stop()));
      await db.close();
      await cleanup();
    };
  });
  afterEach(() => close());

  const start = (over: Database = db) => {
    const ingest = new Ingest({
      db: over,
      pull: (after, epoch) => library.pull(after, epoch),
      complete: async () => library.complete,
      committed: async () => {},
      now: () => 1,
      warn: () => {},
    });
    running.push(ingest);
    ingest.start();
    return ingest;
  };
  const followedTo = (source: number) => eventually(async () => (await lastCommit(db)).source === source);
  const tracks = () => db.collection<TrackDoc>('tracks').query('byNumber');
  const commits = () => db.collection<CommitDoc>('commits').query('byPosition');
  const image = async () => (await tracks()).map(({ _id, n, source, track }) => ({ _id, n, source, track }));

  const history = () => {
    library.add(
      [change('a'), change('b')],
      [change('c'), change('a', { title: 'A2' })],
      [change('b', { title: 'B2' })],
    );
    library.add([change('d')], [change('a', { title: 'A3' }), change('e')]);
  };

  it('stores every track as it last was, numbered for ever in the order of the feed', async () => {
    history();
    start();
    await followedTo(5);
    expect((await tracks()).map(({ _id, track }) => [_id, titleOf(track)])).toEqual([
      ['tr-a', 'A3'],
      ['tr-b', 'B2'],
      ['tr-c', 'Title'],
      ['tr-d', 'Title'],
      ['tr-e', 'Title'],
    ]);
    expect((await commits()).map(({ pos }) => pos)).toEqual((await commits()).map((_, i) => i + 1));
  });

  it('learns the paths of tracks that an older version has stored without', async () => {
    history();
    start();
    await followedTo(5);
    await running[0]!.stop();
    const whole = await tracks();
    const { paths: _, ...old } = (await commits()).at(-1)!;
    await db.commit([
      ...whole.map((doc): Operation => {
        const { path: _, ...release } = JSON.parse(doc.release) as Release;
        const put = { ...doc, release: JSON.stringify(release) };
        return { collection: 'tracks', put };
      }),
      { collection: 'commits', put: old },
    ]);
    start();
    const paths = async () =>
      (await tracks()).map(({ release }) => (JSON.parse(release) as Release).path ?? null);
    await eventually(async () => !(await paths()).includes(null));
    await followedTo(5);
    const content = ({ rev: _, ...doc }: TrackDoc) => doc;
    expect((await tracks()).map(content)).toEqual(whole.map(content));
    library.add([change('f')]);
    await followedTo(6);
  });

  it('goes on where it stopped', async () => {
    history();
    await Promise.all([followedTo(5), start()]);
    await running[0]!.stop();
    library.add([change('f')]);
    start();
    await followedTo(6);
    expect((await tracks()).map(({ _id }) => _id)).toContain('tr-f');
  });

  it('waits while the library is away, and takes a hint when it is back', async () => {
    library.away = true;
    const ingest = start();
    await eventually(async () => library.asked > 0);
    history();
    library.away = false;
    ingest.wake();
    await followedTo(5);
  });

  /** Writes only the first operations of a commit, one by one as MongoDB does, and then dies. */
  const dyingAfter = (operations: number): Database => ({
    ...db,
    collection: (name) => db.collection(name),
    async commit(all: readonly Operation[]) {
      for (const each of all.slice(0, operations)) await db.commit([each]);
      throw new CantigaError('UNAVAILABLE', 'The node has died.');
    },
    close: async () => {},
  });

  it('comes to the same when it dies between any two writes', async () => {
    history();
    start();
    await followedTo(5);
    const whole = await image();
    for (let operations = 0; operations <= 4; operations++) {
      await close();
      const { config, cleanup } = await store.open();
      db = await openDatabase(config, 'catalog', { collections: COLLECTIONS });
      running = [];
      close = async () => {
        await Promise.all(running.map((each) => each.stop()));
        await db.close();
        await cleanup();
      };
      const asked = library.asked;
      const dying = start(dyingAfter(operations));
      await eventually(async () => library.asked > asked);
      await dying.stop();
      start();
      await followedTo(5);
      expect(await image()).toEqual(whole);
    }
  });

  it('is done once when two nodes do it at the same time', async () => {
    for (let i = 0; i < 40; i++) library.add([change(`${i}`), change(`${i % 7}`, { title: `at ${i}` })]);
    start();
    start();
    await followedTo(40);
    const stored = await image();
    expect(new Set(stored.map(({ n }) => n)).size).toBe(40);
    expect(stored.map(({ _id }) => _id)).toEqual(Array.from({ length: 40 }, (_, i) => `tr-${i}`));
    expect(titleOf(stored[3]!.track)).toBe('at 38');
    const made = await commits();
    expect(made.map(({ pos }) => pos)).toEqual(made.map((_, i) => i + 1));
    expect(made.map(({ source }) => source)).toEqual(
      made.map(({ source }) => source).toSorted((a, b) => a - b),
    );
  });

  it('does not let a node that is behind overwrite what one that is ahead has written', async () => {
    library.add([change('a')]);
    start();
    await followedTo(1);
    await running[0]!.stop();
    library.add([change('a', { title: 'old' })]);
    // It has read the feed and the tracks, and sleeps before it writes.
    let wake = () => {};
    const asleep = new Promise<void>((resolve) => {
      wake = resolve;
    });
    let reached = false;
    const slow = start({
      ...db,
      collection: (name) => db.collection(name),
      async commit(operations) {
        reached = true;
        await asleep;
        await db.commit(operations);
      },
      close: async () => {},
    });
    await eventually(async () => reached);
    library.add([change('a', { title: 'new' })]);
    start();
    await followedTo(3);
    wake();
    await slow.stop();
    expect(titleOf((await tracks())[0]!.track)).toBe('new');
    expect((await lastCommit(db)).source).toBe(3);
  });

  const missing = async () =>
    (await tracks()).filter(({ track }) => (JSON.parse(track) as Track).missing).map(({ _id }) => _id);
  const titles = async () => (await tracks()).map(({ _id, track }) => `${_id} ${titleOf(track)}`);

  it('follows from the beginning when the library has lost its database', async () => {
    history();
    start();
    await followedTo(5);
    const before = await tracks();
    library.complete = false;
    library.loseAfter(0);
    library.add([change('b'), change('a', { title: 'A4' })], [change('c'), change('f')]);
    running[0]!.wake();
    await eventually(async () => (await titles()).includes('tr-f Title'));
    expect(await titles()).toEqual([
      'tr-a A4',
      'tr-b Title',
      'tr-c Title',
      'tr-d Title',
      'tr-e Title',
      'tr-f Title',
    ]);
    expect((await tracks()).slice(0, 5).map(({ n }) => n)).toEqual(before.map(({ n }) => n));
    // It cannot know yet of what the library has not come to.
    expect(await missing()).toEqual([]);
    library.complete = true;
    running[0]!.wake();
    // Without transactions they come one after the other.
    await eventually(async () => (await missing()).length === 2);
    expect(await missing()).toEqual(['tr-d', 'tr-e']);
    library.add([change('d')]);
    running[0]!.wake();
    await eventually(async () => (await missing()).length === 1);
    await running[0]!.stop();
    const made = await commits();
    expect(made.map(({ pos }) => pos)).toEqual(made.map((_, i) => i + 1));
    // Nothing is left to be cleared up after a restart.
    expect((await lastCommit(db)).leftovers).toBeUndefined();
  });

  it('follows from the beginning when the library was restored from a backup and has gone on since', async () => {
    history();
    start();
    await followedTo(5);
    await running[0]!.stop();
    library.loseAfter(3);
    library.add([change('a', { title: 'A4' })], [change('g')], [change('h')]);
    start();
    await followedTo(6);
    await eventually(async () => (await missing()).length === 2);
    expect(await titles()).toEqual([
      'tr-a A4',
      'tr-b B2',
      'tr-c Title',
      'tr-d Title',
      'tr-e Title',
      'tr-g Title',
      'tr-h Title',
    ]);
    expect(await missing()).toEqual(['tr-d', 'tr-e']);
  });

  it('waits when the library has lost its database and found nothing yet', async () => {
    history();
    start();
    await followedTo(5);
    const before = await image();
    library.loseAfter(0);
    const asked = library.asked;
    running[0]!.wake();
    await eventually(async () => library.asked > asked);
    await running[0]!.stop();
    expect(await image()).toEqual(before);
  });

  it('comes to the same after a loss when it dies between any two writes, or two nodes do it', async () => {
    history();
    start();
    await followedTo(5);
    await running[0]!.stop();
    library.loseAfter(0);
    library.add([change('a', { title: 'A4' }), change('c')], [change('f')]);
    for (let operations = 0; operations <= 3; operations++) {
      const asked = library.asked;
      const dying = start(dyingAfter(operations));
      await eventually(async () => library.asked > asked);
      await dying.stop();
    }
    start();
    start();
    await eventually(async () => (await missing()).length === 3);
    expect(await missing()).toEqual(['tr-b', 'tr-d', 'tr-e']);
    expect((await titles()).filter((title) => !/Title|B2/.test(title))).toEqual(['tr-a A4']);
  });
});
