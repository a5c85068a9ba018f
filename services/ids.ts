import { monotonicFactory } from 'ulid';

const next = monotonicFactory();

/** A new id: `prefix-` and a ULID in small letters, later than every one that this process has made before. */
export function newId(prefix: 'cr' | 'li' | 'pl' | 'rf' | 'se' | 'us'): string {
  return `${prefix}-${next().toLowerCase()}`;
}
