import type { Accounts } from './accounts.ts';
import type { Credentials } from './credentials.ts';
import type { Account } from './model.ts';
import type { Refreshes } from './refreshes.ts';
import { ACCESS_SECONDS } from './tokens.ts';

/** Milliseconds after which no token of a deleted account is good any more, clocks of other nodes included. */
const LAST_WORD = (ACCESS_SECONDS + 60) * 1000;

/**
 * Deletes what belongs to accounts whose deletion has begun. The mark on the account makes it a process that survives a
 * restart: it is repeated until the services that know the listener have forgotten them at a time when no token of
 * theirs could write anything any more.
 */
export class Deletions {
  #accounts: Accounts;
  #credentials: Credentials;
  #refreshes: Refreshes;
  #forget: (user: string) => Promise<void>;
  #onDelay: (user: string, error: unknown) => void;

  /**
   * @param forget lets the other services forget a listener
   * @param onDelay hears why an account could not be deleted yet
   */
  constructor(
    accounts: Accounts,
    credentials: Credentials,
    refreshes: Refreshes,
    forget: (user: string) => Promise<void>,
    onDelay: (user: string, error: unknown) => void,
  ) {
    this.#accounts = accounts;
    this.#credentials = credentials;
    this.#refreshes = refreshes;
    this.#forget = forget;
    this.#onDelay = onDelay;
  }

  /** Takes every deletion as far as it goes now. */
  async run(now: number): Promise<void> {
    for (const account of await this.#accounts.deleting()) await this.advance(account, now);
  }

  /** Takes one deletion as far as it goes now. */
  async advance(account: Account, now: number): Promise<void> {
    try {
      await this.#credentials.revokeAll(account._id);
      await this.#refreshes.endAll(account._id);
      await this.#forget(account._id);
      if (now >= account.deletedAt! + LAST_WORD) await this.#accounts.erase(account._id);
    } catch (error) {
      this.#onDelay(account._id, error);
    }
  }
}
