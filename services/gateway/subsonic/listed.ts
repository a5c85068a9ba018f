import type { Entries } from '../../actions.ts';
import { id3Marks, type Notes } from './annotations.ts';

const COMMA = Buffer.from(',');

/** A list of items that are ready to be sent, each with what the listener says of it. */
export class Listed {
  readonly #parts: readonly Entries[];
  readonly #notes: Notes;

  /** `parts`: one after the other. */
  constructor(notes: Notes, ...parts: Entries[]) {
    this.#parts = parts.filter(({ ids }) => ids.length > 0);
    this.#notes = notes;
  }

  /** The items in JSON, a comma between two, in pieces. */
  pieces(): Buffer[] {
    return this.#parts.flatMap((part, i) =>
      i === 0 ? this.#annotate(part) : [COMMA, ...this.#annotate(part)],
    );
  }

  /** The items as objects. */
  objects(): Record<string, unknown>[] {
    return this.#parts.flatMap(({ ids, json }) =>
      (JSON.parse(`[${json.toString()}]`) as object[]).map((item, i) => ({
        ...item,
        ...moreOf(ids[i]!, this.#notes),
      })),
    );
  }

  #annotate({ ids, lengths, json }: Entries): Buffer[] {
    const pieces: Buffer[] = [];
    let written = 0;
    let end = -1;
    for (const [i, id] of ids.entries()) {
      end += lengths[i]! + 1;
      const more = moreOf(id, this.#notes);
      if (more === undefined) continue;
      // An entry is an object with fields, so others can follow in place of its closing brace.
      pieces.push(json.subarray(written, end - 1), Buffer.from(`,${JSON.stringify(more).slice(1)}`));
      written = end;
    }
    return [...pieces, json.subarray(written)];
  }
}

function moreOf(id: string, notes: Notes) {
  const note = notes[id];
  if (note === undefined) return undefined;
  const more = id3Marks(id, note);
  return Object.values(more).every((value) => value === undefined) ? undefined : more;
}
