import { createCipheriv, createDecipheriv, createHash, type KeyObject, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const FORMAT = 1;
const ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + ID_BYTES;

/**
 * Encrypts a text with AES-256-GCM (NIST SP 800-38D), bound to `context`: it opens under the same one only.
 * @param key 256 bits
 * @returns base64url of: format (1 byte), id of the key (4), nonce (12), tag (16), ciphertext
 */
export function seal(key: KeyObject, text: string, context: string): string {
  const head = Buffer.concat([Buffer.of(FORMAT), keyId(key)]);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.concat([head, Buffer.from(context)]));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([head, nonce, cipher.getAuthTag(), body]).toString('base64url');
}

/** The sealed text; null when another key sealed it, for another context, or when it is damaged. */
export function unseal(key: KeyObject, sealed: string, context: string): string | null {
  const bytes = Buffer.from(sealed, 'base64url');
  const head = bytes.subarray(0, HEAD_BYTES);
  if (!head.equals(Buffer.concat([Buffer.of(FORMAT), keyId(key)]))) return null;
  const nonce = bytes.subarray(HEAD_BYTES, HEAD_BYTES + NONCE_BYTES);
  const tag = bytes.subarray(HEAD_BYTES + NONCE_BYTES, HEAD_BYTES + NONCE_BYTES + TAG_BYTES);
  try {
    const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.concat([head, Buffer.from(context)]));
    decipher.setAuthTag(tag);
    const body = bytes.subarray(HEAD_BYTES + NONCE_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

const ids = new WeakMap<KeyObject, Buffer>();

function keyId(key: KeyObject): Buffer {
  let id = ids.get(key);
  if (id === undefined) {
    id = createHash('sha256').update(key.export()).digest().subarray(0, ID_BYTES);
    ids.set(key, id);
  }
  return id;
}
