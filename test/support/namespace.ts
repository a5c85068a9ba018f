import { randomBytes } from 'node:crypto';

/** A namespace that no other test uses. */
export function uniqueNamespace(): string {
  return `test-${randomBytes(6).toString('hex')}`;
}
