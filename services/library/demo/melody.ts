import type { Random } from './numbers.ts';
import { type Chord, nearestChordStep } from './theory.ts';

/** A note of a melody. `at` and `beats` count from the start of its section. */
export interface MelodyNote {
  at: number;
  beats: number;
  /** Step of the key, see theory.ts. */
  step: number;
  chord: Chord;
}

/** A note of a motif: a degree of the scale (1 is the tonic, null a rest) and its length in beats. */
interface MotifNote {
  degree: number | null;
  beats: number;
}

/**
 * A motif from its notation: notes `degree/beats` apart by spaces, bars by `|`, `.` for the degree of a rest.
 * @throws {RangeError} when a bar does not hold `beats`
 */
export function parseMotif(text: string, beats: number): MotifNote[][] {
  return text.split('|').map((bar) => {
    const notes = bar
      .trim()
      .split(/\s+/)
      .map((note) => {
        const [degree, length] = note.split('/');
        return { degree: degree === '.' ? null : Number(degree), beats: Number(length) };
      });
    const sum = notes.reduce((total, note) => total + note.beats, 0);
    if (Math.abs(sum - beats) > 1e-9) throw new RangeError(`"${bar}" holds ${sum} beats, not ${beats}`);
    return notes;
  });
}

/**
 * Sings a motif over the chords of a section.
 * The motif repeats for as long as there are bars. On strong beats (the start and the middle of a bar, and wherever
 * the chord changes under a long note) only chord tones sound; other notes move by the scale of the chord. A repeat
 * may be ornamented, leaps over an octave are folded back, and the last bar comes to rest on a chord tone.
 * @param bars chords of each bar, which share it equally
 */
export function sing(
  bars: readonly Chord[][],
  motif: MotifNote[][],
  beats: number,
  random: Random,
): MelodyNote[] {
  const notes: MelodyNote[] = [];
  let previous = (motif[0]!.find((note) => note.degree !== null)?.degree ?? 1) - 1;
  for (const [index, chords] of bars.entries()) {
    const pattern = motif[index % motif.length]!;
    const last = index === bars.length - 1;
    const written = last
      ? atRest(pattern, beats)
      : index < motif.length
        ? pattern
        : ornamented(pattern, random);
    let at = 0;
    for (const note of written) {
      if (note.degree !== null) {
        const chord = chords[Math.floor((at / beats) * chords.length)]!;
        const strong =
          at === 0 || at * 2 === beats || note.beats >= 1.5 || (last && at + note.beats >= beats);
        const wanted = within(note.degree - 1, previous);
        const step = strong ? nearestChordStep(wanted, chord, previous) : wanted;
        notes.push({ at: index * beats + at, beats: note.beats, step, chord });
        previous = step;
      }
      at += note.beats;
    }
  }
  return notes;
}

/** A second voice a third below, on chord tones where the first has the time to be heard. */
export function second(notes: readonly MelodyNote[]): MelodyNote[] {
  return notes.map((note) => ({
    ...note,
    step: note.beats >= 1 ? nearestChordStep(note.step - 2, note.chord, note.step - 7) : note.step - 2,
  }));
}

/** The bar with its second half held. */
function atRest(bar: MotifNote[], beats: number): MotifNote[] {
  const kept: MotifNote[] = [];
  let at = 0;
  for (const note of bar) {
    if (at >= beats / 2 && note.degree !== null) return [...kept, { degree: note.degree, beats: beats - at }];
    kept.push(note);
    at += note.beats;
  }
  return kept;
}

/** The bar with one of its notes of a whole beat turned around its upper neighbour, half of the time. */
function ornamented(bar: MotifNote[], random: Random): MotifNote[] {
  const candidates = bar.filter((note) => note.degree !== null && note.beats === 1);
  const chosen = random() < 0.5 ? candidates[Math.floor(random() * candidates.length)] : undefined;
  return bar.flatMap((note) =>
    note === chosen
      ? [
          { degree: note.degree, beats: 0.5 },
          { degree: note.degree! + 1, beats: 0.5 },
        ]
      : [note],
  );
}

function within(step: number, previous: number): number {
  return step - previous > 7 ? step - 7 : previous - step > 7 ? step + 7 : step;
}
