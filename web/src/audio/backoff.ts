const FIRST = 250;
const LONGEST = 10_000;
const LONGEST_ASKED = 60_000;
/** Spread of the delays, so that a thousand listeners do not come back in the same moment. */
const SPREAD = 0.25;

/**
 * Milliseconds to wait before a try is repeated: twice as long each time, 10 s at most, and not less than the server asks.
 * @param failures in a row, 1 or more
 * @param chance from 0 to 1
 * @param asked milliseconds of a Retry-After
 */
export function backoff(failures: number, chance: number, asked = 0): number {
  const delay = Math.min(LONGEST, FIRST * 2 ** (failures - 1));
  return Math.max(delay * (1 + SPREAD * (2 * chance - 1)), Math.min(asked, LONGEST_ASKED));
}

/** Milliseconds that a Retry-After header asks for (RFC 9110, 10.2.3); 0 when it says nothing that can be understood. */
export function retryAfter(header: string | null, now: number): number {
  if (header === null) return 0;
  const asked = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(asked) ? Math.max(0, asked) : 0;
}
