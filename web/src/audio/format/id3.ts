import { textAt } from './boxes.ts';
import type { Bytes } from './sound.ts';

const HEADER = 10;
const HAS_FOOTER = 0x10;

/** Where what follows the ID3v2 tags at the start of a file begins; 0 when there are none. */
export async function startOfMusic(bytes: Bytes): Promise<number> {
  let at = 0;
  for (;;) {
    const head = await bytes.read(at, HEADER);
    if (head.length < HEADER || textAt(head, 0, 3) !== 'ID3') return at;
    // 28 bits in four bytes whose highest bit is never set.
    const size = head.subarray(6, 10).reduce((sum, byte) => (sum << 7) | (byte & 0x7f), 0);
    at += HEADER + size + (head[5]! & HAS_FOOTER ? HEADER : 0);
  }
}
