import type { GainMode, PlayerTrack } from './player.ts';

/** Decibels that a tag may ask for; more is a broken tag. */
const MOST_DECIBELS = 30;

/**
 * The factor that brings a track to the common loudness (ReplayGain 2.0: gain in dB, peak as a fraction of full scale).
 * Never so large that its peak would be clipped. A gain that is missing is taken from the other mode; without any, it is 1.
 */
export function replayGainFactor(replayGain: PlayerTrack['replayGain'], mode: GainMode): number {
  if (mode === 'off' || replayGain === undefined) return 1;
  const { trackGain, albumGain, trackPeak, albumPeak } = replayGain;
  const [gain, peak] =
    mode === 'album'
      ? [albumGain ?? trackGain, albumGain === undefined ? trackPeak : (albumPeak ?? trackPeak)]
      : [trackGain ?? albumGain, trackGain === undefined ? albumPeak : (trackPeak ?? albumPeak)];
  if (gain === undefined || !Number.isFinite(gain)) return 1;
  const factor = 10 ** (Math.max(-MOST_DECIBELS, Math.min(MOST_DECIBELS, gain)) / 20);
  // Without a peak, nothing tells how much louder a track may become.
  const most = peak !== undefined && peak > 0 ? 1 / peak : 1;
  return Math.min(factor, most);
}

/** The factor of a volume slider from 0 to 1: its square, which sounds even over the whole way. */
export function volumeFactor(volume: number): number {
  return volume ** 2;
}
