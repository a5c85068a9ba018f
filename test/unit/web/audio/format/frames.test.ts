import { describe, expect, it } from '@jest/globals';
import { openAdts } from '../../../../../web/src/audio/format/adts.ts';
import { openMp3 } from '../../../../../web/src/audio/format/mp3.ts';
import { FormatError } from '../../../../../web/src/audio/format/sound.ts';
import { areJoined, bytes, bytesOf, piecesFrom } from '../../../../support/player/bytes.ts';

const COUNT = 500;
/** MPEG-1 layer III, 128 kbit/s, 44.1 kHz, joint stereo: 417 bytes, 1152 samples. */
const MP3_FRAME = Uint8Array.from({ length: 417 }, (_, at) => [0xff, 0xfb, 0x90, 0x64][at] ?? at % 251);
/** AAC LC, 44.1 kHz, stereo: 300 bytes, 1024 samples. */
const AAC_FRAME = Uint8Array.from(
  { length: 300 },
  (_, at) => [0xff, 0xf1, 0x50, 0x80, 300 >> 3, ((300 & 7) << 5) | 0x1f, 0xfc][at] ?? at % 251,
);
const MP3_SECONDS = 1152 / 44_100;
const AAC_SECONDS = 1024 / 44_100;

const repeated = (frame: Uint8Array, count = COUNT) => Buffer.concat(Array(count).fill(frame));
const tag = (size: number) =>
  bytes('ID3\x04\0\0', Uint8Array.of(0, 0, size >> 7, size & 127), new Uint8Array(size));
const total = (pieces: { data: Uint8Array }[]) => pieces.reduce((sum, { data }) => sum + data.length, 0);

/** An information frame as LAME writes it. */
function lameFrame(frames: number, delay: number, padding: number): Uint8Array {
  const frame = Uint8Array.from(MP3_FRAME).fill(0, 4);
  frame.set(bytes('Info', [4, 3], [4, frames], [4, (frames + 1) * 417], 'LAME3.100'), 36);
  frame.set([delay >> 4, ((delay & 15) << 4) | (padding >> 8), padding & 255], 36 + 16 + 21);
  return frame;
}

describe('An MP3 file', () => {
  it('is heard whole, without its tags', async () => {
    const file = bytes(tag(1000), repeated(MP3_FRAME), `TAG${'x'.repeat(125)}`);
    const sound = await openMp3(bytesOf(file));
    const pieces = await piecesFrom(sound, 0);
    expect(sound.mime).toBe('audio/mpeg');
    expect(areJoined(pieces)).toBe(true);
    expect(total(pieces)).toBe(COUNT * 417);
    expect(pieces.at(-1)!.end).toBeCloseTo(COUNT * MP3_SECONDS);
  });

  it('begins and ends where its encoder says that the music does', async () => {
    const file = bytes(lameFrame(COUNT, 576, 1000), repeated(MP3_FRAME));
    const sound = await openMp3(bytesOf(file));
    const pieces = await piecesFrom(sound, 0);
    expect(sound.lead).toBeCloseTo(576 / 44_100);
    expect(total(pieces)).toBe(COUNT * 417);
    expect(pieces.at(-1)!.end).toBeCloseTo(COUNT * MP3_SECONDS - 1000 / 44_100);
  });

  it('is heard from the middle, some frames earlier for the sake of the decoder', async () => {
    const sound = await openMp3(bytesOf(repeated(MP3_FRAME)));
    const pieces = await piecesFrom(sound, 6);
    expect(pieces[0]!.from).toBeLessThan(6 - 9 * MP3_SECONDS);
    expect(pieces[0]!.from).toBeGreaterThan(6 - 12 * MP3_SECONDS);
    expect(pieces.at(-1)!.to).toBeCloseTo(COUNT * MP3_SECONDS, 0);
    expect(areJoined(pieces)).toBe(true);
  });

  it('loses only the frames that are damaged', async () => {
    const file = repeated(MP3_FRAME);
    file.fill(0x55, 417 * 101, 417 * 103 + 100);
    expect(total(await piecesFrom(await openMp3(bytesOf(file)), 0))).toBe((COUNT - 3) * 417);
  });

  it('is refused when there is no frame in it', async () => {
    await expect(openMp3(bytesOf(Buffer.from('<html>'.repeat(5000))))).rejects.toThrow(FormatError);
    await expect(openMp3(bytesOf(new Uint8Array(100)))).rejects.toThrow(FormatError);
  });
});

describe('A file of bare AAC', () => {
  it('is heard whole', async () => {
    const pieces = await piecesFrom(await openAdts(bytesOf(bytes(tag(200), repeated(AAC_FRAME)))), 0);
    expect(areJoined(pieces)).toBe(true);
    expect(total(pieces)).toBe(COUNT * 300);
    expect(pieces.at(-1)!.end).toBeCloseTo(COUNT * AAC_SECONDS);
  });

  it('is heard from the middle', async () => {
    const pieces = await piecesFrom(await openAdts(bytesOf(repeated(AAC_FRAME))), 5);
    expect(pieces[0]!.from).toBeGreaterThan(4.8);
    expect(pieces[0]!.from).toBeLessThanOrEqual(5);
    expect(total(pieces) / 300).toBeCloseTo(COUNT - 4.9 / AAC_SECONDS, -1);
  });

  it('is refused when there is no frame in it', async () => {
    await expect(openAdts(bytesOf(new Uint8Array(100_000)))).rejects.toThrow(FormatError);
  });
});
