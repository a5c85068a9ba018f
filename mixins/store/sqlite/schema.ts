import type { DatabaseSync } from 'node:sqlite';
import type { CollectionSpec } from '../types.ts';
import type { TableSchema } from './protocol.ts';

/** The table of a collection: the document as JSON, and every declared field as a real column beside it. */
export function tableSchema(collection: string, spec: CollectionSpec): TableSchema {
  const columns = Object.entries(spec.fields ?? {}).map(([name, type]) => ({
    name,
    type: type === 'string' ? ('TEXT' as const) : ('NUMERIC' as const),
  }));
  const wanted = Object.values(spec.queries ?? {}).map(({ equal = [], order = [] }) => ({
    fields: [...equal, ...order],
    unique: false,
  }));
  const unique = (spec.unique ?? []).map((group) => ({ fields: [...group], unique: true }));
  const indexes = new Map<string, TableSchema['indexes'][number]>();
  for (const index of [...wanted, ...unique]) {
    if (index.fields.length === 0) continue;
    const name = `${collection}_${index.unique ? 'unique' : 'by'}_${index.fields.join('_')}`;
    const columnsOfIndex = index.unique ? index.fields : [...index.fields, 'id'];
    indexes.set(name, { name, columns: columnsOfIndex, unique: index.unique });
  }
  return { table: collection, columns, indexes: [...indexes.values()] };
}

/** Brings a table to its schema: makes it, adds and fills columns that are new, makes and drops indexes. */
export function migrate(db: DatabaseSync, { table, columns, indexes }: TableSchema): void {
  db.exec(`CREATE TABLE IF NOT EXISTS "${table}"
    (_row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, rev INTEGER NOT NULL, doc TEXT NOT NULL) STRICT`);
  const present = (db.prepare(`PRAGMA index_list("${table}")`).all() as { name: string }[]).map(
    ({ name }) => name,
  );
  for (const name of present) {
    const ours = name.startsWith(`${table}_`);
    if (ours && !indexes.some((index) => index.name === name)) db.exec(`DROP INDEX "${name}"`);
  }
  migrateColumns(db, table, columns);
  for (const index of indexes) {
    const list = index.columns.map((column) => `"${column}"`).join(', ');
    db.exec(
      `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX IF NOT EXISTS "${index.name}" ON "${table}" (${list})`,
    );
  }
}

/** Columns of fields that are no longer declared go, so that what is written meanwhile is not missing if they return. */
function migrateColumns(db: DatabaseSync, table: string, columns: TableSchema['columns']): void {
  const there = (db.prepare(`PRAGMA table_info("${table}")`).all() as { name: string }[])
    .map((column) => column.name)
    .filter((name) => !['_row', 'id', 'rev', 'doc'].includes(name));
  for (const name of there.filter((each) => !columns.some((column) => column.name === each))) {
    db.exec(`ALTER TABLE "${table}" DROP COLUMN "${name}"`);
  }
  const added = columns.filter((column) => !there.includes(column.name));
  if (added.length === 0) return;
  for (const { name, type } of added) {
    db.exec(`ALTER TABLE "${table}" ADD COLUMN "${name}" ${type === 'NUMERIC' ? 'ANY' : 'TEXT'}`);
  }
  // All at once: every row is written once, not once for each column.
  const values = added.map(({ name }) => `"${name}" = json_extract(doc, '$.${name}')`);
  db.exec(`UPDATE "${table}" SET ${values.join(', ')}`);
}
