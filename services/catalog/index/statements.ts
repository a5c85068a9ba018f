import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Prepares a table of statements under the same names. */
export function prepareAll<K extends string>(
  db: DatabaseSync,
  texts: Readonly<Record<K, string>>,
): Record<K, StatementSync> {
  const entries = Object.entries<string>(texts).map(([name, text]) => [name, db.prepare(text)] as const);
  return Object.fromEntries(entries) as Record<K, StatementSync>;
}
