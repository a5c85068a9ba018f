import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { CantigaError } from '../../../errors.ts';
import { addressKey } from '../../auth/address.ts';
import type { Response } from '../http.ts';

/** Seconds. */
const WINDOW = 60;

/** Who is counted: a listener, or an address from which nobody has signed in. */
export type Counted = { user: string } | { address: string };

/** Requests that one listener may make in a minute, counted by this process. */
export class Limits {
  readonly #limiter: RateLimiterMemory;
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
    this.#limiter = new RateLimiterMemory({ points: most, duration: WINDOW });
  }

  /**
   * Counts a request, and says in its answer how many are left (draft-ietf-httpapi-ratelimit-headers-10).
   * @param free whether it is let in without being counted
   * @throws {CantigaError} THROTTLED
   */
  async admit(response: Response, who: Counted, free: boolean): Promise<void> {
    const [policy, key] = 'user' in who ? ['listener', who.user] : ['address', addressKey(who.address)];
    const { state, refused } = free
      ? { state: await this.#limiter.get(key!), refused: false }
      : await this.#consume(key!);
    const seconds = Math.ceil((state?.msBeforeNext ?? WINDOW * 1000) / 1000);
    response.setHeader('RateLimit-Policy', `"${policy}";q=${this.#most};w=${WINDOW}`);
    response.setHeader('RateLimit', `"${policy}";r=${state?.remainingPoints ?? this.#most};t=${seconds}`);
    if (!refused) return;
    throw new CantigaError('THROTTLED', 'Too many requests. Wait a little.', { retryAfter: seconds });
  }

  async #consume(key: string): Promise<{ state: RateLimiterRes; refused: boolean }> {
    try {
      return { state: await this.#limiter.consume(key), refused: false };
    } catch (state) {
      if (!(state instanceof RateLimiterRes)) throw state;
      return { state, refused: true };
    }
  }
}
