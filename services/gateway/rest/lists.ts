import type { DocumentPage } from '../../actions.ts';
import { cursorFor, keyIn, pageOf } from './cursor.ts';
import { marked } from './items.ts';
import { arrayOf, type Json, jsonOf, objectOf } from './json.ts';
import type { Answer, Exchange } from './route.ts';
import { about } from './rules.ts';

/** The parameters of every list. */
export const PAGE = {
  limit: about('Items on a page.', { type: 'number', integer: true, min: 1, max: 500, default: 50 }),
  cursor: about('`next` of the page before.', { type: 'string', max: 2000, optional: true }),
} as const;

interface PageQuery {
  limit: number;
  cursor?: string;
  fields?: string[];
}

type ListExchange = Pick<Exchange<unknown, PageQuery>, 'route' | 'parameters' | 'query' | 'call'>;

/** Where the page that is asked for begins: what the maker of the list said of the end of the one before. */
export function startOf(exchange: ListExchange): { limit: number; after?: string } {
  const { limit, cursor } = exchange.query;
  return cursor === undefined ? { limit } : { limit, after: keyIn(listOf(exchange), cursor) };
}

/** What the cursors of a list belong to: its name and what it is filtered by. */
function listOf({ route, parameters, query }: ListExchange): unknown {
  const { limit: _, cursor: __, fields: ___, ...filters } = query;
  return [route.operation, parameters, filters];
}

/** A page of items of the catalog, with what the listener says of them. */
export async function catalogPage(exchange: ListExchange, page: DocumentPage): Promise<Answer> {
  const { fields } = exchange.query;
  const [items] = await marked(exchange, page);
  return listAnswer(exchange, only(items!, fields), page.next);
}

/** A page of a list that is at hand as a whole. */
export function wholePage<T extends object>(
  exchange: ListExchange,
  all: readonly T[],
  idOf: (item: T) => string,
): Answer {
  const { items, next } = pageOf(all, idOf, startOf(exchange));
  return plainPage(exchange, items, next);
}

/** A page of objects. `next`: what {@link startOf} gives for the page after it. */
export function plainPage(exchange: ListExchange, items: readonly object[], next: string | null): Answer {
  const { fields } = exchange.query;
  const chosen = fields === undefined ? items : items.map((item) => pick(item, fields));
  const text = Buffer.from(JSON.stringify(chosen).slice(1, -1));
  return listAnswer(exchange, [text], next);
}

export function listAnswer(exchange: ListExchange, items: Json, next: string | null): Answer {
  const cursor = next === null ? null : cursorFor({ list: listOf(exchange), key: next });
  return { kind: 'json', json: objectOf({ items: arrayOf(items), next: jsonOf(cursor) }) };
}

/** Items of which only some fields are wanted. */
export function only(items: Json, fields: readonly string[] | undefined): Json {
  if (fields === undefined) return items;
  const all = JSON.parse(`[${Buffer.concat([...items])}]`) as object[];
  return [Buffer.from(JSON.stringify(all.map((item) => pick(item, fields))).slice(1, -1))];
}

function pick(item: object, fields: readonly string[]): object {
  const wanted = fields.filter((field) => Object.hasOwn(item, field));
  return Object.fromEntries(wanted.map((field) => [field, item[field as keyof typeof item]]));
}
