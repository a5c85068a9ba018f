import { LRUCache } from 'lru-cache';
import type { Session } from '../actions.ts';
import { type Account, principalFor } from './model.ts';
import { ACCESS_SECONDS, signPrincipal } from './tokens.ts';

/**
 * Signed tokens for accounts. The one for the requests of an account is kept for half of its life, as long as the
 * account does not change: signing one for every request would cost more than all else about a known caller.
 */
export class Sessions {
  #recent = new LRUCache<string, { rev: number; token: string }>({ max: 10_000, ttl: ACCESS_SECONDS * 500 });
  #secret: string;

  constructor(secret: string) {
    this.#secret = secret;
  }

  /** A session for one request and what it causes: good for at least half of {@link ACCESS_SECONDS}. */
  of(account: Account): Session {
    const recent = this.#recent.get(account._id);
    if (recent?.rev === account.rev) return { token: recent.token, user: principalFor(account) };
    const token = this.sign(account);
    this.#recent.set(account._id, { rev: account.rev, token });
    return { token, user: principalFor(account) };
  }

  /** A new access token, good for {@link ACCESS_SECONDS}. */
  sign(account: Account): string {
    return signPrincipal(this.#secret, principalFor(account), ACCESS_SECONDS);
  }
}
