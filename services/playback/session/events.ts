/** What a session is heard on: personal, and so sealed wherever it is kept. */
export interface Device {
  id: string;
  name: string;
  /** The program, as it names itself. */
  client: string;
}

/** Where a listen comes from: a player that tells what it does, or a Subsonic client that tells some of it. */
export type Source = 'player' | 'subsonic';

/** Why a listen ended. `replaced`: another one began; `left`: the session was closed. */
export type Ending = 'completed' | 'skipped' | 'replaced' | 'left';

export type ClosedBy = 'listener' | 'idle' | 'lost';

/** Bytes of a file, from the first to the one before the second. */
export type ByteRange = readonly [from: number, to: number];

/** Why a delivery ended, from the side that delivers; of one that goes on, what was delivered until now. */
export type DeliveryEnd = 'complete' | 'left' | 'stalled' | 'failed' | 'ongoing';

/** What is listened to, by its ids at that time. */
export interface Music {
  track: string;
  album?: string | undefined;
  /** The first artist of the track. */
  artist?: string | undefined;
}

interface Moment {
  /** Milliseconds since 1970. */
  at: number;
}

/** How far a listen is: both in seconds. */
interface Progress extends Moment {
  position: number;
  /** What was heard of it in all, not counting what was skipped. */
  heard: number;
}

interface Ended extends Progress, Music {
  listen: number;
  reason: Ending;
}

/**
 * All that can happen to a session. Its `device` is a sealed {@link Device}. A listen is the playing of one track, numbered
 * in its session from 1.
 */
export type SessionEvent =
  | { type: 'opened'; data: Moment & { user: string; device: string } }
  | {
      type: 'started';
      data: Moment &
        Music & {
          listen: number;
          duration: number;
          position: number;
          source: Source;
          /** It is over already, and what is being played goes on. */
          past?: true;
        };
    }
  | { type: 'paused'; data: Progress }
  | { type: 'resumed'; data: Progress }
  | { type: 'seeked'; data: Progress & { from: number } }
  | { type: 'stalled'; data: Progress }
  | { type: 'progressed'; data: Progress }
  /** It counts as played. Once at most for each listen. */
  | { type: 'qualified'; data: Moment & Music & { listen: number; by: 'heard' | 'submitted' } }
  /** A listen that counts as played is over, one that does not. Exactly one of the two for each that started. */
  | { type: 'finished'; data: Ended }
  | { type: 'skipped'; data: Ended }
  | {
      type: 'delivered';
      data: Moment & {
        track: string;
        /** Which representation of it: ranges of the same one are united. */
        file: string;
        /** Of the file, in bytes. */
        size: number;
        ranges: readonly ByteRange[];
        /** How long it took, in seconds. */
        seconds: number;
        end: DeliveryEnd;
      };
    }
  | { type: 'closed'; data: Moment & { by: ClosedBy } };
