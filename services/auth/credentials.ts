import { createHash, createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { CantigaError, isError } from '../../errors.ts';
import { seal, unseal } from '../../mixins/sealing/seal.ts';
import type { Collection, Database } from '../../mixins/store/types.ts';
import type { Actions, Credential } from '../actions.ts';
import { newId } from '../ids.ts';
import { keyedId } from '../keyed-id.ts';
import { opaqueSecret, readableSecret } from './generate.ts';
import type { StoredCredential } from './model.ts';

const MOST = 100;
/** Four groups of five characters, 99 bits: safe against guessing from the MD5 that clients send over the network. */
const SECRET_GROUPS = 4;
const REMEMBERED = 10_000;
/** Milliseconds for which a credential is shown again to who repeats that it be made. */
const REPEATED = 86_400_000;

interface Keys {
  /** Seals the secrets. */
  seal: KeyObject;
  /** Makes the fingerprints of what was shown to prove a secret. */
  fingerprint: KeyObject;
  /** Makes the API keys of credentials that clients make under a key of theirs. */
  apiKey: KeyObject;
}

/** The device credentials in their store. */
export class Credentials {
  #credentials: Collection<StoredCredential>;
  #keys: Keys;
  /** Fingerprints of proofs that were right, and the credentials whose secrets they proved. */
  #proven = new LRUCache<string, string>({ max: REMEMBERED });

  constructor(db: Database, keys: Keys) {
    this.#credentials = db.collection('credentials');
    this.#keys = keys;
  }

  /**
   * @param key of the client, under which the credential is made once: for a day, a repetition gives the same again
   * @throws {CantigaError} BAD_PARAMETER when the account has too many; ALREADY_EXISTS for a key of more than a day ago
   */
  async create(
    user: string,
    name: string,
    key?: string,
  ): Promise<Actions['auth.createCredential']['result']> {
    const id = key === undefined ? newId('cr') : keyedId('cr', user, key);
    const made = key === undefined ? null : await this.#credentials.get(id);
    if (made !== null) return this.#again(made);
    if ((await this.#credentials.count('byUser', { user })) >= MOST) {
      throw new CantigaError(
        'BAD_PARAMETER',
        `A user has at most ${MOST} device credentials. Revoke one first.`,
      );
    }
    const secret = readableSecret(SECRET_GROUPS);
    const apiKey = key === undefined ? opaqueSecret() : this.#apiKeyFor(id, secret);
    const sealed = seal(this.#keys.seal, secret, id);
    const created = new Date().toISOString();
    try {
      const stored = await this.#credentials.insert({
        ...{ _id: id, user, name, sealed, created },
        apiKeyHash: sha256(apiKey),
      });
      return { ...credentialFor(stored), secret, apiKey };
    } catch (error) {
      const faster = isError(error, 'ALREADY_EXISTS') ? await this.#credentials.get(id) : null;
      if (faster === null) throw error;
      return this.#again(faster);
    }
  }

  #again(stored: StoredCredential): Actions['auth.createCredential']['result'] {
    const secret = unseal(this.#keys.seal, stored.sealed, stored._id);
    if (secret === null || Date.now() - Date.parse(stored.created) > REPEATED) {
      throw new CantigaError('ALREADY_EXISTS', 'A device credential was made with this key before.');
    }
    return { ...credentialFor(stored), secret, apiKey: this.#apiKeyFor(stored._id, secret) };
  }

  /** The API key of a credential that may have to be shown again: only its hash is stored. */
  #apiKeyFor(id: string, secret: string): string {
    return createHmac('sha256', this.#keys.apiKey)
      .update(JSON.stringify([id, secret]))
      .digest('base64url');
  }

  /** Of one account, oldest first. */
  of(user: string): Promise<StoredCredential[]> {
    return this.#credentials.query('byUser', { user }, { limit: 2 * MOST });
  }

  async get(id: string): Promise<StoredCredential | undefined> {
    return (await this.#credentials.get(id)) ?? undefined;
  }

  async revoke(id: string): Promise<void> {
    await this.#credentials.remove(id);
  }

  async revokeAll(user: string): Promise<void> {
    for (const { _id } of await this.of(user)) await this.revoke(_id);
  }

  async byApiKey(apiKey: string): Promise<StoredCredential | undefined> {
    const [found] = await this.#credentials.query('byApiKey', { apiKeyHash: sha256(apiKey) }, { limit: 1 });
    return found;
  }

  /** The one whose secret was given as a password. */
  withSecret(among: readonly StoredCredential[], secret: string): StoredCredential | undefined {
    return this.#proving(among, ['secret', secret], () => this.#matching(among, (own) => own, secret));
  }

  /** The one whose secret gives this token: the MD5, in hex, of secret and salt together (Subsonic API 1.13). */
  withToken(among: readonly StoredCredential[], token: string, salt: string): StoredCredential | undefined {
    const expected = (own: string) => createHash('md5').update(`${own}${salt}`).digest('hex');
    const given = token.toLowerCase();
    return this.#proving(among, ['token', given, salt], () => this.#matching(among, expected, given));
  }

  /** Which one the proof is of: known from the last time, while there still is that credential. */
  #proving(among: readonly StoredCredential[], proof: string[], find: () => StoredCredential | undefined) {
    if (among.length === 0) return undefined;
    const print = createHmac('sha256', this.#keys.fingerprint)
      .update(JSON.stringify(proof))
      .digest('base64url');
    const proven = this.#proven.get(print);
    const known = proven === undefined ? undefined : among.find(({ _id }) => _id === proven);
    if (known !== undefined) return known;
    const found = find();
    if (found !== undefined) this.#proven.set(print, found._id);
    return found;
  }

  /** Compares with all of them, in a time that does not tell which one matched or how nearly. */
  #matching(among: readonly StoredCredential[], expected: (secret: string) => string, given: string) {
    let found: StoredCredential | undefined;
    for (const credential of among) {
      const secret = unseal(this.#keys.seal, credential.sealed, credential._id);
      if (secret !== null && equalText(expected(secret), given)) found = credential;
    }
    return found;
  }

  /** Notes who used it last. A credential that was revoked meanwhile stays revoked. */
  async touch(credential: StoredCredential, client: string | undefined, now: number): Promise<void> {
    await this.#credentials.update({
      ...credential,
      lastUsed: new Date(now).toISOString(),
      ...(client ? { lastClient: client } : {}),
    });
  }
}

export function credentialFor(stored: StoredCredential): Credential {
  const { _id: id, name, created, lastUsed, lastClient } = stored;
  return { id, name, created, ...(lastUsed && { lastUsed }), ...(lastClient && { lastClient }) };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function equalText(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(a)), Buffer.from(sha256(b)));
}
