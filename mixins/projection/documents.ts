import { isDeepStrictEqual } from 'node:util';
import type { Collection, QueryOptions, ReadableDatabase } from '../store/types.ts';
import type { ModelDoc } from './types.ts';

/** The query of a read model's collection that finds all of its documents in the order of their ids. */
export const EVERYTHING = 'all';

/** Documents that are looked at together. */
export const PAGE = 1000;

/** What a document says, apart from how often it was written and up to where it says it. */
export function contentOf(doc: object): Record<string, unknown> {
  const { rev: _, ck: __, ...content } = doc as ModelDoc;
  return content;
}

/** Whether two documents say the same, whatever they know of. */
export function saysTheSame(one: object, other: object): boolean {
  return isDeepStrictEqual(contentOf(one), contentOf(other));
}

/** All documents of a read model's collection, some at a time; not those that come after the last one meanwhile. */
export function pagesOf(
  db: Pick<ReadableDatabase, 'collection'>,
  collection: string,
): AsyncGenerator<ModelDoc[]> {
  const documents: Pick<Collection<ModelDoc>, 'query'> = db.collection(collection);
  return paged((options) => documents.query(EVERYTHING, {}, options));
}

/** The ids of all of them. */
export async function* idsOf(
  db: Pick<ReadableDatabase, 'collection'>,
  collection: string,
): AsyncGenerator<string[]> {
  const documents: Pick<Collection<ModelDoc>, 'pick'> = db.collection(collection);
  const pages = paged<Pick<ModelDoc, '_id'>>((options) => documents.pick([], EVERYTHING, {}, options));
  for await (const page of pages) yield page.map(({ _id }) => _id);
}

/** The removal of all documents whose ids begin so. */
export async function removalOf(
  db: Pick<ReadableDatabase, 'collection'>,
  collection: string,
  prefix: string,
): Promise<{ collection: string; remove: string }[]> {
  const documents: Pick<Collection<ModelDoc>, 'pick'> = db.collection(collection);
  const removals: { collection: string; remove: string }[] = [];
  for (let after = { _id: prefix }; ; after = { _id: removals.at(-1)!.remove }) {
    const page = await documents.pick([], EVERYTHING, {}, { limit: PAGE, after });
    const found = page.filter(({ _id }) => _id.startsWith(prefix));
    removals.push(...found.map(({ _id }) => ({ collection, remove: _id })));
    if (found.length < PAGE) return removals;
  }
}

async function* paged<T extends { _id: string }>(
  read: (options: QueryOptions<T>) => Promise<T[]>,
): AsyncGenerator<T[]> {
  let page: T[] | undefined;
  do {
    const after = page?.at(-1);
    page = await read({ limit: PAGE, ...(after && { after }) });
    if (page.length > 0) yield page;
  } while (page.length === PAGE);
}
