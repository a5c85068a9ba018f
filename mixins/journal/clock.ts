import { setTimeout as sleep } from 'node:timers/promises';

/** Time, so that a simulation can have its own. */
export interface Clock {
  /** Milliseconds since 1970. May jump. */
  now(): number;
  /** @param ms milliseconds */
  sleep(ms: number): Promise<unknown>;
}

export const systemClock: Clock = { now: Date.now, sleep };
