import type { Plan } from '../plan.ts';
import type { SqlValue } from './protocol.ts';

/** A condition or a whole statement with its values. */
export interface Sql {
  text: string;
  params: SqlValue[];
}

export const toSql = (value: string | number | boolean): SqlValue =>
  typeof value === 'boolean' ? Number(value) : value;

/** The page that a plan asks for. Documents that lack a field of the order are left out, in every store. */
export function selectPage(table: string, plan: Plan, columns: readonly string[] = ['rev', 'doc']): Sql {
  const { text, params } = conditions(plan);
  const direction = plan.descending ? 'DESC' : 'ASC';
  const order = [...plan.order, 'id'].map((field) => `"${field}" ${direction}`).join(', ');
  return {
    text: `SELECT ${columns.map((column) => `"${column}"`).join(', ')} FROM "${table}"${text} ORDER BY ${order} LIMIT ?`,
    params: [...params, plan.limit],
  };
}

export function selectCount(table: string, plan: Plan): Sql {
  const { text, params } = conditions(plan);
  return { text: `SELECT count(*) AS count FROM "${table}"${text}`, params };
}

function conditions(plan: Plan): Sql {
  const terms: string[] = [];
  const params: SqlValue[] = [];
  const add = (term: string, ...values: SqlValue[]) => {
    terms.push(term);
    params.push(...values);
  };
  for (const [field, value] of plan.equal) add(`"${field}" = ?`, toSql(value));
  for (const field of plan.order) add(`"${field}" IS NOT NULL`);
  if (plan.from !== undefined) add(`"${plan.order[0]}" >= ?`, toSql(plan.from));
  if (plan.to !== undefined) add(`"${plan.order[0]}" <= ?`, toSql(plan.to));
  if (plan.after !== undefined) {
    const fields = [...plan.order, 'id'].map((field) => `"${field}"`).join(', ');
    const marks = [...plan.order, 'id'].map(() => '?').join(', ');
    add(
      `(${fields}) ${plan.descending ? '<' : '>'} (${marks})`,
      ...plan.after.order.map(toSql),
      plan.after.id,
    );
  }
  return { text: terms.length > 0 ? ` WHERE ${terms.join(' AND ')}` : '', params };
}

const COMPARISONS: Record<string, string> = { $gt: '>', $gte: '>=', $lt: '<', $lte: '<=', $ne: '<>' };

/**
 * The subset of MongoDB's query language that moleculer-db's adapter interface carries here: equality, `$in`,
 * `$gt`, `$gte`, `$lt`, `$lte`, `$ne` on `_id` and on declared fields, all of which must hold.
 * @throws {TypeError} for anything else
 */
export function whereOf(query: Readonly<Record<string, unknown>>, columns: ReadonlySet<string>): Sql {
  const terms: string[] = [];
  const params: SqlValue[] = [];
  for (const [field, condition] of Object.entries(query)) {
    const column = columnOf(field, columns);
    for (const [operator, value] of operators(condition)) {
      if (operator === '$in' && Array.isArray(value)) {
        terms.push(`"${column}" IN (SELECT value FROM json_each(?))`);
        params.push(JSON.stringify(value.map((each) => scalar(field, each))));
      } else {
        const comparison = operator === '$eq' ? '=' : COMPARISONS[operator];
        if (comparison === undefined)
          throw new TypeError(`Operator '${operator}' on '${field}' is not offered`);
        terms.push(`"${column}" ${comparison} ?`);
        params.push(scalar(field, value));
      }
    }
  }
  return { text: terms.length > 0 ? ` WHERE ${terms.join(' AND ')}` : '', params };
}

/** `['-created', 'name']` or `'-created,name'` as an ORDER BY. */
export function orderOf(sort: string | readonly string[] | undefined, columns: ReadonlySet<string>): string {
  const fields = typeof sort === 'string' ? sort.split(/[ ,]+/) : (sort ?? []);
  const terms = fields
    .filter((field) => field !== '')
    .map(
      (field) => `"${columnOf(field.replace(/^-/, ''), columns)}" ${field.startsWith('-') ? 'DESC' : 'ASC'}`,
    );
  return terms.length > 0 ? ` ORDER BY ${terms.join(', ')}` : '';
}

function columnOf(field: string, columns: ReadonlySet<string>): string {
  if (field === '_id') return 'id';
  if (field === 'rev' || columns.has(field)) return field;
  throw new TypeError(`'${field}' is not a declared field, so no query may use it`);
}

function operators(condition: unknown): [string, unknown][] {
  const compound = typeof condition === 'object' && condition !== null && !Array.isArray(condition);
  return compound ? Object.entries(condition) : [['$eq', condition]];
}

function scalar(field: string, value: unknown): SqlValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return toSql(value);
  throw new TypeError(`'${field}' is compared with a value that is neither text, number nor boolean`);
}
