import { afterEach, describe, expect, it } from '@jest/globals';
import { CantigaError } from '../../../errors.ts';
import type { Database, Operation } from '../../../mixins/store/types.ts';
import { startLibrary, type TestLibrary } from '../../support/library.ts';
import { stores } from '../../support/stores.ts';
import { writeMp3 } from '../../support/tiny-mp3.ts';

const TRACKS = 30;
const MORE = 5;

type Part = (operations: readonly Operation[]) => readonly Operation[];

/** A store that breaks off in a commit of the feed, as MongoDB does when its connection is cut. */
function breaking(db: Database) {
  let left: Part | undefined;
  const isOfFeed = (operations: readonly Operation[]) =>
    operations.some(({ collection }) => collection === 'commits');
  return {
    /** Of the next commit this part is stored. */
    breakOff(part: Part) {
      left = part;
    },
    db: {
      collection: (name) => db.collection(name),
      close: () => db.close(),
      async commit(operations) {
        if (left === undefined || !isOfFeed(operations)) return db.commit(operations);
        const stored = left(operations);
        left = undefined;
        await db.commit(stored);
        throw new CantigaError('UNAVAILABLE', 'The database does not answer.');
      },
    } satisfies Database,
  };
}

describe.each(stores)('a library on $name whose store broke off in a commit', (store) => {
  let library: TestLibrary;
  afterEach(() => library.stop());

  it.each([
    { what: 'a part', part: ((all) => all.slice(0, TRACKS / 2)) as Part },
    { what: 'all but the commit itself', part: ((all) => all.slice(0, -1)) as Part },
    { what: 'all of it, without an answer', part: ((all) => all) as Part },
  ])('tells of every track although $what was stored, without a restart', async ({ part }) => {
    let between: ReturnType<typeof breaking>;
    library = await startLibrary(store, {
      through: (db) => {
        between = breaking(db);
        return between.db;
      },
    });
    const write = (from: number, to: number) => {
      for (let n = from; n < to; n++) writeMp3(library.music, `${n}.mp3`, n, { artist: 'A', album: 'B' });
    };
    write(0, TRACKS);
    between!.breakOff(part);
    await library.scan();
    write(TRACKS, TRACKS + MORE);
    const status = await library.scan();
    expect(status).toMatchObject({ state: 'idle', tracks: TRACKS + MORE });
    expect((await library.tracks()).size).toBe(TRACKS + MORE);
    expect((await library.all()).size).toBe(TRACKS + MORE);
    await library.restart();
    expect((await library.tracks()).size).toBe(TRACKS + MORE);
  });
});
