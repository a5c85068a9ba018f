/** Seeds that once failed, and what they found. */
export const CORPUS: readonly { seed: number; found: string }[] = [
  {
    seed: 10,
    found:
      'a full disk after an unknown outcome: the position went to another commit, the first one arrived late',
  },
  { seed: 168, found: 'the same, with a gap in the versions of a stream' },
  {
    seed: 764,
    found: 'a slow node that made erased documents anew, and died before it read that they are erased',
  },
];
