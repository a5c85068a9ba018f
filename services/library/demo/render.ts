import { arrange, lengthOf } from './arrange.ts';
import { INSTRUMENTS, type Instrument } from './instruments.ts';
import { loudnessOf, peakOf } from './loudness.ts';
import { addEcho, addPart, addReverb, amplify, emptyMix, fadeOut, removeRumble, track } from './mix.ts';
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
  const seconds = lengthOf(piece) + TAIL;
  const mix = emptyMix(seconds);
  for (const [part, notes] of arrange(piece, random)) {
    const instrument: Instrument = INSTRUMENTS[part.instrument];
    const sounds = notes.map((note) => ({ at: note.at, samples: instrument(note, random) }));
    const { pan = 0, reverb = 0.15, echo = 0 } = part;
    addPart(mix, track(seconds, sounds), { gain: decibels(part.level), pan, reverb, echo });
  }
  if (piece.parts.some((part) => part.echo)) addEcho(mix, (0.75 * 60) / piece.bpm);
  addReverb(mix, ROOM);
  removeRumble(mix);
  fadeOut(mix, TAIL + 1);
  const mixed = loudnessOf(mix);
  // Rounded, so that the last bits of a logarithm cannot change a sample.
  const gain = Math.round(10 * (TARGET - mixed)) / 10;
  amplify(mix, decibels(gain));
  const sound = { left: mix.left, right: mix.right };
  // The little that the ceiling takes is not worth a second measurement.
  return { sound, loudness: mixed + gain, peak: peakOf(sound) };
}
