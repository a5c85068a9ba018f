import type { mongo } from 'mongoose';
import type { Config } from '../../config.ts';
import { StartupError } from '../../errors.ts';
import { ABOUT, connect, refuseHalfRestored } from '../../mixins/store/mongo/connection.ts';
import { type BackedUp, copySecret, finishFolder, makeFolder } from '../folder.ts';
import { Deletions } from './accounts.ts';
import { Copy } from './copy.ts';
import { copyPlayback } from './playback.ts';
import { copyPlaylists } from './playlists.ts';
import { databaseName, inOrder, isKept, ROOMS, type Room } from './rooms.ts';

const TOGETHER: Readonly<Partial<Record<Room, readonly string[]>>> = {
  playlists: ['playlists', 'lists'],
  auth: ['accounts', 'admins'],
};

interface Contents {
  collections: Map<Room, string[]>;
  /** About so many. */
  documents: number;
}

/**
 * Copies what an engine has in MongoDB, and the secret, into a new folder, also while engines write it. There is no moment
 * at which all of it was so: it is copied in an order in which what is not of the same moment does no harm.
 * @param onProgress is told which part of it is done, from 0 to 1
 * @throws {StartupError} when there is nothing to back up, the folder is taken, or the disk is full: then nothing is left
 */
export async function backUpMongo(
  { mongoUrl, namespace, data }: Pick<Config, 'data' | 'namespace'> & { mongoUrl: string },
  folder: string,
  onProgress: (part: number) => void = () => {},
): Promise<BackedUp> {
  const connection = await connect(mongoUrl, databaseName(namespace, 'auth'));
  try {
    const client = connection.getClient();
    const contents = await contentsOf(client, namespace);
    if (contents.documents === 0)
      throw new StartupError(`There is nothing to back up: MongoDB holds nothing of '${namespace}'.`);
    return await makeFolder(folder, async (draft) => {
      const created = new Date().toISOString();
      let read = 0;
      const copy = new Copy({
        ...{ client, namespace, draft },
        async onPage(documents) {
          read += documents;
          onProgress(Math.min(1, read / contents.documents));
          await deletions.lookAgain();
        },
      });
      const deletions = new Deletions(copy);
      const secret = await copySecret(data, draft);
      await deletions.look();
      for (const room of ROOMS) await copyRoom(copy, deletions, room, contents.collections.get(room)!);
      const { version: mongodb } = await connection.db!.admin().serverInfo();
      return finishFolder(draft, { created, mongodb: String(mongodb), files: [...copy.files, ...secret] });
    });
  } finally {
    await connection.close();
  }
}

/** @throws {StartupError} when a backup is half restored */
async function contentsOf(client: mongo.MongoClient, namespace: string): Promise<Contents> {
  const contents: Contents = { collections: new Map(), documents: 0 };
  for (const room of ROOMS) {
    const db = client.db(databaseName(namespace, room));
    await refuseHalfRestored(db);
    const names = (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name);
    const kept = names.filter(isKept);
    contents.collections.set(room, inOrder(room, kept));
    for (const name of kept) contents.documents += await db.collection(name).estimatedDocumentCount();
  }
  return contents;
}

async function copyRoom(
  copy: Copy,
  deletions: Deletions,
  room: Room,
  collections: readonly string[],
): Promise<void> {
  if (collections.length === 0) return;
  await copy.write(room, ABOUT, copy.pages(room, ABOUT));
  // The journal is copied with what follows it, and the documents of some collections only together.
  if (room === 'playback') return copyPlayback(copy, collections);
  if (room === 'playback-journal') return;
  const together = TOGETHER[room] ?? [];
  for (const collection of collections)
    if (!together.includes(collection)) await copy.write(room, collection, copy.pages(room, collection));
  if (room === 'playlists') await copyPlaylists(copy);
  if (room === 'auth') await deletions.copyAccounts();
}
