import type { ByteRange } from './session/events.ts';

/** Ranges without what they have in common, in order: a byte that is in several of them is in one. */
export function union(ranges: readonly ByteRange[]): ByteRange[] {
  const united: [number, number][] = [];
  for (const [from, to] of ranges.filter(([from, to]) => to > from).sort(([a], [b]) => a - b)) {
    const last = united.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else united.push([from, to]);
  }
  return united;
}

/** Bytes in ranges that have none in common. */
export function bytesIn(ranges: readonly ByteRange[]): number {
  return ranges.reduce((sum, [from, to]) => sum + to - from, 0);
}
