import { CantigaError } from '../../../errors.ts';
import type { Entries } from '../../actions.ts';
import { notesOf } from '../notes.ts';
import { spliced } from '../spliced.ts';
import type { Json } from './json.ts';
import type { Exchange } from './route.ts';

type Asking = Pick<Exchange, 'call'>;

/** Lists of documents, each with what the listener says of them. */
export async function marked({ call }: Asking, ...lists: Entries[]): Promise<Json[]> {
  const said = await notesOf(
    { call },
    lists.flatMap(({ ids }) => ids),
  );
  // Looking up nothing five hundred times takes longer than all the rest.
  const noted = Object.keys(said).length > 0;
  return lists.map((list) => [noted ? spliced(list, (id) => said[id]) : list.json]);
}

/** The items of a list as objects, with what the listener says of them, by id. */
export async function markedById<T>(asking: Asking, list: Entries): Promise<Map<string, T>> {
  const [items] = await marked(asking, list);
  const objects = JSON.parse(`[${Buffer.concat([...items!])}]`) as T[];
  return new Map(objects.map((item, i) => [list.ids[i]!, item]));
}

/** @throws {CantigaError} NOT_FOUND for an empty list */
export function known(list: Entries, kind: string): Entries {
  if (list.ids.length === 0) throw new CantigaError('NOT_FOUND', `There is no such ${kind}.`);
  return list;
}
