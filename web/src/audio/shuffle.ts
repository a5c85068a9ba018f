/** A number from 0 to 1, 1 excluded, and the seed of the next one (mulberry32). The same seed gives the same. */
function random(seed: number): { value: number; seed: number } {
  const next = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(next ^ (next >>> 15), next | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return { value: ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32, seed: next };
}

/** The items in an order that follows from the seed, each order as likely as any other (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const result = [...items];
  let state = seed;
  for (let last = result.length - 1; last > 0; last--) {
    const drawn = random(state);
    state = drawn.seed;
    const other = Math.floor(drawn.value * (last + 1));
    [result[last], result[other]] = [result[other]!, result[last]!];
  }
  return result;
}
