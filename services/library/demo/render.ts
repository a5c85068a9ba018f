import { arrange, lengthOf } from './arrange.ts';
import { INSTRUMENTS, type Instrument } from './instruments.ts';
import { loudnessOf, peakOf } from './loudness.ts';
import { addEcho, addReverb, amplify, emptyMix, fadeOut, place, removeRumble } from './mix.ts';
import { decibels, seeded } from './numbers.ts';
import type { Piece } from './piece.ts';
import type { Stereo } from './wav.ts';

/** LUFS that every piece is brought to. */
const TARGET = -16;
/** Seconds after the last bar for what still rings. */
const TAIL = 2;
/** Seconds of the room. */
const ROOM = 1.7;

export interface Rendered {
  sound: Stereo;
  /** LUFS. */
  loudness: number;
  /** Fraction of full scale. */
  peak: number;
}

/** Plays a piece. The same piece and seed give the same samples, everywhere. */
export function render(piece: Piece, seed: string): Rendered {
  const random = seeded(seed);
  const mix = emptyMix(lengthOf(piece) + TAIL);
  for (const [part, notes] of arrange(piece, random)) {
    const instrument: Instrument = INSTRUMENTS[part.instrument];
    const { pan = 0, reverb = 0.15, echo = 0 } = part;
    const gain = decibels(part.level);
    for (const note of notes) {
      place(mix, instrument(note, random), { at: note.at, gain, pan, reverb, echo });
    }
  }
  if (piece.parts.some((part) => part.echo)) addEcho(mix, (0.75 * 60) / piece.bpm);
  addReverb(mix, ROOM);
  removeRumble(mix);
  fadeOut(mix, TAIL + 1);
  // Rounded, so that the last bits of a logarithm cannot change a sample.
  amplify(mix, decibels(Math.round(10 * (TARGET - loudnessOf(mix))) / 10));
  const sound = { left: mix.left, right: mix.right };
  return { sound, loudness: loudnessOf(sound), peak: peakOf(sound) };
}
