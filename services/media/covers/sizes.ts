/** Edges in pixels that pictures are made in: few, so that the cache stays small, and what clients ask for among them. */
const SIZES = [64, 100, 160, 200, 256, 300, 400, 512, 600, 800, 1024, 1200, 1600, 2048] as const;

/** The largest edge of any picture that is sent. */
export const LARGEST = 2048;

/** The size that a picture is made in when `asked` pixels are wanted: the next larger one there is. */
export function sizeFor(asked: number): number {
  return SIZES.find((size) => size >= asked) ?? LARGEST;
}
