import type { ToldCommand } from '../../../services/playback/session/commands.ts';
import type { PlayerState, PlayerTrack } from '../audio/player.ts';

/** What a player shows at a time. */
export interface Moment {
  /** Of the current entry of the queue; undefined without one. */
  key: number | undefined;
  track: PlayerTrack | undefined;
  state: PlayerState;
  /** Seconds into the track. */
  position: number;
  /** Seconds of music in a second. */
  speed: number;
  /** Milliseconds by a clock that never goes back. */
  at: number;
}

/** A command, and when what it tells happened, by the clock of the moments. */
export interface Timed {
  at: number;
  command: ToldCommand;
}

/** The playing of one track, as far as it has been followed. */
interface Listen {
  /** Seconds of it that were heard. */
  heard: number;
  /** When something was told of it last. */
  toldAt: number;
  /** Since when nothing sounds; undefined while it does. */
  silentSince: number | undefined;
  /** Whether it was told that nothing sounds. */
  isToldSilent: boolean;
}

/** What has been seen of a player, and what was told of it. */
export interface Following {
  moment: Moment;
  listen: Listen | undefined;
}

/** Seconds by which a position may be ahead of the time that went by and nobody has sought. */
const SLACK = 0.5;
/** The part of a track after which it counts as heard to its end: files are shorter than their tags say. */
const NEARLY = 0.98;
/** Milliseconds of silence after which it is a stall: each seek makes a short one. */
const STALL = 1000;
/** Milliseconds between two reports of a track that just plays. */
const PROGRESS = 25_000;

export function followFrom(moment: Moment): Following {
  return { moment, listen: undefined };
}

/**
 * What is to be told of the step from one moment to the next. What counts as heard is what the position went through as
 * the time went by, and nothing that was sought over.
 */
export function follow({ moment: before, listen }: Following, now: Moment): [Following, Timed[]] {
  const told: Timed[] = [];
  let next = listen;
  if (next !== undefined && hasLeft(before, now)) {
    const reason = isAtEnd(before, now) ? 'completed' : 'skipped';
    const { duration } = before.track!.format;
    const rest =
      reason === 'completed' ? Math.max(0, Math.min(duration - before.position, possible(before, now))) : 0;
    const report = reportOf(before.position + rest, next.heard + rest);
    told.push({ at: now.at, command: { type: 'end', reason, ...report } });
    next = undefined;
  } else if (next !== undefined) {
    const moved = now.position - before.position;
    if (hasSought(before, now)) {
      const report = reportOf(before.position, next.heard);
      told.push({ at: now.at, command: { type: 'seek', to: rounded(now.position), ...report } });
    } else next = { ...next, heard: next.heard + Math.max(0, moved) };
  }
  if (next === undefined) {
    if (now.state === 'playing' && now.track !== undefined) {
      told.push({ at: now.at, command: startOf(now.track, now.position) });
      next = { heard: 0, toldAt: now.at, silentSince: undefined, isToldSilent: false };
    }
  } else next = sounded(next, now, told);
  if (next !== undefined && told.length > 0) next = { ...next, toldAt: now.at };
  return [{ moment: now, listen: next }, told];
}

/** The last that is told of a player that goes away. */
export function leave({ moment, listen }: Following, at: number): Timed[] {
  const close = { at, command: { type: 'close', by: 'listener' } } as const;
  if (listen === undefined) return [close];
  const report = reportOf(moment.position, listen.heard);
  return [{ at, command: { type: 'progress', ...report } }, close];
}

/** In another session: what is being played begins there, where it is. */
export function begunAnew({ moment, listen }: Following): [Following, Timed[]] {
  if (listen === undefined || moment.track === undefined) return [followFrom(moment), []];
  const { at, position, track } = moment;
  const told: Timed[] = [{ at, command: startOf(track, position) }];
  if (listen.isToldSilent) told.push({ at, command: { type: 'pause', ...reportOf(position, 0) } });
  return [{ moment, listen: { ...listen, heard: 0, toldAt: at } }, told];
}

/** Tells of silence and of its end, and now and then of a track that just plays. */
function sounded(listen: Listen, now: Moment, told: Timed[]): Listen {
  const report = reportOf(now.position, listen.heard);
  const tell = (type: 'pause' | 'resume' | 'stall' | 'progress', at = now.at) =>
    told.push({ at, command: { type, ...report } });
  if (now.state === 'playing') {
    if (listen.isToldSilent) tell('resume');
    else if (now.at - listen.toldAt >= PROGRESS) tell('progress');
    return { ...listen, silentSince: undefined, isToldSilent: false };
  }
  const { silentSince = now.at, isToldSilent } = listen;
  if (isToldSilent) return listen;
  const isStall = now.state === 'waiting' || now.state === 'loading';
  if (isStall && now.at - silentSince < STALL) return { ...listen, silentSince };
  tell(isStall ? 'stall' : 'pause', silentSince);
  return { ...listen, silentSince, isToldSilent: true };
}

/** Seconds of the track that can have been heard between two moments. */
function possible(before: Moment, now: Moment): number {
  return before.state === 'playing' ? ((now.at - before.at) / 1000) * before.speed + SLACK : SLACK;
}

function isAtEnd(before: Moment, now: Moment): boolean {
  const reached = before.position + possible(before, now);
  return before.state === 'playing' && reached >= before.track!.format.duration * NEARLY;
}

/** Whether a listen is over: another entry is current, or the same one is back at its start after its end. */
function hasLeft(before: Moment, now: Moment): boolean {
  if (now.key !== before.key) return true;
  const isBack = now.position < before.position && now.position <= possible(before, now);
  return isBack && isAtEnd(before, now);
}

function hasSought(before: Moment, now: Moment): boolean {
  const moved = now.position - before.position;
  return moved < -SLACK || moved > possible(before, now);
}

function startOf({ id, albumId, artists, format }: PlayerTrack, position: number): ToldCommand {
  return {
    ...{ type: 'start', track: id, album: albumId, artist: artists[0]?.id },
    ...{ duration: format.duration, position: rounded(position), source: 'player' },
  };
}

function reportOf(position: number, heard: number) {
  return { position: rounded(position), heard: rounded(heard) };
}

function rounded(seconds: number): number {
  return Math.max(0, Math.round(seconds * 1000) / 1000);
}
