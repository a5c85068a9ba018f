import type { Bytes, Piece, Sound } from '../../../web/src/audio/format/sound.ts';

/** A file in memory. What was read is overwritten by the next read, as it may be. */
export function bytesOf(file: Uint8Array): Bytes {
  let last: Uint8Array | undefined;
  return {
    size: file.length,
    async read(at, length) {
      last?.fill(0xa5);
      last = new Uint8Array(file.subarray(at, at + length));
      return last;
    },
  };
}

/** All pieces from a second on. */
export async function piecesFrom(sound: Sound, second: number): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for await (const piece of sound.pieces(second)) pieces.push(piece);
  return pieces;
}

/** Whether pieces follow each other without a hole, and the last one only says that it is. */
export function areJoined(pieces: readonly Piece[]): boolean {
  return pieces.every((piece, index) => {
    const next = pieces[index + 1];
    return next === undefined ? piece.end !== undefined : piece.end === undefined && piece.to === next.from;
  });
}

/** Bytes of text and numbers of 16 and 32 bits, big-endian or little-endian. */
export function bytes(
  ...parts: readonly (string | Uint8Array | readonly [2 | 4, number, 'le'?])[]
): Uint8Array {
  return Buffer.concat(
    parts.map((part) => {
      if (typeof part === 'string') return Buffer.from(part, 'latin1');
      if (part instanceof Uint8Array) return Buffer.from(part);
      const [size, value, order] = part;
      const number = Buffer.alloc(size);
      if (order) number.writeUIntLE(value, 0, size);
      else number.writeUIntBE(value, 0, size);
      return number;
    }),
  );
}
