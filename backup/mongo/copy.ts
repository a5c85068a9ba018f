import { join } from 'node:path';
import { mongo } from 'mongoose';
import { flush } from '../files.ts';
import { type BackedUpFile, describe } from '../manifest.ts';
import { DocumentWriter } from './document-file.ts';
import { databaseName, fileName, type Room } from './rooms.ts';

/** Documents that are asked for at once, of at most 16 MB together. */
const PAGE = 1000;

export type Page = readonly Uint8Array[];

interface CopyOptions {
  client: mongo.MongoClient;
  namespace: string;
  /** The folder that is filled. */
  draft: string;
  /** Called before each page, with how many documents were read since. */
  onPage(documents: number): Promise<void>;
}

/** Reads collections and writes what was read to files of a folder. */
export class Copy {
  readonly files: BackedUpFile[] = [];
  readonly #options: CopyOptions;

  constructor(options: CopyOptions) {
    this.#options = options;
  }

  collection<T extends mongo.Document & { _id: string }>(room: Room, name: string): mongo.Collection<T> {
    const { client, namespace } = this.#options;
    // What a majority has is not taken back: nothing that follows from a document is copied without it.
    return client
      .db(databaseName(namespace, room))
      .collection<T>(name, { readConcern: { level: 'majority' } });
  }

  /** The documents of a collection in the order of their ids, as they are in BSON: each that is there all the time, once. */
  async *pages(room: Room, collection: string): AsyncGenerator<Page> {
    const cursor = this.collection(room, collection).find(
      {},
      { raw: true, sort: { _id: 1 }, batchSize: PAGE },
    );
    try {
      while (await cursor.hasNext()) {
        const page = cursor.readBufferedDocuments() as unknown as Uint8Array[];
        await this.#options.onPage(page.length);
        yield page;
      }
    } finally {
      await cursor.close();
    }
  }

  /** Writes them to the file of a collection, in the place of what was written to it before. */
  async write(room: Room, collection: string, pages: AsyncIterable<Page> | Iterable<Page>): Promise<void> {
    const writer = this.open(room, collection);
    for await (const page of pages) await writer.add(page);
    await writer.end();
  }

  /** The same for who writes several files at a time. */
  open(room: Room, collection: string): { add(page: Page): Promise<void>; end(): Promise<void> } {
    const { draft } = this.#options;
    const name = fileName(room, collection);
    const writer = new DocumentWriter(join(draft, name));
    return {
      add: (page) => writer.add(page),
      end: async () => {
        const documents = await writer.end();
        await flush(join(draft, name));
        const before = this.files.findIndex((file) => file.name === name);
        if (before !== -1) this.files.splice(before, 1);
        this.files.push({ ...(await describe(draft, name)), documents });
      },
    };
  }
}

export function decoded<T>(document: Uint8Array): T {
  return mongo.BSON.deserialize(document) as T;
}

export function encoded(document: object): Uint8Array {
  return mongo.BSON.serialize(document, { ignoreUndefined: true });
}
