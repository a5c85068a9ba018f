import type { Report } from './commands.ts';
import type { Listen } from './state.ts';

/** Seconds by which what a player says may run ahead of the time that went by: messages do not take equally long. */
const LEEWAY = 5;
/** The fastest that anything is played. */
const FASTEST = 4;
/** Seconds of listening after which a long track counts as played, however long it is. */
const LONG_ENOUGH = 240;

/**
 * Whether a listen counts as played: half of it was heard, or four minutes of it. (The convention of Last.fm's
 * "Scrobbling 2.0"; tracks of less than 30 seconds, which that leaves out, count here too.)
 * @param heard and @param duration in seconds; a duration of 0 is not known
 */
export function isPlayed(heard: number, duration: number): boolean {
  return heard >= (duration > 0 ? Math.min(duration / 2, LONG_ENOUGH) : LONG_ENOUGH);
}

/**
 * Whether two listens of a track lie too close together for both to count, even at double speed.
 * @param one and @param other when they began, ms since 1970
 */
export function isTooSoon(one: number, other: number, duration: number): boolean {
  return !isPlayed((2 * Math.abs(one - other)) / 1000, duration);
}

/**
 * How far a listen is at a report, in seconds. Nothing is heard faster than time goes by, and nothing that was heard is
 * taken back, whatever a player says.
 * @param now milliseconds since 1970, by a clock that may jump
 */
export function progressOf(
  listen: Pick<Listen, 'position' | 'heard' | 'at' | 'isSounding' | 'duration'>,
  report: Report,
  now: number,
): { position: number; heard: number } {
  const { duration, isSounding } = listen;
  const elapsed = isSounding ? Math.max(0, now - listen.at) / 1000 : 0;
  const end = duration > 0 ? duration : Number.POSITIVE_INFINITY;
  const position = Math.max(0, Math.min(report.position ?? listen.position + elapsed, end));
  const told = report.heard === undefined ? position - listen.position : report.heard - listen.heard;
  const possible = isSounding ? elapsed * (report.heard === undefined ? 1 : FASTEST) + LEEWAY : LEEWAY;
  const news = isSounding || report.heard !== undefined ? Math.max(0, Math.min(told, possible)) : 0;
  return { position: rounded(position), heard: rounded(listen.heard + news) };
}

/** Milliseconds are precise enough. */
function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
