import type { Entries } from '../../actions.ts';
import type { Notes } from '../notes.ts';
import { spliced } from '../spliced.ts';
import { id3Marks } from './annotations.ts';

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
    // Looking up nothing five hundred times takes longer than all the rest.
    const noted = Object.keys(this.#notes).length > 0;
    return this.#parts.flatMap((part, i) => {
      const piece = noted ? spliced(part, (id) => moreOf(id, this.#notes)) : part.json;
      return i === 0 ? [piece] : [COMMA, piece];
    });
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
}

function moreOf(id: string, notes: Notes) {
  const note = notes[id];
  return note && id3Marks(id, note);
}
