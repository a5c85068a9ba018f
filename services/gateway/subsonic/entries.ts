import type { Entries } from '../../actions.ts';
import { entryBytes } from '../../catalog/entry/bytes.ts';
import { type Exchange, ITEMS_AT_ONCE } from './exchange.ts';

/** The tracks of a playlist or a queue, ready to be sent, in parts: one for each id, known or not. */
export async function trackEntries({ call }: Exchange, tracks: readonly string[]): Promise<Entries[]> {
  const parts: Entries[] = [];
  for (let start = 0; start < tracks.length; start += ITEMS_AT_ONCE) {
    const ids = tracks.slice(start, start + ITEMS_AT_ONCE);
    parts.push(completed(ids, await call('catalog.trackEntries', { ids })));
  }
  return parts;
}

/**
 * Keeps the places of tracks that the catalog does not know (any more, or not yet), so that the indexes that a client
 * sends back still mean what it saw. `entries`: those that are known, in the order of `ids`.
 */
function completed(ids: string[], entries: Entries): Entries {
  if (entries.ids.length === ids.length) return entries;
  let next = 0;
  let start = 0;
  const parts = ids.map((id) => {
    if (entries.ids[next] !== id) return entryBytes({ id, isDir: false, title: '[Unknown track]' });
    const end = start + entries.lengths[next++]!;
    const known = entries.json.subarray(start, end);
    start = end + 1;
    return known;
  });
  const json = Buffer.from(parts.join(','));
  return { ids, lengths: parts.map(({ length }) => length), json };
}
