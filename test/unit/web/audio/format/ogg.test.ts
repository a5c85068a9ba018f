import { describe, expect, it } from '@jest/globals';
import { openOgg } from '../../../../../web/src/audio/format/ogg.ts';
import { FormatError } from '../../../../../web/src/audio/format/sound.ts';
import { areJoined, bytes, bytesOf, piecesFrom } from '../../../../support/player/bytes.ts';

const RATE = 48_000;
const SKIPPED = 312;
/** Samples of a packet: 20 ms. */
const FRAME = 960;
const PER_PAGE = 50;

const NOTHING = new Uint8Array(8).fill(0xff);

/** A page with the parts of packets that `lacing` says. */
function page(flags: number, granule: number | undefined, lacing: number[], body: Uint8Array): Uint8Array {
  const position = granule === undefined ? NOTHING : bytes([4, granule, 'le'], [4, 0]);
  const numbers = bytes([4, 1, 'le'], [4, 0], [4, 0]);
  return bytes(
    'OggS',
    Uint8Array.of(0, flags),
    position,
    numbers,
    Uint8Array.of(lacing.length, ...lacing),
    body,
  );
}

const lacingOf = (size: number) => [...Array<number>(Math.floor(size / 255)).fill(255), size % 255];
const packet = (number: number, size = 100) => new Uint8Array(size).fill(number % 200).fill(0x78, 0, 1);

const HEAD = bytes(
  ...['OpusHead', Uint8Array.of(1, 2), [2, SKIPPED, 'le'] as const, [4, RATE, 'le'] as const],
  Uint8Array.of(0, 0, 0),
);
const TAGS = bytes('OpusTags', new Uint8Array(600));

/** A stream of as many seconds. @param cut samples that its last page takes off */
function opus(seconds: number, cut = 0): Uint8Array {
  const pages = [page(2, 0, lacingOf(HEAD.length), HEAD), page(0, 0, lacingOf(TAGS.length), TAGS)];
  for (let second = 0; second < seconds; second++) {
    const packets = Array.from({ length: PER_PAGE }, (_, index) => packet(second * PER_PAGE + index));
    const isLast = second === seconds - 1;
    const granule = (second + 1) * RATE - (isLast ? cut : 0);
    pages.push(page(isLast ? 4 : 0, granule, Array<number>(PER_PAGE).fill(100), bytes(...packets)));
  }
  return bytes(...pages);
}

describe('A file of Opus', () => {
  it('is heard from its first sample to its last', async () => {
    const sound = await openOgg(bytesOf(opus(10, 1000)));
    const pieces = await piecesFrom(sound, 0);
    expect(sound.mime).toBe('audio/mp4; codecs="opus"');
    expect(sound.lead).toBe(SKIPPED / RATE);
    expect(pieces[0]!.from).toBe(0);
    expect(areJoined(pieces)).toBe(true);
    expect(pieces.at(-1)!.to).toBe(10);
    expect(pieces.at(-1)!.end).toBe(10 - 1000 / RATE);
  });

  it.each([1, 30, 59.5, 100, 119])(
    'is heard from second %p, and a little earlier for the sake of the decoder',
    async (second) => {
      const pieces = await piecesFrom(await openOgg(bytesOf(opus(120))), second);
      expect(pieces[0]!.from).toBeLessThanOrEqual(second - 0.08);
      expect(pieces[0]!.from).toBeGreaterThan(second - 0.15);
      expect(pieces.at(-1)!.end).toBe(120);
      expect(areJoined(pieces)).toBe(true);
      // Each packet has its number in it.
      const number = Math.round((pieces[0]!.from * RATE) / FRAME);
      expect(Buffer.from(pieces[0]!.data).includes(Buffer.from(packet(number).subarray(1)))).toBe(true);
    },
  );

  it('is as long as its packets when it was cut off', async () => {
    const pieces = await piecesFrom(await openOgg(bytesOf(opus(10).subarray(0, -2000))), 0);
    expect(pieces.at(-1)!.end).toBeCloseTo(9);
  });

  it('may have packets that go over several pages', async () => {
    const long = packet(7, 700);
    const file = bytes(
      ...[page(2, 0, lacingOf(HEAD.length), HEAD), page(0, 0, lacingOf(TAGS.length), TAGS)],
      page(0, undefined, [255], long.subarray(0, 255)),
      ...[page(1, undefined, [255], long.subarray(255, 510)), page(5, FRAME, [190], long.subarray(510))],
    );
    const [piece] = await piecesFrom(await openOgg(bytesOf(file)), 0);
    expect(piece!.end).toBe(FRAME / RATE);
    expect(Buffer.from(piece!.data).includes(Buffer.from(long))).toBe(true);
  });

  it('goes on behind what is damaged', async () => {
    const file = opus(10);
    const at = Buffer.from(file).indexOf('OggS', 20_000);
    file.fill(0, at, at + 4);
    const pieces = await piecesFrom(await openOgg(bytesOf(file)), 0);
    expect(pieces.at(-1)!.to).toBe(9);
  });

  it.each([
    ['nothing but headers', opus(0)],
    ['another codec', page(2, 0, [8], Buffer.from('Speex   '))],
    ['no pages', Buffer.from('OggS, or not.'.repeat(100))],
  ])('is refused when there is %s', async (_, file) => {
    await expect(openOgg(bytesOf(file))).rejects.toThrow(FormatError);
  });
});
