import { type MelodyNote, parseMotif, second, sing } from './melody.ts';
import { frequencyOf, type Random } from './numbers.ts';
import type { Part, Piece, Play, Section } from './piece.ts';
import { type Chord, chordOf, type Key, keyOf, lift, pitchOf, voicing } from './theory.ts';

/** A note to be played. Times in seconds. */
export interface Note {
  at: number;
  seconds: number;
  /** Hz; drums ignore it. */
  frequency: number;
  /** 0 to 1. */
  velocity: number;
}

interface Bar {
  chords: Chord[];
  section: Section;
}

const SOFT = 0.55;
const LOUD = 0.85;

/** Seconds from the first beat to the end of the last bar. */
export function lengthOf(piece: Piece): number {
  const bars = piece.sections.reduce((sum, section) => sum + section.chords.split('|').length, 1);
  return (bars * piece.beats * 60) / piece.bpm;
}

/**
 * Every note of a piece, by part.
 * @throws {RangeError} when the piece is not well written
 */
export function arrange(piece: Piece, random: Random): Map<Part, Note[]> {
  const key = keyOf(piece.key);
  const bars = piece.sections.flatMap((section) =>
    section.chords.split('|').map((bar): Bar => ({ section, chords: chordsOf(bar, key) })),
  );
  const melody = melodyOf(piece, key, random);
  const played = ({ play, name }: Part) => {
    if (play.as === 'melody') return sung(piece, key, melody, play.low);
    if (play.as === 'second') return sung(piece, key, second(melody), play.low);
    return struck(piece, bars, name, play, chordOf(piece.ending, key));
  };
  return new Map(piece.parts.map((part) => [part, played(part).map((note) => humanised(note, random))]));
}

const chordsOf = (bar: string, key: Key) =>
  bar
    .trim()
    .split(/\s+/)
    .map((symbol) => chordOf(symbol, key));

function melodyOf(piece: Piece, key: Key, random: Random): MelodyNote[] {
  const notes: MelodyNote[] = [];
  let at = 0;
  for (const { chords, theme } of piece.sections) {
    const bars = chords.split('|').map((bar) => chordsOf(bar, key));
    if (theme !== undefined) {
      const motif = parseMotif(piece.themes[theme] ?? '', piece.beats);
      notes.push(...sing(bars, motif, piece.beats, random).map((note) => ({ ...note, at: note.at + at })));
    }
    at += bars.length * piece.beats;
  }
  // The nearest tonic to where the melody stopped ends it.
  const last = notes.at(-1);
  if (last !== undefined) {
    notes.push({
      at,
      beats: piece.beats,
      step: 7 * Math.round(last.step / 7),
      chord: chordOf(piece.ending, key),
    });
  }
  return notes;
}

function sung(piece: Piece, key: Key, notes: readonly MelodyNote[], low: number): Note[] {
  return notes.map((note) => ({
    at: secondsAt(piece, note.at),
    seconds: secondsAt(piece, note.at + note.beats) - secondsAt(piece, note.at),
    frequency: frequencyOf(pitchOf(note.step, note.chord, key, low)),
    velocity: note.at % piece.beats === 0 ? LOUD : note.at % 1 === 0 ? 0.75 : 0.65,
  }));
}

type Struck = Extract<Play, { pattern: string }>;

function struck(piece: Piece, bars: readonly Bar[], name: string, play: Struck, ending: Chord): Note[] {
  const pattern = play.pattern.split('|');
  const notes = bars.flatMap(({ chords, section }, index) => {
    if (section.without?.includes(name)) return [];
    return strikes(pattern[index % pattern.length]!, piece.beats).flatMap(({ at, beats, sign }) => {
      const chord = chords[Math.floor((at / piece.beats) * chords.length)]!;
      return strike(piece, play, chord, sign, index * piece.beats + at, beats);
    });
  });
  const first = strikes(pattern[0]!, piece.beats)[0];
  if (first === undefined || first.at > 0) return notes;
  const sign = play.as === 'chords' ? 'x' : first.sign;
  return [...notes, ...strike(piece, play, ending, sign, bars.length * piece.beats, piece.beats)];
}

/** The strikes in one bar of a pattern, in beats. */
function strikes(bar: string, beats: number): { at: number; beats: number; sign: string }[] {
  const step = beats / bar.length;
  return [...bar.matchAll(/[xo\d]-*/g)].map((match) => ({
    at: match.index * step,
    beats: match[0].length * step,
    sign: match[0][0]!,
  }));
}

function strike(piece: Piece, play: Struck, chord: Chord, sign: string, at: number, beats: number): Note[] {
  const start = secondsAt(piece, at);
  const seconds = secondsAt(piece, at + beats) - start;
  const velocity = sign === 'o' ? SOFT : LOUD;
  const pitches =
    play.as === 'drum'
      ? [60]
      : play.as === 'bass'
        ? [bassPitch(chord, sign, play.low)]
        : tonesOf(chord, sign, play.low);
  const strum = play.as === 'chords' ? (play.strum ?? 0) : 0;
  return pitches.map((pitch, i) => ({
    at: start + i * strum,
    seconds,
    frequency: frequencyOf(pitch),
    velocity,
  }));
}

function bassPitch(chord: Chord, sign: string, low: number): number {
  const root = lift(chord.root, low);
  return sign === '8' ? root + 12 : sign === '5' ? lift(chord.fifth, low) : root;
}

function tonesOf(chord: Chord, sign: string, low: number): number[] {
  const tones = voicing(chord, low);
  if (sign === 'x' || sign === 'o') return tones;
  const index = Number(sign) - 1;
  return [tones[index % tones.length]! + 12 * Math.floor(index / tones.length)];
}

function secondsAt(piece: Piece, beat: number): number {
  const within = beat - Math.floor(beat);
  const swing = piece.swing ?? 0;
  // The first half of a beat is stretched and the second squeezed, whatever falls into them.
  const swung = within < 0.5 ? within * (1 + 2 * swing) : 1 - (1 - within) * (1 - 2 * swing);
  return ((Math.floor(beat) + swung) * 60) / piece.bpm;
}

/** As a hand would play it: up to 4 ms late and a little louder or softer. */
function humanised(note: Note, random: Random): Note {
  return { ...note, at: note.at + random() * 0.004, velocity: note.velocity * (0.88 + random() * 0.24) };
}
