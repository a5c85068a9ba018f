import type { InstrumentName } from './instruments.ts';

/** A piece of music as data; arrange.ts plays it. */
export interface Piece {
  /** Such as `A minor`; see theory.ts. */
  key: string;
  /** Beats in a minute. */
  bpm: number;
  /** Beats in a bar. */
  beats: number;
  /** How late the second half of each beat comes, as a fraction of a beat (1/6 is a triplet's swing). */
  swing?: number;
  /** Motifs by name; see melody.ts for the notation. */
  themes: Record<string, string>;
  sections: Section[];
  /** The chord that everything ends on. */
  ending: string;
  parts: Part[];
}

export interface Section {
  /** Chord symbols; bars apart by `|`, chords of one bar by spaces. */
  chords: string;
  /** Name of the theme that the melody sings; without one it is silent. */
  theme?: string;
  /** Names of the parts that pause. */
  without?: string[];
}

export interface Part {
  name: string;
  instrument: InstrumentName;
  play: Play;
  /** dB. */
  level: number;
  /** -1 (left) to 1 (right). */
  pan?: number;
  /** How much goes to the reverb and to the echo, 0 to 1. */
  reverb?: number;
  echo?: number;
}

/**
 * What a part plays. A pattern has one character a step, bars apart by `|`: `x` strikes, `o` strikes softly, `-` holds,
 * `.` is silent; a digit plays one tone instead of all. `low` is the lowest MIDI pitch of the part's octave.
 */
export type Play =
  /** The theme. */
  | { as: 'melody'; low: number }
  /** A voice below the theme. */
  | { as: 'second'; low: number }
  /** The chord, or by digits its tones from below (5 to 8 an octave higher); `strum` is the seconds between tones. */
  | { as: 'chords'; low: number; pattern: string; strum?: number }
  /** By digits 1 the root, 5 the fifth, 8 the octave. */
  | { as: 'bass'; low: number; pattern: string }
  | { as: 'drum'; pattern: string };
