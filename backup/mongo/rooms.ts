import { ABOUT } from '../../mixins/store/mongo/connection.ts';

/** What ends a file of a backup that holds the documents of a collection. */
const END = '.bson.gz';

/**
 * The databases in the order in which they are copied, named as the rooms that own them: who follows or refers to another
 * one before it, as with SQLite.
 */
export const ROOMS = [
  'playback',
  'playback-journal',
  'playlists',
  'profiles',
  'catalog',
  'library',
  'auth',
] as const;
export type Room = (typeof ROOMS)[number];

/**
 * Within a database: what makes other documents count is copied before them, since it is written after them. So what is
 * restored is what a crash could have left.
 */
const FIRST: Readonly<Record<string, readonly string[]>> = {
  playback: ['checkpoints'],
  catalog: ['commits'],
  library: ['commits'],
};
/** What others refer to. */
const LAST: Readonly<Record<string, readonly string[]>> = { library: ['folders'] };

/** The collections of a database in that order. */
export function inOrder(room: Room, collections: readonly string[]): string[] {
  const [first = [], last = []] = [FIRST[room], LAST[room]];
  const rank = (name: string) => Number(last.includes(name)) - Number(first.includes(name));
  return collections.toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

export function databaseName(namespace: string, room: Room): string {
  return `${namespace}-${room}`;
}

export function fileName(room: Room, collection: string): string {
  return `${room}.${collection}${END}`;
}

/** The place of the documents of such a file; undefined for another file. */
export function placeOf(file: string): { room: Room; collection: string } | undefined {
  const [name, collection] = file.split('.');
  const room = ROOMS.find((each) => each === name);
  return room !== undefined && collection !== undefined && file.endsWith(END)
    ? { room, collection }
    : undefined;
}

/** Whether it holds what the engine keeps, and not what is said of the database or is MongoDB's own. */
export function isKept(collection: string): boolean {
  return collection !== ABOUT && !collection.startsWith('system.');
}
