import type { Context } from 'moleculer';
import { CantigaError } from '../../errors.ts';
import { call } from '../../mixins/caller.ts';
import { type Kind, kindOfId } from './model.ts';

/** Items asked of the catalog at once: their answer fits into one message of the bus. */
const RESOLVED_AT_ONCE = 200;

/** @throws {CantigaError} NOT_FOUND naming the first id for which the catalog has no item of that kind */
export async function mustExist(ctx: Context, ids: readonly string[], only?: Kind): Promise<void> {
  const unfit = ids.find((each) => kindOfId(each) === undefined || (only && kindOfId(each) !== only));
  if (unfit !== undefined) throw unknown(unfit);
  for (let start = 0; start < ids.length; start += RESOLVED_AT_ONCE) {
    const some = ids.slice(start, start + RESOLVED_AT_ONCE);
    const items = await call(ctx, 'catalog.resolve', { ids: some });
    const missing = some.find((_, index) => items[index] === null);
    if (missing !== undefined) throw unknown(missing);
  }
}

function unknown(item: string): CantigaError {
  return new CantigaError('NOT_FOUND', `There is no track, album or artist ${item}.`);
}
