import type { Entries } from '../actions.ts';

/**
 * Items as they are stored, a comma between two, each with further fields at its end.
 * @param more of an item: numbers and strings; undefined ones are left out
 */
export function spliced({ ids, lengths, json }: Entries, more: (id: string) => object | undefined): Buffer {
  let bytes = json.length;
  const texts = ids.map((id) => {
    const text = textOf(more(id));
    bytes += Buffer.byteLength(text);
    return text;
  });
  // One buffer and little JSON: for a list of hundreds, what is said of them takes longer than all the rest.
  const written = Buffer.allocUnsafe(bytes);
  let [from, at, end] = [0, 0, -1];
  for (const [i, text] of texts.entries()) {
    end += lengths[i]! + 1;
    if (text === '') continue;
    // An item is an object with fields, so others can follow before its closing brace.
    at += json.copy(written, at, from, end - 1);
    at += written.write(text, at);
    from = end - 1;
  }
  json.copy(written, at, from);
  return written;
}

/** Fields as they follow others in JSON. */
function textOf(fields: object = {}): string {
  let text = '';
  for (const name in fields) {
    const value = (fields as Record<string, unknown>)[name];
    if (value === undefined) continue;
    text += `,"${name}":${typeof value === 'number' ? value : JSON.stringify(value)}`;
  }
  return text;
}
