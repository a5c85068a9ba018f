import { hash } from 'node:crypto';
import { CantigaError } from '../../../errors.ts';

/** Where a page of a list ends. `key` means something to whoever made the list. */
export interface Place {
  /** The list: its name and what it is filtered by. A cursor of another one is refused. */
  list: unknown;
  key: string;
}

/** A place in a list as text without meaning to clients. */
export function cursorFor({ list, key }: Place): string {
  return Buffer.from(JSON.stringify([printOf(list), key])).toString('base64url');
}

/** @throws {CantigaError} BAD_PARAMETER when it is no cursor of this list */
export function keyIn(list: unknown, cursor: string): string {
  const parts = parse(Buffer.from(cursor, 'base64url').toString());
  if (parts?.[0] !== printOf(list) || typeof parts[1] !== 'string') {
    throw new CantigaError('BAD_PARAMETER', "Parameter 'cursor' does not belong to this list.");
  }
  return parts[1];
}

function printOf(list: unknown): string {
  return hash('sha1', JSON.stringify(list), 'base64url').slice(0, 8);
}

function parse(text: string): unknown[] | undefined {
  try {
    const parts: unknown = JSON.parse(text);
    return Array.isArray(parts) ? parts : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A page of a list that is at hand as a whole, after the item of a key, or, if that has gone, after its place.
 * @param after `next` of the page before
 */
export function pageOf<T>(
  all: readonly T[],
  idOf: (item: T) => string,
  { limit, after }: { limit: number; after?: string },
): { items: T[]; next: string | null } {
  const start = after === undefined ? 0 : startOf(all, idOf, after);
  const items = all.slice(start, start + limit);
  const end = start + items.length;
  const last = items.at(-1);
  const next = last === undefined || end >= all.length ? null : JSON.stringify([idOf(last), end]);
  return { items, next };
}

function startOf<T>(all: readonly T[], idOf: (item: T) => string, after: string): number {
  const [id, end] = parse(after) ?? [];
  const place = all.findIndex((item) => idOf(item) === id);
  if (place >= 0) return place + 1;
  return Number.isSafeInteger(end) ? Math.max(0, (end as number) - 1) : 0;
}
