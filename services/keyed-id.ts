import { createHash } from 'node:crypto';

/** As many characters as a ULID has. */
const LENGTH = 26;

/**
 * The id of the thing that a client makes under a key of its own (`Idempotency-Key`): always the same for the same owner
 * and key, so that whoever is asked to make it again, after a restart or on another node, finds it.
 */
export function keyedId(prefix: 'cr' | 'pl' | 'se' | 'us', owner: string, key: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([prefix, owner, key]))
    .digest('hex');
  return `${prefix}-${digest.slice(0, LENGTH)}`;
}
