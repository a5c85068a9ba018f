import type { ReadonlySignal } from '@preact/signals';
import type { Track } from '../../../services/catalog/model.ts';

/** What the engine of playback needs to know of a track, and what is kept of it over a reload. */
export type PlayerTrack = Pick<
  Track,
  | 'id'
  | 'title'
  | 'album'
  | 'albumId'
  | 'artists'
  | 'displayArtist'
  | 'disc'
  | 'track'
  | 'replayGain'
  | 'format'
  | 'hasLyrics'
>;

/** A place in the queue. The same track may be in it twice; its key tells the places apart. */
export interface QueueEntry {
  readonly key: number;
  readonly track: PlayerTrack;
}

/**
 * - `idle`: nothing is loaded.
 * - `loading`: a track was chosen and will sound as soon as its first bytes are here.
 * - `playing`, `paused`
 * - `waiting`: would play, but the buffer has run dry; `error` says why when the reason is known.
 * - `failed`: playback has ended because of `error`; `play()` tries again.
 */
export type PlayerState = 'idle' | 'loading' | 'playing' | 'paused' | 'waiting' | 'failed';

/**
 * What went wrong, to be said to the listener.
 * - `network`: the server is not reached. Music goes on from the buffer and the engine tries again by itself, next at `retryAt`.
 * - `busy`: the server answered that it cannot now. As `network`.
 * - `missing`: the file of `track` is gone. The next track plays.
 * - `undecodable`: this browser cannot play `track`, or its file is damaged. The next track plays.
 * - `signed-out`: the session has ended and could not be renewed. `play()` goes on after the listener has signed in.
 * - `blocked`: the browser wants a click before anything may sound.
 */
export interface PlayerError {
  readonly kind: 'network' | 'busy' | 'missing' | 'undecodable' | 'signed-out' | 'blocked';
  readonly track: PlayerTrack;
  /** When the next try is made, in milliseconds of `performance.now()`. */
  readonly retryAt?: number;
}

export type Repeat = 'off' | 'all' | 'one';
export type GainMode = 'track' | 'album' | 'off';

/** When the music will stop by itself: in milliseconds of `performance.now()`, or with the track that plays. */
export type SleepTimer = { readonly endsAt: number } | 'end of track';

/** Another tab of the same browser that has the music. */
export interface Elsewhere {
  readonly track: PlayerTrack;
  readonly playing: boolean;
}

/**
 * Plays a queue of tracks, gapless. Made once for the page by `createPlayer` (create-player.ts); nothing but `dispose` ends it.
 * The queue is always in the order in which it will be heard, shuffled or not. All commands return at once; what has
 * come of them is in the signals.
 */
export interface Player {
  readonly queue: ReadonlySignal<readonly QueueEntry[]>;
  /** Of the current entry; -1 when the queue is empty. */
  readonly index: ReadonlySignal<number>;
  readonly current: ReadonlySignal<QueueEntry | undefined>;
  readonly state: ReadonlySignal<PlayerState>;
  /** Seconds in the current track; four times a second while it plays. */
  readonly position: ReadonlySignal<number>;
  /** Seconds of the current track; 0 without one. */
  readonly duration: ReadonlySignal<number>;
  /** Up to which second of the current track its music is here. */
  readonly buffered: ReadonlySignal<number>;
  /** 0 to 1, as on a slider. */
  readonly volume: ReadonlySignal<number>;
  readonly muted: ReadonlySignal<boolean>;
  readonly shuffled: ReadonlySignal<boolean>;
  readonly repeat: ReadonlySignal<Repeat>;
  /** 0.5 to 2; the pitch stays. */
  readonly speed: ReadonlySignal<number>;
  readonly gainMode: ReadonlySignal<GainMode>;
  readonly sleepTimer: ReadonlySignal<SleepTimer | null>;
  /** The last thing that went wrong; null when it is over. A skipped track is told of for some seconds. */
  readonly error: ReadonlySignal<PlayerError | null>;
  /** The tab that plays when it is not this one. This tab pauses when another begins. */
  readonly elsewhere: ReadonlySignal<Elsewhere | null>;

  /** Replaces the queue and plays from its entry `index` on. Call it, as `play`, inside the click that asks for it. */
  load(tracks: readonly PlayerTrack[], index?: number): void;
  play(): void;
  pause(): void;
  toggle(): void;
  /** Plays the entry at that place of the queue. */
  playAt(index: number): void;
  next(): void;
  /** Back to the entry before, or to the start of this one when more than 3 s of it have been heard. */
  previous(): void;
  /** @param seconds in the current track; out of range is brought into it */
  seek(seconds: number): void;
  /** Ends a mute, too. @param volume 0 to 1 */
  setVolume(volume: number): void;
  setMuted(muted: boolean): void;
  /** Shuffles what is still to come, or brings the queue back into its own order. What is heard goes on. */
  setShuffled(shuffled: boolean): void;
  setRepeat(repeat: Repeat): void;
  setSpeed(speed: number): void;
  setGainMode(mode: GainMode): void;
  /** @param when minutes from now, or with the current track; null takes it back */
  setSleepTimer(when: number | 'end of track' | null): void;
  /** Puts tracks behind the current entry; plays nothing that did not play. */
  playNext(tracks: readonly PlayerTrack[]): void;
  /** Puts tracks at the end. */
  enqueue(tracks: readonly PlayerTrack[]): void;
  /** Moves the entry at `from` so that it stands at `to`. */
  move(from: number, to: number): void;
  /** Removes an entry; when it is the current one, the next takes its place. */
  removeAt(index: number): void;
  /**
   * Takes over the queue as another device has left it. What is heard here goes on where it is still the current entry, or
   * else with that; what is not heard waits at that second.
   */
  adopt(tracks: readonly PlayerTrack[], index: number, seconds: number): void;
  /** Empties the queue and stops. */
  clear(): void;
  /** Forgets the queue, here and in what is kept: at signing out. */
  forget(): void;
  dispose(): void;
}

export interface PlayerOptions {
  /** Address of a track's file. Asked for at each request: it may be another one by then, of the same file. */
  streamUrl(trackId: string): string;
  /** Address of a square cover, for the lock screen. */
  coverUrl(track: PlayerTrack, size: number): string;
  /** Renews the session after an answer 401. @returns whether there is a session again */
  renewSession(): Promise<boolean>;
}
