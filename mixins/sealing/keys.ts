import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

export type Purpose =
  | 'api-key'
  | 'principal'
  | 'seal'
  | 'password-cache'
  | 'proof-cache'
  | 'refresh'
  | 'subjects';

/**
 * A key of 256 bits for one purpose, derived from the secret of the engine (HKDF with SHA-256, RFC 5869), so that
 * what one key signs or seals means nothing under another.
 * @throws when the secret has fewer than 32 characters
 */
export function deriveKey(secret: string, purpose: Purpose): KeyObject {
  if (secret.length < 32) throw new Error('The secret of the engine has fewer than 32 characters.');
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `cantiga ${purpose} 1`, 32)));
}
