import { createHmac, type KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { CantigaError } from '../../errors.ts';
import { type Hasher, hashOfNobody } from './hasher.ts';
import type { Throttle } from './throttle.ts';

const SHORTEST = 8;
const LONGEST = 256;
const REMEMBERED = 10_000;
/** Milliseconds for which a password that was right needs no new argon2. */
const FRESH = 600_000;
/** Milliseconds for which the very same wrong password is not checked, nor counted, again. */
const WRONG = 900_000;

/** Whose password is checked. */
export interface Claim {
  /** Key of the user name that was given. */
  key: string;
  /** Absent when there is no such account. */
  account: { _id: string; hash: string } | undefined;
  password: string;
  /** Address of the client. */
  address: string;
}

/**
 * Checks passwords: with argon2 the first time, by a keyed fingerprint of (account, password) after that. A fingerprint
 * counts for the stored hash that it was checked against only, so a changed password is known at once. Wrong ones are
 * throttled, but never a password that this node has seen to be right.
 */
export class Passwords {
  #fresh = new LRUCache<string, string>({ max: REMEMBERED, ttl: FRESH });
  #known = new LRUCache<string, string>({ max: REMEMBERED });
  #wrong = new LRUCache<string, string>({ max: REMEMBERED, ttl: WRONG });
  #running = new Map<string, Promise<boolean>>();
  #key: KeyObject;
  #hasher: Hasher;
  #throttle: Throttle;
  /** Checked in place of the hash that an unknown account lacks, which takes as long. */
  #nobody = hashOfNobody();

  /** @param key makes the fingerprints */
  constructor(key: KeyObject, hasher: Hasher, throttle: Throttle) {
    this.#key = key;
    this.#hasher = hasher;
    this.#throttle = throttle;
  }

  /** Hash of a new password. @throws {CantigaError} BAD_PARAMETER when it cannot be used as one */
  hash(password: string): Promise<string> {
    const text = password.normalize('NFC');
    const length = [...text].length;
    if (length < SHORTEST || length > LONGEST) {
      throw new CantigaError('BAD_PARAMETER', `A password has ${SHORTEST} to ${LONGEST} characters.`);
    }
    if (/[\p{Cc}\p{Cs}]/u.test(text)) {
      throw new CantigaError('BAD_PARAMETER', 'A password has no control characters.');
    }
    return this.#hasher.hash(text);
  }

  /** Lets a password that was just set through, so that its owner is not throttled for the old one. */
  remember(account: { _id: string; hash: string }, password: string): void {
    this.#known.set(this.#fingerprint(account._id, password.normalize('NFC')), account.hash);
  }

  /** Whether the password was found right a while ago, which is known at once. */
  isFresh(account: { _id: string; hash: string }, password: string): boolean {
    return this.#fresh.get(this.#fingerprint(account._id, password.normalize('NFC'))) === account.hash;
  }

  /** Whether the password is right. @throws {CantigaError} THROTTLED */
  async check(claim: Claim): Promise<boolean> {
    const hash = claim.account?.hash ?? this.#nobody;
    const password = claim.password.normalize('NFC');
    const print = this.#fingerprint(claim.account?._id ?? `? ${claim.key}`, password);
    if (this.#fresh.get(print) === hash) return true;
    if (this.#wrong.get(print) === hash) return false;
    const flight = `${print} ${hash} ${claim.address}`;
    const running = this.#running.get(flight) ?? this.#verify(claim, hash, password, print);
    this.#running.set(flight, running);
    try {
      return await running;
    } finally {
      this.#running.delete(flight);
    }
  }

  async #verify(claim: Claim, hash: string, password: string, print: string): Promise<boolean> {
    const known = this.#known.get(print) === hash;
    const attempt = known ? undefined : await this.#throttle.admit(claim.key, claim.address);
    let right: boolean;
    try {
      right = (await this.#hasher.verify(hash, password, known)) && claim.account !== undefined;
    } catch (error) {
      await attempt?.withdrawn();
      throw error;
    }
    if (!right) {
      this.#wrong.set(print, hash);
      return false;
    }
    this.#fresh.set(print, hash);
    this.#known.set(print, hash);
    await attempt?.succeeded();
    return true;
  }

  #fingerprint(account: string, password: string): string {
    return createHmac('sha256', this.#key).update(`${account}\0${password}`).digest('base64url');
  }
}
