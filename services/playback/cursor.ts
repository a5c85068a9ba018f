import { CantigaError } from '../../errors.ts';
import type { Collection, Doc } from '../../mixins/store/types.ts';

export interface Page<T> {
  items: T[];
  /** Leads on to earlier ones; null at the end. */
  next: string | null;
}

/**
 * A page of the documents of a query, those with the greatest value of its order first.
 * @param order the field of the query's order, a number
 * @param before `next` of the page before
 * @throws BAD_PARAMETER
 */
export async function pageBefore<D extends Doc>(
  documents: Pick<Collection<D>, 'query'>,
  query: string,
  equal: Record<string, string | number | boolean>,
  order: keyof D & string,
  limit: number,
  before: string | undefined,
  range: { from?: number; to?: number } = {},
): Promise<Page<D>> {
  const place = before === undefined ? {} : { after: placeOf<D>(before, order) };
  const page = await documents.query(query, equal, {
    ...range,
    ...place,
    descending: true,
    limit: limit + 1,
  });
  const items = page.slice(0, limit);
  const last = items.at(-1);
  return { items, next: page.length > limit && last ? `${last[order]} ${last._id}` : null };
}

function placeOf<D extends Doc>(cursor: string, order: string): D {
  const [, value, _id] = /^(\d+) (\S+)$/.exec(cursor) ?? [];
  if (_id === undefined)
    throw new CantigaError('BAD_PARAMETER', "Parameter 'before' is none that was given out.");
  return { _id, [order]: Number(value) } as unknown as D;
}
