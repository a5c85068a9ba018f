import type { Annotation, Entries } from '../../actions.ts';
import { spliced } from '../spliced.ts';
import type { Json } from './json.ts';
import type { Exchange } from './route.ts';

type Asking = Pick<Exchange, 'call'>;

/** So many ids fit into one message of the bus. */
const IDS_AT_ONCE = 10_000;

/** Lists of documents, each with what the listener says of them. */
export async function marked({ call }: Asking, ...lists: Entries[]): Promise<Json[]> {
  const said = await saidOf(
    { call },
    lists.flatMap(({ ids }) => ids),
  );
  return lists.map((list) => spliced(list, (id) => said[id]));
}

/**
 * What the listener says of items. Music is worth more than its stars: when the profiles cannot answer, nothing.
 */
async function saidOf({ call }: Asking, ids: string[]): Promise<Readonly<Record<string, Annotation>>> {
  const said: Record<string, Annotation> = {};
  try {
    for (let start = 0; start < ids.length; start += IDS_AT_ONCE) {
      Object.assign(said, await call('profiles.annotations', { ids: ids.slice(start, start + IDS_AT_ONCE) }));
    }
    return said;
  } catch {
    return {};
  }
}
