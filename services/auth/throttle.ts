import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { CantigaError } from '../../errors.ts';
import { addressKey } from './address.ts';

/** Seconds from the first failure until failures are forgotten. */
const WINDOW = 900;
/** Wrong passwords within the window: for one account from one address, from one address, for one account. */
export const LIMITS = { pair: 10, trusted: 100, address: 50, account: 200 } as const;
const TRUSTED_PAIRS = 10_000;

type Budget = keyof typeof LIMITS;

/** Leave to check one password. It counts as a failure until it is said to have succeeded. */
export interface Attempt {
  succeeded(): Promise<void>;
  /** The password was not checked after all. */
  withdrawn(): Promise<void>;
}

/**
 * Limits wrong passwords, in the memory of this node. Counting before the check keeps many guesses at once from all
 * being let in. An address from which the account has signed in before answers for its own failures only, so that
 * strangers cannot lock the listener out.
 */
export class Throttle {
  #trusted = new LRUCache<string, true>({ max: TRUSTED_PAIRS });
  #limiters: Record<Budget, RateLimiterMemory> = {
    pair: limiter('pair'),
    trusted: limiter('trusted'),
    address: limiter('address'),
    account: limiter('account'),
  };

  /**
   * @param account key of the account, whether there is one or not
   * @throws {CantigaError} THROTTLED with the seconds to wait
   */
  async admit(account: string, address: string): Promise<Attempt> {
    const from = addressKey(address);
    const pair = `${from} ${account}`;
    const budgets: [Budget, string][] = this.#trusted.has(pair)
      ? [['trusted', pair]]
      : [
          ['pair', pair],
          ['address', from],
          ['account', account],
        ];
    const taken: [Budget, string][] = [];
    for (const [budget, key] of budgets) {
      try {
        await this.#limiters[budget].consume(key);
      } catch (error) {
        await this.#giveBack(taken);
        throw throttled(error as RateLimiterRes);
      }
      taken.push([budget, key]);
    }
    return {
      withdrawn: () => this.#giveBack(taken),
      succeeded: async () => {
        this.#trusted.set(pair, true);
        await this.#giveBack(taken);
        await this.#limiters.pair.delete(pair);
      },
    };
  }

  async #giveBack(taken: [Budget, string][]): Promise<void> {
    for (const [budget, key] of taken) await this.#limiters[budget].reward(key);
  }
}

function limiter(budget: Budget): RateLimiterMemory {
  return new RateLimiterMemory({ keyPrefix: '', points: LIMITS[budget], duration: WINDOW });
}

function throttled(state: RateLimiterRes): CantigaError {
  const retryAfter = Math.max(1, Math.ceil(state.msBeforeNext / 1000));
  return new CantigaError('THROTTLED', `Too many wrong passwords. Try again in ${retryAfter} seconds.`, {
    retryAfter,
  });
}
