/** A text without case and diacritics, for comparing. */
export function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Whether every word of a query begins a word of a text. */
export function fits(text: string, query: string): boolean {
  const words = folded(text).split(/[^\p{L}\p{N}]+/u);
  return wordsOf(query).every((wanted) => words.some((word) => word.startsWith(wanted)));
}

/** The words of a query, folded. */
export function wordsOf(query: string): string[] {
  return folded(query)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

export interface Piece {
  text: string;
  isMarked: boolean;
}

/**
 * A text cut where words of a query begin words in it, so that these can be marked. Letters that fold to several, or to
 * none, keep their place.
 */
export function marked(text: string, query: string): Piece[] {
  const words = wordsOf(query);
  const { letters, at } = foldedWithPlaces(text);
  const marks = new Uint8Array(text.length);
  for (const start of letters.matchAll(/(?<![\p{L}\p{N}])[\p{L}\p{N}]/gu)) {
    const length = Math.max(
      0,
      ...words.filter((word) => letters.startsWith(word, start.index)).map((word) => word.length),
    );
    if (length > 0) marks.fill(1, at[start.index]!, at[start.index + length] ?? text.length);
  }
  const pieces: Piece[] = [];
  for (let from = 0; from < text.length; ) {
    let to = from + 1;
    while (to < text.length && marks[to] === marks[from]) to++;
    pieces.push({ text: text.slice(from, to), isMarked: marks[from] === 1 });
    from = to;
  }
  return pieces;
}

/** A folded text and where each of its letters comes from. */
function foldedWithPlaces(text: string): { letters: string; at: number[] } {
  let letters = '';
  const at: number[] = [];
  let place = 0;
  for (const letter of text) {
    const plain = folded(letter);
    letters += plain;
    for (let i = 0; i < plain.length; i++) at.push(place);
    place += letter.length;
  }
  return { letters, at };
}
