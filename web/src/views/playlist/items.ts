import type { ItemResource, ListOf } from '../../../../services/gateway/rest/resources.ts';
import { get, withQuery } from '../../api/http.ts';

/** Ids that fit into one request. */
const AT_ONCE = 200;

/** Items by their ids, in that order, each as often as it is named; those that are not there are left out. */
export async function itemsOf<T extends ItemResource>(ids: readonly string[]): Promise<T[]> {
  const different = [...new Set(ids)];
  const pages: string[][] = [];
  for (let at = 0; at < different.length; at += AT_ONCE) pages.push(different.slice(at, at + AT_ONCE));
  const found = new Map<string, T>();
  for (const page of pages) {
    const { items } = await get<ListOf<T>>(withQuery('/items', { ids: page.join(',') }));
    for (const item of items) found.set(item.id, item);
  }
  return ids.flatMap((id) => found.get(id) ?? []);
}
