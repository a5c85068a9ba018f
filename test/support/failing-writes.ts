import { mongo } from 'mongoose';

type Methods = Record<string, (...args: unknown[]) => unknown>;

const ON_COLLECTIONS = [
  'insertOne',
  'insertMany',
  'replaceOne',
  'updateOne',
  'deleteOne',
  'deleteMany',
] as const;

/**
 * Lets the n-th write to MongoDB from now on fail, before or after it is done, and all that come after it.
 * @returns what ends that
 */
export function failingWrites(nth: number, isDone: boolean): () => void {
  let writes = 0;
  const collections = mongo.Collection.prototype as unknown as Methods;
  const databases = mongo.Db.prototype as unknown as Methods;
  const before = [
    ...ON_COLLECTIONS.map((name) => [collections, name, collections[name]!] as const),
    [databases, 'dropCollection', databases.dropCollection!] as const,
  ];
  for (const [prototype, name, write] of before)
    prototype[name] = async function (this: unknown, ...args: unknown[]) {
      writes++;
      if (writes < nth) return write.apply(this, args);
      if (writes === nth && isDone) await write.apply(this, args);
      throw new Error('The network is gone.');
    };
  return () => {
    for (const [prototype, name, write] of before) prototype[name] = write;
  };
}
