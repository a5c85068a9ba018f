import { describe, expect, it } from '@jest/globals';
import { frame, type Message, Unframer } from '../../../bus/frames.ts';

const messages: Message[] = [
  { kind: 'subscribe', topic: 'MOL.REQ.ñ' },
  { kind: 'publish', topic: 'MOL.EVENT', data: Buffer.from([0, 1, 255]) },
  { kind: 'publish', topic: 'x', data: Buffer.alloc(70_000, 7) },
];

describe('Frames of the local bus', () => {
  it.each([1, 3, 1000, 1_000_000])('come out as they went in, in chunks of %i bytes', (size) => {
    const bytes = Buffer.concat(messages.map(frame));
    const unframer = new Unframer();
    const seen: Message[] = [];
    for (let at = 0; at < bytes.length; at += size)
      seen.push(...unframer.push(bytes.subarray(at, at + size)));
    expect(seen).toEqual(messages);
  });

  it('of a length that no peer would send are refused', () => {
    expect(() => new Unframer().push(Buffer.alloc(64, 0xff))).toThrow(RangeError);
    expect(() => new Unframer().push(Buffer.alloc(64, 0))).toThrow(RangeError);
  });
});
