import { createHash } from 'node:crypto';

/** Of every journal, for ever: where a listener's events lie follows from it. */
export const PARTITIONS = 64;

/** The partition of all that belongs to `owner`. */
export function partitionOf(owner: string): number {
  return createHash('sha256').update(owner).digest()[0]! % PARTITIONS;
}

/** `p07`, as commits and checkpoints are named. */
export function partitionName(p: number): string {
  return `p${String(p).padStart(2, '0')}`;
}

/** `p07:000000001234`: sorts as the positions do. */
export function commitId(p: number, pos: number): string {
  return `${partitionName(p)}:${String(pos).padStart(12, '0')}`;
}
