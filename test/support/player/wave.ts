/** What a recording of a steady tone shows. Times in seconds from its first sound. */
export interface Wave {
  /** From the first sound to the last. */
  seconds: number;
  /** The longest silence within, in milliseconds. */
  gap: number;
  gapAt: number;
  /** Samples by which the tone is early or late between its start and its end. */
  slip: number;
}

const SOUND = 0.05;
const SILENCE = 0.01;
const PERIODS = 40;

/** @param tone Hz of the tone in the recording */
export function waveOf(samples: Float32Array, rate: number, tone: number): Wave {
  const first = samples.findIndex((sample) => Math.abs(sample) > SOUND);
  const last = samples.findLastIndex((sample) => Math.abs(sample) > SOUND);
  let run = 0;
  let longest = 0;
  let longestAt = 0;
  for (let at = first; at < last; at++) {
    run = Math.abs(samples[at]!) < SILENCE ? run + 1 : 0;
    if (run > longest) {
      longest = run;
      longestAt = at;
    }
  }
  const margin = rate * 0.3;
  const drift = phaseAt(samples, rate, tone, last - margin) - phaseAt(samples, rate, tone, first + margin);
  const turns = drift - Math.round(drift);
  return {
    seconds: (last - first) / rate,
    gap: (longest / rate) * 1000,
    gapAt: (longestAt - first) / rate,
    slip: (turns * rate) / tone,
  };
}

/** The phase of the tone around a sample, in turns, against a tone that began with the recording. */
function phaseAt(samples: Float32Array, rate: number, tone: number, around: number): number {
  const length = Math.round((rate / tone) * PERIODS);
  const start = Math.round(around - length / 2);
  let cosine = 0;
  let sine = 0;
  for (let at = start; at < start + length; at++) {
    const angle = (2 * Math.PI * tone * at) / rate;
    cosine += samples[at]! * Math.cos(angle);
    sine += samples[at]! * Math.sin(angle);
  }
  return Math.atan2(cosine, sine) / (2 * Math.PI);
}
