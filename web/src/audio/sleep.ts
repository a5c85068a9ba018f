import type { SleepTimer } from './player.ts';

/** Milliseconds in which the music fades before it stops. */
const FADE = 10_000;
export const LONGEST_SLEEP = 24 * 60;

/** The timer that a listener asks for. @param when minutes, or with the track @throws never; out of range is brought into it */
export function sleepTimerOf(when: number | 'end of track' | null, now: number): SleepTimer | null {
  if (when === null || when === 'end of track') return when;
  if (!(when > 0)) return null;
  return { endsAt: now + Math.min(when, LONGEST_SLEEP) * 60_000 };
}

/** The factor of the volume that a timer asks for: 1, falling to 0 in its last seconds. */
export function sleepFactor(timer: SleepTimer | null, now: number): number {
  if (timer === null || timer === 'end of track') return 1;
  return Math.max(0, Math.min(1, (timer.endsAt - now) / FADE));
}
