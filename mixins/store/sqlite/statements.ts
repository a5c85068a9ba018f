import type { Doc } from '../types.ts';
import type { SqlValue, Statement, TableSchema } from './protocol.ts';
import { toSql } from './select.ts';

/** The writes of one table. The `rev` lives in its column only, everything else in the JSON. */
export function statementsOf({ table, columns }: TableSchema) {
  const names = columns.map(({ name }) => name);
  const columnList = ['id', 'rev', 'doc', ...names].map((name) => `"${name}"`).join(', ');
  const marks = ['?', '?', '?', ...names.map(() => '?')].join(', ');
  const insertSql = `INSERT INTO "${table}" (${columnList}) VALUES (${marks})`;
  const assign = (value: (name: string) => string) =>
    ['rev', 'doc', ...names].map((name) => `"${name}" = ${value(name)}`).join(', ');
  const putSql = `${insertSql} ON CONFLICT (id) DO UPDATE SET ${assign((name) => `excluded."${name}"`)}`;
  const updateSql = `UPDATE "${table}" SET ${assign(() => '?')} WHERE id = ? AND rev = ?`;

  const values = (doc: { _id: string }): SqlValue[] => {
    const { rev: _, ...rest } = doc as Doc;
    const fields = rest as Record<string, unknown>;
    return [
      JSON.stringify(rest),
      ...names.map((name) => {
        const value = fields[name];
        const scalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
        return scalar ? toSql(value) : null;
      }),
    ];
  };

  return {
    insert: (doc: { _id: string }): Statement => ({ sql: insertSql, params: [doc._id, 1, ...values(doc)] }),
    put: (doc: { _id: string }): Statement => ({ sql: putSql, params: [doc._id, 1, ...values(doc)] }),
    update: (doc: Doc): Statement => ({
      sql: updateSql,
      params: [doc.rev + 1, ...values(doc), doc._id, doc.rev],
      guard: { table, id: doc._id },
    }),
    remove: (id: string, rev?: number): Statement =>
      rev === undefined
        ? { sql: `DELETE FROM "${table}" WHERE id = ?`, params: [id] }
        : { sql: `DELETE FROM "${table}" WHERE id = ? AND rev = ?`, params: [id, rev], guard: { table, id } },
  };
}
