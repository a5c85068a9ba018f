import { mongo } from 'mongoose';
import { ABOUT, RESTORING } from '../../mixins/store/mongo/connection.ts';
import { documentsIn } from './document-file.ts';
import { databaseName, isKept, ROOMS, type Room } from './rooms.ts';

/** Says in each database that it is being restored; no engine starts on one that says so. */
interface Mark {
  _id: typeof RESTORING;
  /** Which backup it is of. */
  backup: string;
  /** In the first of them: everything is in place, and only the marks are still to be taken away. */
  whole?: true;
}

/** Keeps every type of a number, which would otherwise all become the one that JavaScript has. */
const EXACT = { promoteValues: false, bsonRegExp: true };

/** The databases of an engine, to which a backup is restored. */
export class Target {
  readonly #client: mongo.MongoClient;
  readonly #namespace: string;

  constructor(client: mongo.MongoClient, namespace: string) {
    this.#client = client;
    this.#namespace = namespace;
  }

  async holdsData(): Promise<boolean> {
    for (const room of ROOMS)
      for (const name of await this.#collectionsOf(room))
        if (isKept(name) && (await this.#db(room).collection(name).findOne()) !== null) return true;
    return false;
  }

  /** What was begun and not finished. */
  async begun(): Promise<Mark | undefined> {
    for (const room of ROOMS) {
      const mark = await this.#about(room).findOne({ _id: RESTORING });
      if (mark !== null) return mark;
    }
    return undefined;
  }

  /** From here on no engine starts on any of them until {@link finish}. */
  async begin(backup: string): Promise<void> {
    for (const room of ROOMS)
      await this.#about(room).replaceOne({ _id: RESTORING }, { backup }, { upsert: true });
  }

  /** Removes all but the marks. */
  async clear(): Promise<void> {
    for (const room of ROOMS) {
      for (const name of await this.#collectionsOf(room))
        if (isKept(name)) await this.#db(room).dropCollection(name);
      await this.#about(room).deleteMany({ _id: { $ne: RESTORING } });
    }
  }

  /** @returns how many documents of a file there are now */
  async load(file: string, { room, collection }: { room: Room; collection: string }): Promise<number> {
    let loaded = 0;
    for await (const documents of documentsIn(file)) {
      const exact = documents.map((document) => mongo.BSON.deserialize(document, EXACT));
      await this.#db(room).collection(collection).insertMany(exact, { ordered: false });
      loaded += documents.length;
    }
    return loaded;
  }

  /** Everything is in place. */
  async finish(): Promise<void> {
    const [first, ...others] = ROOMS;
    await this.#about(first).updateOne({ _id: RESTORING }, { $set: { whole: true } });
    for (const room of [...others, first]) await this.#about(room).deleteOne({ _id: RESTORING });
  }

  #db(room: Room): mongo.Db {
    return this.#client.db(databaseName(this.#namespace, room));
  }

  #about(room: Room): mongo.Collection<Mark> {
    return this.#db(room).collection<Mark>(ABOUT);
  }

  async #collectionsOf(room: Room): Promise<string[]> {
    const found = await this.#db(room).listCollections({}, { nameOnly: true }).toArray();
    return found.map(({ name }) => name).filter((name) => !name.startsWith('system.'));
  }
}
