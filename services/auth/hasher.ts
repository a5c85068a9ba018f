import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import argon2 from 'argon2';
import { CantigaError } from '../../errors.ts';

/** OWASP's least for argon2id: 19 MiB, two passes, one lane; about 50 ms on a slow core. */
const COST = { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const WAITING = 64;
const RETRY_SECONDS = 5;
/** Bytes, as argon2 makes them. */
const SALT = 16;
const HASH = 32;

/** A hash that no password has made. To check one against it takes as long as against a real one. */
export function hashOfNobody(): string {
  const random = (bytes: number) => randomBytes(bytes).toString('base64').replaceAll('=', '');
  const { memoryCost, timeCost, parallelism } = COST;
  return `$argon2id$v=19$m=${memoryCost},p=${parallelism},t=${timeCost}$${random(SALT)}$${random(HASH)}`;
}

/**
 * Hashes and checks passwords with argon2id, few at a time: it runs on the threads that also read audio files, and a
 * flood of sign-ins must not take them from the listeners.
 */
export class Hasher {
  #running = 0;
  #urgent: (() => void)[] = [];
  #waiting: (() => void)[] = [];
  #limit: number;

  /** @param limit how many run at once */
  constructor(limit = Math.min(2, Math.ceil(availableParallelism() / 4))) {
    this.#limit = limit;
  }

  /**
   * A hash in the PHC string format, with a salt of its own.
   * @throws {CantigaError} THROTTLED when too many wait already
   */
  hash(password: string): Promise<string> {
    return this.#turn(false, () => argon2.hash(password, COST));
  }

  /**
   * Whether `password` made `hash`.
   * @param urgent goes before all others and is never turned away
   * @throws {CantigaError} THROTTLED when too many wait already
   */
  verify(hash: string, password: string, urgent: boolean): Promise<boolean> {
    return this.#turn(urgent, () => argon2.verify(hash, password));
  }

  async #turn<T>(urgent: boolean, work: () => Promise<T>): Promise<T> {
    if (this.#running < this.#limit) this.#running++;
    else await this.#wait(urgent);
    try {
      return await work();
    } finally {
      const next = this.#urgent.shift() ?? this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }

  #wait(urgent: boolean): Promise<void> {
    if (!urgent && this.#waiting.length >= WAITING) {
      throw new CantigaError('THROTTLED', 'Too many people are signing in. Try again in a few seconds.', {
        retryAfter: RETRY_SECONDS,
      });
    }
    return new Promise((resolve) => {
      (urgent ? this.#urgent : this.#waiting).push(resolve);
    });
  }
}
