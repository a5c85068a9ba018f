import type { Entries } from '../actions.ts';

/**
 * Items as they are stored, a comma between two, each with further fields at its end.
 * @param more undefined when there are none
 */
export function spliced({ ids, lengths, json }: Entries, more: (id: string) => object | undefined): Buffer[] {
  const pieces: Buffer[] = [];
  let written = 0;
  let end = -1;
  for (const [i, id] of ids.entries()) {
    end += lengths[i]! + 1;
    const fields = JSON.stringify(more(id) ?? {});
    if (fields === '{}') continue;
    // An item is an object with fields, so others can follow in place of its closing brace.
    pieces.push(json.subarray(written, end - 1), Buffer.from(`,${fields.slice(1)}`));
    written = end;
  }
  return [...pieces, json.subarray(written)];
}
