/**
 * The years that can be chosen, the last one first.
 * @param first from which on there may be something; the one that is shown is there in any case
 */
export function yearsFrom(first: number, shown: number, present: number): number[] {
  const oldest = Math.min(first, shown, present);
  const latest = Math.max(shown, present);
  return Array.from({ length: latest - oldest + 1 }, (_, i) => latest - i);
}
