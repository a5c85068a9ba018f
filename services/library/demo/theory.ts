/**
 * Harmony in steps: a step counts the notes of the key from its tonic (0 is the tonic, 7 the tonic an octave higher),
 * so that a chord alters the notes of its key by letter, as written music does.
 */

const LETTERS = 'CDEFGAB';
const NATURALS = [0, 2, 4, 5, 7, 9, 11];

const MODES: Record<string, readonly number[]> = {
  major: [0, 2, 4, 5, 7, 9, 11],
  minor: [0, 2, 3, 5, 7, 8, 10],
  dorian: [0, 2, 3, 5, 7, 9, 10],
  lydian: [0, 2, 4, 6, 7, 9, 11],
  mixolydian: [0, 2, 4, 5, 7, 9, 10],
};

/** Tones of a chord: letters above the root, and semitones above the root. */
const QUALITIES: Record<string, readonly (readonly [number, number])[]> = {
  '': [
    [0, 0],
    [2, 4],
    [4, 7],
  ],
  m: [
    [0, 0],
    [2, 3],
    [4, 7],
  ],
  dim: [
    [0, 0],
    [2, 3],
    [4, 6],
  ],
  5: [
    [0, 0],
    [4, 7],
  ],
  sus2: [
    [0, 0],
    [1, 2],
    [4, 7],
  ],
  sus4: [
    [0, 0],
    [3, 5],
    [4, 7],
  ],
  6: [
    [0, 0],
    [2, 4],
    [4, 7],
    [5, 9],
  ],
  m6: [
    [0, 0],
    [2, 3],
    [4, 7],
    [5, 9],
  ],
  7: [
    [0, 0],
    [2, 4],
    [4, 7],
    [6, 10],
  ],
  m7: [
    [0, 0],
    [2, 3],
    [4, 7],
    [6, 10],
  ],
  maj7: [
    [0, 0],
    [2, 4],
    [4, 7],
    [6, 11],
  ],
  m7b5: [
    [0, 0],
    [2, 3],
    [4, 6],
    [6, 10],
  ],
  add9: [
    [0, 0],
    [2, 4],
    [4, 7],
    [1, 2],
  ],
  9: [
    [0, 0],
    [2, 4],
    [4, 7],
    [6, 10],
    [1, 2],
  ],
  m9: [
    [0, 0],
    [2, 3],
    [4, 7],
    [6, 10],
    [1, 2],
  ],
  maj9: [
    [0, 0],
    [2, 4],
    [4, 7],
    [6, 11],
    [1, 2],
  ],
  '7b9': [
    [0, 0],
    [2, 4],
    [4, 7],
    [6, 10],
    [1, 1],
  ],
};

export interface Key {
  /** Letter of the tonic, 0 (C) to 6 (B). */
  letter: number;
  /** Pitch class of the tonic, 0 (C) to 11 (B). */
  tonic: number;
  /** Semitones of the seven notes above the tonic. */
  scale: readonly number[];
}

export interface Chord {
  root: number;
  /** Pitch class of the fifth; of the root in chords without one. */
  fifth: number;
  /** Pitch classes, root first. */
  tones: readonly number[];
  /** Steps of the key, 0 to 6, that belong to the chord. */
  steps: ReadonlySet<number>;
  /** Semitones of the seven notes above the tonic while the chord sounds. */
  scale: readonly number[];
}

/**
 * A key from its name, such as `Bb minor` or `D dorian`.
 * @throws {RangeError} for a name that is none
 */
export function keyOf(name: string): Key {
  const [, letter, accidental, mode] = /^([A-G])([#b]?) (\w+)$/.exec(name) ?? [];
  const scale = MODES[mode ?? ''];
  if (letter === undefined || scale === undefined) throw new RangeError(`"${name}" is not a key`);
  return { letter: LETTERS.indexOf(letter), tonic: pitchClass(letter, accidental), scale };
}

/**
 * A chord from its symbol, such as `F#m7`, as it sounds in a key.
 * @throws {RangeError} for a symbol that is none
 */
export function chordOf(symbol: string, key: Key): Chord {
  const [, letter, accidental, quality] = /^([A-G])([#b]?)(.*)$/.exec(symbol) ?? [];
  const members = QUALITIES[quality ?? '?'];
  if (letter === undefined || members === undefined) throw new RangeError(`"${symbol}" is not a chord`);
  const root = pitchClass(letter, accidental);
  const scale = [...key.scale];
  const steps = new Set<number>();
  for (const [letters, semitones] of members) {
    const step = modulo(LETTERS.indexOf(letter) + letters - key.letter, 7);
    // The distance nearest to the unaltered note, so that a leading note below the tonic is -1 and not 11.
    const natural = key.scale[step]!;
    scale[step] = natural + modulo(root + semitones - key.tonic - natural + 6, 12) - 6;
    steps.add(step);
  }
  const tones = members.map(([, semitones]) => (root + semitones) % 12);
  const fifth = members.findIndex(([letters]) => letters === 4);
  return { root, fifth: tones[fifth] ?? root, tones, steps, scale };
}

/** MIDI pitch of a step above the tonic at or above the pitch `low`, while `chord` sounds. */
export function pitchOf(step: number, chord: Chord, key: Key, low: number): number {
  return lift(key.tonic, low) + 12 * Math.floor(step / 7) + chord.scale[modulo(step, 7)]!;
}

/** The step of the chord nearest to `step`; of two equally near, the one towards `from`. */
export function nearestChordStep(step: number, chord: Chord, from: number): number {
  const first = from < step ? -1 : 1;
  for (let distance = 0; ; distance++) {
    if (chord.steps.has(modulo(step + first * distance, 7))) return step + first * distance;
    if (chord.steps.has(modulo(step - first * distance, 7))) return step - first * distance;
  }
}

/** The chord in close position: its tones within the octave that starts at `low`, upwards. */
export function voicing(chord: Chord, low: number): number[] {
  return chord.tones.map((tone) => lift(tone, low)).sort((a, b) => a - b);
}

/** The lowest pitch of a pitch class at or above `low`. */
export const lift = (tone: number, low: number): number => low + modulo(tone - low, 12);

export const modulo = (a: number, n: number): number => ((a % n) + n) % n;

function pitchClass(letter: string, accidental: string | undefined): number {
  const shift = accidental === '#' ? 1 : accidental === 'b' ? -1 : 0;
  return modulo(NATURALS[LETTERS.indexOf(letter)]! + shift, 12);
}
