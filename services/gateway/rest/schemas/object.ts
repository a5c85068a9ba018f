import type { Schema } from '../schema.ts';

type Left<T> = { [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? K : never }[keyof T];

/** The schema of an object with exactly the fields of a type, those that may be left out apart. */
export function object<T>(
  required: { [K in Exclude<keyof T, Left<T>>]: Schema },
  optional: { [K in Left<T>]-?: Schema },
): Schema {
  const names = Object.keys(required);
  return {
    type: 'object',
    properties: { ...required, ...optional },
    ...(names.length > 0 && { required: names }),
    additionalProperties: false,
  };
}

/** The fields of an object's schema. */
export function fieldsIn(schema: Schema): string[] {
  return Object.keys(schema.properties as object);
}

/** The same object with any of its fields left out. */
export function partial({ required: _, ...schema }: Schema): Schema {
  return schema;
}

export function list(items: Schema): Schema {
  return { type: 'array', items };
}

export function nullable(schema: Schema): Schema {
  return { anyOf: [schema, { type: 'null' }] };
}

export function said(description: string, schema: Schema): Schema {
  return { ...schema, description };
}

export const text: Schema = { type: 'string' };
export const number: Schema = { type: 'number' };
export const integer: Schema = { type: 'integer' };
export const flag: Schema = { type: 'boolean' };
export const time: Schema = { type: 'string', format: 'date-time' };
export const texts: Schema = list(text);

export function oneOf(...values: string[]): Schema {
  return { type: 'string', enum: values };
}
