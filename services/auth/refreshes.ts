import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { CantigaError, isError } from '../../errors.ts';
import type { Collection, Database } from '../../mixins/store/types.ts';
import { newId } from '../ids.ts';
import { opaqueSecret } from './generate.ts';
import type { Account, RefreshFamily } from './model.ts';

/** Milliseconds that a refresh token is good for; each refresh starts them anew. */
export const REFRESH_LIFE = 30 * 86_400_000;
const MOST = 50;
const SHAPE = /^(rf-[a-z0-9]{42})\.([\w-]{43})$/;

/**
 * Refresh tokens that rotate (RFC 9700, section 4.14.2). One document is one sign-in, a family of tokens of which only
 * the newest is good. An older one, or the same one twice at once, means that a second party has it: the whole family
 * is revoked.
 */
export class Refreshes {
  #families: Collection<RefreshFamily>;

  constructor(db: Database) {
    this.#families = db.collection('refreshes');
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
  async rotate(
    token: string,
    now: number,
    accountOf: (user: string) => Promise<Account | undefined>,
  ): Promise<{ account: Account; token: string }> {
    const [, id = '', secret = ''] = SHAPE.exec(token) ?? [];
    const family = id === '' ? null : await this.#families.get(id);
    if (family === null) throw signedOut();
    const account = await accountOf(family.user);
    const newest = timingSafeEqual(Buffer.from(family.current), Buffer.from(sha256(secret)));
    if (!newest || family.expires <= now || family.epoch !== account?.epoch) return this.#revoke(id);
    const next = opaqueSecret();
    try {
      await this.#families.update({ ...family, current: sha256(next), expires: now + REFRESH_LIFE });
    } catch (error) {
      if (isError(error, 'CONFLICT') || isError(error, 'NOT_FOUND')) return this.#revoke(id);
      throw error;
    }
    return { account, token: `${id}.${next}` };
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

  async #revoke(id: string): Promise<never> {
    await this.#families.remove(id);
    throw signedOut();
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function signedOut(): CantigaError {
  return new CantigaError('SIGNED_OUT', 'The sign-in has ended. Sign in again.');
}
