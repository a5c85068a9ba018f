import type { Context } from 'moleculer';
import { CantigaError } from '../../errors.ts';
import { call } from '../../mixins/caller.ts';

/** Tracks asked of the catalog at once: their answer fits into one message of the bus. */
const AT_ONCE = 200;

/**
 * Seconds of tracks, by id.
 * @throws {CantigaError} NOT_FOUND naming the first that the catalog does not know as a track
 */
export async function durationsOf(ctx: Context, ids: readonly string[]): Promise<Map<string, number>> {
  const durations = new Map<string, number>();
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const some = ids.slice(start, start + AT_ONCE);
    const items = await call(ctx, 'catalog.resolve', { ids: some });
    for (const [index, id] of some.entries()) {
      const item = items[index];
      if (item?.kind !== 'track') throw new CantigaError('NOT_FOUND', `There is no track ${id}.`);
      durations.set(id, item.format.duration);
    }
  }
  return durations;
}
