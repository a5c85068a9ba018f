import { createHash, createHmac, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';
import { CantigaError, isError } from '../../errors.ts';
import { lostRace, retryRaces } from '../../mixins/store/retry.ts';
import type { Collection, Database } from '../../mixins/store/types.ts';
import { newId } from '../ids.ts';
import { opaqueSecret } from './generate.ts';
import type { Account, RefreshFamily } from './model.ts';

/** Milliseconds that a refresh token is good for; each refresh starts them anew. */
export const REFRESH_LIFE = 30 * 86_400_000;
/**
 * Milliseconds for which the token before the newest gets the newest again: two tabs of a browser refresh at once, and
 * answers get lost on their way. Auth0 calls it the rotation overlap period.
 */
export const OVERLAP = 10_000;
const MOST = 50;
const SHAPE = /^(rf-[a-z0-9]{42})\.([\w-]{43})$/;

interface Rotated {
  account: Account;
  token: string;
}

/**
 * Refresh tokens that rotate (RFC 9700, section 4.14.2). One document is one sign-in, a family of tokens of which only
 * the newest is good. An older one means that a second party has it: the whole family is revoked. But the last one
 * before the newest is exchanged for the newest for {@link OVERLAP}. Each token follows from the one before it by a
 * key of the engine, so that the newest can be told again although only its hash is kept.
 */
export class Refreshes {
  #families: Collection<RefreshFamily>;
  #key: KeyObject;

  /** @param key makes each token of the one before it */
  constructor(db: Database, key: KeyObject) {
    this.#families = db.collection('refreshes');
    this.#key = key;
  }

  /** Starts a family. Of many sign-ins of one account, the oldest end. */
  async start({ _id: user, epoch }: Account, now: number): Promise<string> {
    const secret = opaqueSecret();
    const id = `${newId('rf')}${randomBytes(8).toString('hex')}`;
    await this.#families.insert({
      _id: id,
      user,
      current: sha256(secret),
      epoch,
      created: now,
      expires: now + REFRESH_LIFE,
    });
    const newest = { descending: true, limit: 2 * MOST };
    for (const old of (await this.#families.query('byUser', { user }, newest)).slice(MOST)) {
      await this.#families.remove(old._id);
    }
    return `${id}.${secret}`;
  }

  /**
   * Exchanges a token for the next one of its family.
   * @param accountOf the account of that id, undefined when there is none any more
   * @throws {CantigaError} SIGNED_OUT
   */
  rotate(
    token: string,
    now: number,
    accountOf: (user: string) => Promise<Account | undefined>,
  ): Promise<Rotated> {
    const [, id = '', secret = ''] = SHAPE.exec(token) ?? [];
    return retryRaces(
      async () => {
        const family = id === '' ? null : await this.#families.get(id);
        if (family === null) throw signedOut();
        const account = await accountOf(family.user);
        if (family.expires <= now || family.epoch !== account?.epoch) return this.#revoke(id);
        const next = this.#after(token);
        const rotated = { account, token: `${id}.${next}` };
        if (isSecretOf(family, secret)) {
          await this.#families.update({
            ...family,
            current: sha256(next),
            rotated: now,
            expires: now + REFRESH_LIFE,
          });
          return rotated;
        }
        // Clocks of other nodes may be ahead.
        const isRecent = Math.abs(now - (family.rotated ?? 0)) < OVERLAP;
        return isRecent && isSecretOf(family, next) ? rotated : this.#revoke(id);
      },
      // Somebody rotated or ended it meanwhile.
      (error) => lostRace(error) || isError(error, 'NOT_FOUND'),
    );
  }

  /** Ends the sign-in that the token belongs to, if there is one. */
  async end(token: string): Promise<void> {
    const [, id] = SHAPE.exec(token) ?? [];
    if (id !== undefined) await this.#families.remove(id);
  }

  /** Ends all sign-ins of an account. */
  async endAll(user: string): Promise<void> {
    for (const { _id } of await this.#families.query('byUser', { user }, { limit: 10_000 })) {
      await this.#families.remove(_id);
    }
  }

  /** Removes what has expired. */
  async sweep(now: number): Promise<void> {
    for (const { _id } of await this.#families.query('byExpiry', {}, { to: now, limit: 10_000 })) {
      await this.#families.remove(_id);
    }
  }

  /** The secret of the token that follows. */
  #after(token: string): string {
    return createHmac('sha256', this.#key).update(token).digest('base64url');
  }

  async #revoke(id: string): Promise<never> {
    await this.#families.remove(id);
    throw signedOut();
  }
}

function isSecretOf(family: RefreshFamily, secret: string): boolean {
  return timingSafeEqual(Buffer.from(family.current), Buffer.from(sha256(secret)));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function signedOut(): CantigaError {
  return new CantigaError('SIGNED_OUT', 'The sign-in has ended. Sign in again.');
}
