import { marked } from '../text.ts';

/** A text in which what was looked for is marked. */
export function Marked({ text, query }: { text: string; query: string }) {
  return (
    <>
      {marked(text, query).map(({ text: piece, isMarked }, i) =>
        isMarked ? <mark key={i}>{piece}</mark> : piece,
      )}
    </>
  );
}
