import { CantigaError } from '../../errors.ts';
import type { CollectionSpec, FieldType, QueryOptions } from './types.ts';

type Scalar = string | number | boolean;

/** A declared query with its values, ready for a store to translate. */
export interface Plan {
  equal: [field: string, value: Scalar][];
  /** Fields that order the answer, without the `_id` that breaks ties. */
  order: readonly string[];
  from: Scalar | undefined;
  to: Scalar | undefined;
  descending: boolean;
  /** Values of `order` and `_id` in the last document of the page before. */
  after: { order: Scalar[]; id: string } | undefined;
  limit: number;
}

const LARGEST_PAGE = 10_000;
const NAME = /^[a-z][A-Za-z0-9]{0,40}$/;

/**
 * Checks the declaration of a collection, so that a mistake stops the start and not a listener.
 * @throws {TypeError} naming the collection and what is wrong
 */
export function checkSpec(collection: string, spec: CollectionSpec): void {
  const refuse = (why: string) => {
    throw new TypeError(`Collection '${collection}': ${why}`);
  };
  if (!NAME.test(collection)) refuse('its name must be a plain identifier');
  const fields = spec.fields ?? {};
  for (const field of Object.keys(fields)) {
    if (!NAME.test(field) || ['rev', 'doc', 'id'].includes(field))
      refuse(`'${field}' cannot be the name of a field`);
  }
  const named = [
    ...Object.entries(spec.queries ?? {}).flatMap(([name, query]) =>
      [...(query.equal ?? []), ...(query.order ?? [])].map((field) => [`query '${name}'`, field] as const),
    ),
    ...(spec.unique ?? []).flat().map((field) => ['a unique group', field] as const),
  ];
  for (const [where, field] of named) {
    if (!(field in fields)) refuse(`${where} names '${field}', which is not among its fields`);
  }
}

/**
 * Binds values to a declared query.
 * @throws {TypeError} for a query that was not declared or values that do not fit it: a mistake in our code
 */
export function planQuery<T extends { _id: string }>(
  collection: string,
  spec: CollectionSpec,
  name: string,
  equal: Readonly<Record<string, Scalar>>,
  options: QueryOptions<T>,
): Plan {
  const query = spec.queries?.[name];
  if (query === undefined) throw new TypeError(`Collection '${collection}' declares no query '${name}'`);
  const wanted = query.equal ?? [];
  const order = query.order ?? [];
  const missing = wanted.find((field) => equal[field] === undefined);
  if (missing !== undefined || Object.keys(equal).length !== wanted.length) {
    throw new TypeError(`Query '${collection}.${name}' compares ${wanted.join(', ') || 'nothing'}`);
  }
  if ((options.from !== undefined || options.to !== undefined) && order.length === 0) {
    throw new TypeError(`Query '${collection}.${name}' has no order, so no range`);
  }
  const limit = options.limit ?? 100;
  if (!Number.isInteger(limit) || limit < 1 || limit > LARGEST_PAGE) {
    throw new CantigaError('BAD_PARAMETER', `A page holds 1 to ${LARGEST_PAGE} documents, not ${limit}.`);
  }
  const last = options.after as (T & Record<string, Scalar>) | undefined;
  return {
    equal: wanted.map((field) => [field, equal[field]!]),
    order,
    from: options.from,
    to: options.to,
    descending: options.descending ?? false,
    after: last && { order: order.map((field) => last[field] as Scalar), id: last._id },
    limit,
  };
}

/**
 * The types of fields to be picked.
 * @throws {TypeError} for one that is not declared: a mistake in our code
 */
export function typesOf(
  collection: string,
  { fields = {} }: CollectionSpec,
  names: readonly string[],
): [field: string, type: FieldType][] {
  return names.map((name) => {
    const type = fields[name];
    if (type === undefined) throw new TypeError(`Collection '${collection}' declares no field '${name}'`);
    return [name, type];
  });
}
