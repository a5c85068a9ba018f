import { CantigaError } from '../../../errors.ts';

type Key = string | number;

/** The columns that order a list. The last is the number of the row, so that no two rows are equal. */
export interface Order {
  columns: readonly string[];
  /** Whether the first column runs from large to small; the others never do. */
  backwards?: boolean;
}

export function orderBy({ columns: [first, ...others], backwards = false }: Order): string {
  return [backwards ? `${first} DESC` : first, ...others].join(', ');
}

/**
 * The condition of the rows that follow one in that order, and the values that it is asked with: pages stay true
 * to each other whatever comes and goes between them.
 * @param after keys of that row, as {@link keysOf} gives them
 * @throws {CantigaError} BAD_PARAMETER when they cannot be keys of that order
 */
export function following({ columns, backwards = false }: Order, after: string): [string, Key[]] {
  const keys = parse(after);
  if (keys?.length !== columns.length) {
    throw new CantigaError('BAD_PARAMETER', "Parameter 'after' does not belong to this list.");
  }
  const row = (names: readonly string[]) => `(${names.join(', ')}) > (${names.map(() => '?').join(', ')})`;
  if (!backwards) return [row(columns), keys];
  const [first, ...others] = columns;
  // The first comparison is the one for which the index is good.
  return [`${first} <= ? AND (${first} < ? OR ${row(others)})`, [keys[0]!, ...keys]];
}

/** What an order compares of a row, as an expression of JSON text. */
export function keysOf({ columns }: Order): string {
  return `json_array(${columns.join(', ')})`;
}

function parse(text: string): Key[] | undefined {
  try {
    const keys: unknown = JSON.parse(text);
    return Array.isArray(keys) && keys.every((key) => typeof key === 'string' || typeof key === 'number')
      ? keys
      : undefined;
  } catch {
    return undefined;
  }
}
