import { describe, expect, it } from '@jest/globals';
import { openAiff } from '../../../../../web/src/audio/format/aiff.ts';
import { FormatError, type Piece } from '../../../../../web/src/audio/format/sound.ts';
import { openWav } from '../../../../../web/src/audio/format/wav.ts';
import { areJoined, bytes, bytesOf, piecesFrom } from '../../../../support/player/bytes.ts';

const RATE = 8000;
const SAMPLES = 20_000;
const tone = Int16Array.from({ length: SAMPLES }, (_, at) => 20_000 * Math.sin(at / 7));

/** 80 bits: 8000 = 0xFA00 0000… × 2^(12-63) */
const EXTENDED_8000 = Uint8Array.of(0x40, 0x0b, 0xfa, 0, 0, 0, 0, 0, 0, 0);

function wav(data: Uint8Array, { tag = 1, bits = 16, channels = 1 } = {}): Uint8Array {
  const align = (channels * bits) / 8;
  const le = 'le' as const;
  const format = bytes([2, tag, le], [2, channels, le], [4, RATE, le], [4, RATE * align, le], [2, align, le]);
  return bytes(
    ...['RIFF', [4, 36 + data.length, le] as const, 'WAVEfmt ', [4, 16, le] as const],
    ...[format, [2, bits, le] as const, 'LIST', [4, 3, le] as const, 'odd', '\0'],
    ...['data', [4, data.length, le] as const, data],
  );
}

function aiff(data: Uint8Array, compression?: string, bits = 16): Uint8Array {
  const common = bytes(
    [2, 1],
    [4, SAMPLES],
    [2, bits],
    EXTENDED_8000,
    compression ? `${compression}\0\0` : '',
  );
  return bytes(
    ...['FORM', [4, 0] as const, compression ? 'AIFC' : 'AIFF', 'COMM', [4, common.length] as const, common],
    ...['SSND', [4, data.length + 8] as const, [4, 0] as const, [4, 0] as const, data],
  );
}

const littleEndian = new Uint8Array(tone.buffer);
const bigEndian = new Uint8Array(Buffer.from(littleEndian).swap16());

/** Whether the pieces have those samples of 16 bits in them: the frames are not compressed. */
function hold(pieces: readonly Piece[], samples: Uint8Array, from: number): boolean {
  return pieces.some(({ data }) =>
    Buffer.from(data).includes(Buffer.from(samples.subarray(from * 2, from * 2 + 200))),
  );
}

describe('A WAV file', () => {
  it('is heard from its first sample to its last', async () => {
    const sound = await openWav(bytesOf(wav(littleEndian)));
    const pieces = await piecesFrom(sound, 0);
    expect(sound.mime).toBe('audio/mp4; codecs="flac"');
    expect(pieces[0]!.from).toBe(0);
    expect(pieces.at(-1)!.end).toBe(SAMPLES / RATE);
    expect(areJoined(pieces)).toBe(true);
    expect(hold(pieces, bigEndian, 0)).toBe(true);
    expect(hold(pieces, bigEndian, SAMPLES - 100)).toBe(true);
  });

  it('is heard from the middle', async () => {
    const pieces = await piecesFrom(await openWav(bytesOf(wav(littleEndian))), 1.5);
    expect(pieces[0]!.from).toBeLessThanOrEqual(1.5);
    expect(pieces[0]!.to).toBeGreaterThan(1.5);
    expect(hold(pieces, bigEndian, 12_500)).toBe(true);
    expect(hold(pieces, bigEndian, 0)).toBe(false);
  });

  it('ends where it was cut off', async () => {
    const cut = wav(littleEndian).subarray(0, 10_000);
    const pieces = await piecesFrom(await openWav(bytesOf(cut)), 0);
    expect(pieces.at(-1)!.end).toBeGreaterThan(0.5);
    expect(pieces.at(-1)!.end).toBeLessThan(10_000 / 2 / RATE);
  });

  it('may have floats, which are rounded to 24 bits', async () => {
    const floats = Float32Array.of(0.5, -1, 2, Number.NaN);
    const file = wav(new Uint8Array(floats.buffer), { tag: 3, bits: 32 });
    const [piece] = await piecesFrom(await openWav(bytesOf(file)), 0);
    const expected = Buffer.from('4000008000007fffff000000', 'hex');
    expect(Buffer.from(piece!.data).includes(expected)).toBe(true);
  });

  it.each([
    ['no WAV at all', Buffer.from('RIFF0000AVI 00000000')],
    ['no samples', wav(new Uint8Array()).subarray(0, 40)],
    ['samples of a telephone', wav(littleEndian, { tag: 7, bits: 8 })],
    ['no channels', wav(littleEndian, { channels: 0 })],
  ])('is refused when it has %s', async (_, file) => {
    await expect(openWav(bytesOf(file))).rejects.toThrow(FormatError);
  });
});

describe('An AIFF file', () => {
  it.each([
    ['AIFF', undefined, bigEndian],
    ['AIFF-C', 'NONE', bigEndian],
    ['AIFF-C in the other byte order', 'sowt', littleEndian],
  ])('is heard to the sample: %s', async (_, compression, data) => {
    const pieces = await piecesFrom(await openAiff(bytesOf(aiff(data, compression))), 0);
    expect(pieces.at(-1)!.end).toBe(SAMPLES / RATE);
    expect(areJoined(pieces)).toBe(true);
    expect(hold(pieces, bigEndian, 5000)).toBe(true);
  });

  it.each([
    ['another form', Buffer.from('FORM0000ILBM00000000')],
    ['a compression', aiff(bigEndian, 'ima4')],
    ['no samples', aiff(bigEndian).subarray(0, 38)],
  ])('is refused when it has %s', async (_, file) => {
    await expect(openAiff(bytesOf(file))).rejects.toThrow(FormatError);
  });
});
