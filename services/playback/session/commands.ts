import type { ClosedBy, DeliveryEnd, Ending, Music, Source } from './events.ts';

/** What a player says of where it is. What it does not say is concluded from the time. */
export interface Report {
  /** Seconds into the track. */
  position?: number | undefined;
  /** Seconds of the present listen that were heard so far, by the player's own clock. */
  heard?: number | undefined;
}

export type PlaybackState = 'starting' | 'playing' | 'paused' | 'stopped';

/**
 * `ago`: milliseconds since it happened, when it could not be said at once; never taken to be before what was said
 * before.
 */
export type SessionCommand = { ago?: number | undefined } & (
  | { type: 'open'; user: string; device: string }
  | ({ type: 'start'; duration: number; position?: number | undefined; source: Source } & Music)
  | ({ type: 'pause' | 'resume' | 'stall' | 'progress' } & Report)
  | ({ type: 'seek'; to: number } & Report)
  /** All that a client says at once, as of OpenSubsonic's `reportPlayback`. `counts`: whether it may count as played. */
  | ({ type: 'report'; duration: number; state: PlaybackState; position: number; counts: boolean } & Music)
  | ({ type: 'end'; reason: Exclude<Ending, 'replaced' | 'left'> } & Report)
  /** Somebody has heard it, says a client that says nothing else. @param at when, ms since 1970 */
  | ({ type: 'submit'; duration: number; at?: number | undefined } & Music)
  | {
      type: 'deliver';
      track: string;
      file: string;
      size: number;
      ranges: readonly (readonly [number, number])[];
      seconds: number;
      end: DeliveryEnd;
    }
  | CloseCommand<ClosedBy>
);

interface CloseCommand<By extends ClosedBy> {
  type: 'close';
  by: By;
  ago?: number | undefined;
}

export type DeliverCommand = Extract<SessionCommand, { type: 'deliver' }>;

/** What a listener's player says. */
export type ToldCommand =
  | Exclude<SessionCommand, { type: 'open' | 'deliver' | 'close' }>
  | CloseCommand<'listener'>;
