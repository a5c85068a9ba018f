import { describe, expect, it } from '@jest/globals';
import { parseMotif, sing } from '../../../../../services/library/demo/melody.ts';
import { seeded } from '../../../../../services/library/demo/numbers.ts';
import {
  chordOf,
  keyOf,
  modulo,
  nearestChordStep,
  pitchOf,
  voicing,
} from '../../../../../services/library/demo/theory.ts';

describe('chords in a key', () => {
  const aMinor = keyOf('A minor');

  it('given E7 in A minor, then G becomes G sharp and the other notes stay', () => {
    expect(chordOf('E7', aMinor).scale).toEqual([0, 2, 3, 5, 7, 8, 11]);
  });

  it('given C7 in C major, then B becomes B flat', () => {
    expect(chordOf('C7', keyOf('C major')).scale).toEqual([0, 2, 4, 5, 7, 9, 10]);
  });

  it('given a chord of the key, then it alters nothing', () => {
    expect(chordOf('Dm7', aMinor).scale).toEqual(aMinor.scale);
  });

  it('given a chord symbol, then its tones lie in close position in the octave asked for', () => {
    expect(voicing(chordOf('Am7', aMinor), 57)).toEqual([57, 60, 64, 67]);
    expect(voicing(chordOf('Am7', aMinor), 60)).toEqual([60, 64, 67, 69]);
  });

  it('given a step, then its pitch counts from the tonic at or above the lowest', () => {
    const chord = chordOf('Am', aMinor);
    expect([0, 2, 7, -1].map((step) => pitchOf(step, chord, aMinor, 60))).toEqual([69, 72, 81, 67]);
  });

  it('given a step between two chord tones, then the one towards the note before is nearest', () => {
    const chord = chordOf('Am', aMinor);
    expect(nearestChordStep(3, chord, 0)).toBe(2);
    expect(nearestChordStep(3, chord, 9)).toBe(4);
  });

  it.each(['H major', 'C nothing', 'c minor'])('given the key %s, then it is refused', (name) => {
    expect(() => keyOf(name)).toThrow(RangeError);
  });

  it.each(['', 'X7', 'Cblah'])('given the chord "%s", then it is refused', (symbol) => {
    expect(() => chordOf(symbol, aMinor)).toThrow(RangeError);
  });
});

describe('a melody', () => {
  const key = keyOf('A minor');
  const bars = ['Am', 'Dm', 'F', 'E7'].map((symbol) => [chordOf(symbol, key)]);
  const motif = parseMotif('1/1 2/.5 3/.5 5/2 | 4/1 3/.5 2/.5 3/2', 4);
  const melody = sing(bars, motif, 4, seeded('test'));

  it('sings only chord tones where a bar begins or has its middle', () => {
    const strong = melody.filter((note) => note.at % 2 === 0);
    expect(strong.length).toBeGreaterThanOrEqual(8);
    for (const note of strong) expect(note.chord.steps).toContain(modulo(note.step, 7));
  });

  it('never leaps further than an octave', () => {
    for (const [i, note] of melody.slice(1).entries()) {
      expect(Math.abs(note.step - melody[i]!.step)).toBeLessThanOrEqual(8);
    }
  });

  it('comes to rest in its last bar', () => {
    expect(melody.at(-1)).toMatchObject({ at: 14, beats: 2 });
  });

  it('refuses a bar that does not hold its beats', () => {
    expect(() => parseMotif('1/1 2/1', 4)).toThrow('holds 2 beats, not 4');
  });
});
