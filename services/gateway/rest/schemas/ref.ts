import type { Schema } from '../schema.ts';

/** A reference to one of the named schemas. */
export function ref(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}
