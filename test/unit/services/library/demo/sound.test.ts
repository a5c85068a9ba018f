import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { loudnessOf, peakOf } from '../../../../../services/library/demo/loudness.ts';
import { amplify, fadeOut } from '../../../../../services/library/demo/mix.ts';
import { decibels, exp2, seeded, sine } from '../../../../../services/library/demo/numbers.ts';
import type { Piece } from '../../../../../services/library/demo/piece.ts';
import { render } from '../../../../../services/library/demo/render.ts';
import { encodeWav, SAMPLE_RATE, type Stereo } from '../../../../../services/library/demo/wav.ts';

const tone = (hz: number, level: number): Float32Array =>
  Float32Array.from({ length: SAMPLE_RATE * 2 }, (_, i) => level * sine((hz * i) / SAMPLE_RATE));
const silence = () => new Float32Array(SAMPLE_RATE * 2);

const PIECE: Piece = {
  key: 'C major',
  bpm: 240,
  beats: 4,
  themes: { a: '1/1 3/1 5/2' },
  sections: [{ chords: 'C | G7', theme: 'a' }],
  ending: 'C',
  parts: [
    { name: 'lead', instrument: 'flute', level: -6, play: { as: 'melody', low: 60 } },
    {
      name: 'guitar',
      instrument: 'nylonGuitar',
      level: -6,
      play: { as: 'chords', low: 55, pattern: 'x.o.' },
    },
    { name: 'snare', instrument: 'snare', level: -12, echo: 0.2, play: { as: 'drum', pattern: '.x.x' } },
  ],
};

describe('arithmetic that is the same everywhere', () => {
  it('agrees with Math', () => {
    for (const x of [-12.3, -1, 0, 0.4, 1, 7.77]) expect(exp2(x) / 2 ** x).toBeCloseTo(1, 12);
    for (const x of [-0.3, 0, 0.1, 0.25, 0.6, 0.99, 1.4]) {
      expect(sine(x)).toBeCloseTo(Math.sin(x * 2 * Math.PI), 5);
    }
  });

  it('gives the same random numbers for the same seed, and others for another', () => {
    const take = (seed: string) => Array.from({ length: 5 }, seeded(seed));
    expect(take('a')).toEqual(take('a'));
    expect(take('a')).not.toEqual(take('b'));
  });
});

describe('loudness', () => {
  it('given 997 Hz at full scale in one channel, then it is -3.01 LUFS, as BS.1770 says', () => {
    expect(loudnessOf({ left: tone(997, 1), right: silence() })).toBeCloseTo(-3.01, 1);
  });

  it('given silence, then it is -Infinity', () => {
    expect(loudnessOf({ left: silence(), right: silence() })).toBe(-Infinity);
  });
});

describe('the end of the mix', () => {
  it('given far too much level, then nothing reaches full scale', () => {
    const sound: Stereo = { left: tone(440, 1), right: tone(500, 1) };
    amplify(sound, decibels(30));
    expect(peakOf(sound)).toBeLessThan(0.96);
  });

  it('given a fade-out, then the last sample is next to nothing and the first untouched', () => {
    const sound: Stereo = { left: silence().fill(1), right: silence().fill(1) };
    fadeOut(sound, 1);
    expect(sound.left[0]).toBe(1);
    expect(sound.left.at(-1)).toBeLessThan(1e-6);
  });
});

describe('a WAV file', () => {
  it('says what it holds, and holds it', () => {
    const sound: Stereo = { left: Float32Array.of(0.5, -0.5, 2), right: Float32Array.of(0, 0.25, -2) };
    const file = encodeWav(sound, Buffer.from('odd'), seeded('dither'));
    expect(file.toString('latin1', 0, 4)).toBe('RIFF');
    expect(file.readUInt32LE(4)).toBe(file.length - 8);
    expect(file.readUInt32LE(24)).toBe(SAMPLE_RATE);
    expect(file.readUInt32LE(40)).toBe(12);
    expect(Math.abs(file.readInt16LE(44) - 16_384)).toBeLessThanOrEqual(2);
    expect(Math.abs(file.readInt16LE(50) - 8192)).toBeLessThanOrEqual(2);
    expect([file.readInt16LE(52), file.readInt16LE(54)]).toEqual([32_767, -32_768]);
    expect(file.toString('latin1', 56, 60)).toBe('id3 ');
    expect(file.readUInt32LE(60)).toBe(3);
    expect(file.length % 2).toBe(0);
  });
});

describe('a piece', () => {
  const first = render(PIECE, 'seed');

  // When this changes on purpose, the version in manifest.ts is due to be raised.
  it('sounds the same every time and on every machine', () => {
    const hash = createHash('sha256');
    for (const channel of [first.sound.left, first.sound.right]) hash.update(channel);
    expect(hash.digest('hex').slice(0, 16)).toBe('64fb6a4b5fec1a90');
  });

  it('is as loud as meant, and below full scale', () => {
    expect(Math.abs(first.loudness - loudnessOf(first.sound))).toBeLessThan(0.5);
    expect(first.loudness).toBeCloseTo(-16, 0);
    expect(first.peak).toBeLessThan(1);
  });

  it('is played a little differently by another seed', () => {
    expect(
      Buffer.from(render(PIECE, 'other').sound.left.buffer).equals(Buffer.from(first.sound.left.buffer)),
    ).toBe(false);
  });
});
