import type { LedgerEntry, Royalty } from '../../playback/ledger.ts';
import type { SessionRecord } from '../../playback/records.ts';
import type { ClosedBy, Device, Ending, Source } from '../../playback/session/events.ts';
import type { Amount } from '../../playback/year.ts';
import type {
  AlbumResource,
  ArtistResource,
  ItemResource,
  ProblemDetails,
  TrackResource,
} from './resources.ts';

/*
 * What the REST API answers with about playback. Only types, so that a client may import this file and nothing with it.
 * Times are RFC 3339, durations and positions seconds, sizes bytes.
 */

/** The playing of one track. */
export interface ListenResource {
  /** Counts from 1 in its session. */
  listen: number;
  /** Its id. */
  track: string;
  /** 0 when it is not known. */
  duration: number;
  source: Source;
  /** When that was told last, and when that was. */
  position: number;
  at: string;
  /** What was heard of it. */
  heard: number;
  playing: boolean;
  /** Whether it counts as played. */
  played: boolean;
  started: string;
}

/** One device's listening. */
export interface ListeningResource {
  id: string;
  user: string;
  opened: string;
  /** When anything happened last. */
  at: string;
  /** Listens so far. */
  listens: number;
  listen: ListenResource | null;
  /** By whom it was closed. */
  closed: ClosedBy | null;
  /** Null when its listener has been forgotten. */
  device: Device | null;
}
/** As it is, or was, after so many events. */
export type ListeningAtVersion = ListeningResource & { version: number };

export interface OpenedResource {
  id: string;
  version: number;
}

/** What became of a command. */
export type CommandAnswer =
  | {
      /** Of the session after it. */
      version: number;
      closed: boolean;
      listen: Pick<ListenResource, 'listen' | 'track' | 'position' | 'heard' | 'playing' | 'played'> | null;
    }
  | { problem: ProblemDetails };
export interface CommandAnswers {
  answers: CommandAnswer[];
}

export type SessionEventResource = Omit<SessionRecord, 'v' | 'at'> & { version: number; at: string };

export interface NowPlayingResource {
  session: string;
  user: string;
  /** The name of the listener, of the device, and of the program on it. */
  listener: string;
  device: string;
  client: string;
  /** Null while the catalog does not know it. */
  track: TrackResource | null;
  duration: number;
  /** Now. */
  position: number;
  playing: boolean;
  started: string;
}
export interface NowPlayingList {
  items: NowPlayingResource[];
}

/** A listen of the past, or one that goes on. */
export interface HistoryEntry {
  session: string;
  listen: number;
  at: string;
  /** Its id, and the track; null while the catalog does not know it. */
  id: string;
  track: TrackResource | null;
  duration: number;
  source: Source;
  played: boolean;
  /** Not of one that goes on. */
  heard?: number;
  ending?: Ending;
}

/** How often something was played, and when last. */
export interface PlaysResource<T extends ItemResource = ItemResource> {
  id: string;
  plays: number;
  last: string;
  /** Null while the catalog does not know it. */
  item: T | null;
}

export interface YearResource extends Amount {
  year: number;
  timeZone: string;
  /** On which something was heard. */
  days: number;
  months: Amount[];
  /** Monday first. */
  weekdays: Amount[];
  hours: Amount[];
  tracks: PlaysResource<TrackResource>[];
  albums: PlaysResource<AlbumResource>[];
  artists: PlaysResource<ArtistResource>[];
}

/** What was delivered of one file in one session. */
export interface DeliveryResource extends Omit<LedgerEntry, 'first' | 'at'> {
  /** Times of the first and the last delivery. */
  first: string;
  last: string;
}

/** How much all listeners together have heard of something in a month. */
export type RoyaltyResource = Royalty & { item: ItemResource | null };

/** Where a queue is. */
export interface QueuePlace {
  /** Counts its changes. */
  rev: number;
  /** The `rev` with which its tracks changed last. */
  edition: number;
  /** Of the track, from 0; null when none is chosen. */
  index: number | null;
  /** Now. */
  position: number;
  playing: boolean;
  /** Where it was last said what it does. */
  device: Device | null;
  /** When that was; null when it was never said. */
  changed: string | null;
}
export type QueueResource = QueuePlace & { tracks: string[] };
/** The problem of who edits a queue that has changed. */
export type QueueConflict = ProblemDetails & { queue: QueueResource };
