import type { ClosedBy, DeliveryEnd, Ending, Music, Source } from './events.ts';

/** What a player says of where it is. What it does not say is concluded from the time. */
export interface Report {
  /** Seconds into the track. */
  position?: number | undefined;
  /** Seconds of the present listen that were heard so far, by the player's own clock. */
  heard?: number | undefined;
}

export type SessionCommand =
  | { type: 'open'; user: string; device: string }
  | ({ type: 'start'; duration: number; position?: number | undefined; source: Source } & Music)
  | ({ type: 'pause' | 'resume' | 'stall' | 'progress' } & Report)
  | ({ type: 'seek'; to: number } & Report)
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
  | { type: 'close'; by: ClosedBy };

export type DeliverCommand = Extract<SessionCommand, { type: 'deliver' }>;

/** What a listener's player says. */
export type ToldCommand =
  | Exclude<SessionCommand, { type: 'open' | 'deliver' | 'close' }>
  | { type: 'close'; by: 'listener' };
