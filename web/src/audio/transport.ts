import { batch, type ReadonlySignal, signal } from '@preact/signals';
import { Feeder, type OpenFile, type Stretch, type Turn, type Unplayable } from './feeder.ts';
import { FormatError } from './format/sound.ts';
import type { AudioGraph } from './graph.ts';
import { Output } from './output.ts';
import type { PlayerState, QueueEntry } from './player.ts';

export interface TransportEvents<T extends Turn> {
  open(entry: QueueEntry, signal: AbortSignal): Promise<OpenFile>;
  /** What is heard after a turn when nobody interferes. */
  after(turn: T): T | undefined;
  /** The factor of an entry's loudness. */
  gainOf(entry: QueueEntry): number;
  /** The music went on to another turn; these entries before it could not be played. */
  onCrossed(turn: T, skipped: readonly Unplayable[]): void;
  /** All that there was has been heard. */
  onEnded(): void;
  /** The entry that was to be heard cannot be played; nothing is heard. */
  onUnplayable(what: Unplayable): void;
  onSignedOut(entry: QueueEntry): void;
  /** The browser wants a click first. */
  onBlocked(): void;
  onSounding(): void;
  /** Time has passed. */
  onTick(): void;
}

/** Seconds before a track from which on its gain is planned: timers of a hidden page come once a second. */
const PLANNED = 2.5;
/** Seconds by which a decoder may be ahead of the ear. */
const DECODED_AHEAD = 2;
/** Milliseconds within which a click must have set the audio device going. */
const BLOCKED_AFTER = 3000;
/** Less music than this behind the place that is sought is not worth staying for. */
const WORTHWHILE = 0.2;

/** Plays one entry and lets the next follow without a gap: what a tape deck is to a queue. */
export class Transport<T extends Turn> {
  readonly state: ReadonlySignal<PlayerState>;
  readonly position: ReadonlySignal<number>;
  readonly buffered: ReadonlySignal<number>;
  #state = signal<PlayerState>('idle');
  #position = signal(0);
  #buffered = signal(0);
  #output = new Output();
  #feeder: Feeder<T>;
  #events: TransportEvents<T>;
  #wanted = false;
  #sounding = false;
  #hasSounded = false;
  #failed = false;
  #heard: Stretch<T> | undefined;
  #planned: Stretch<T> | undefined;
  #refused = new Set<QueueEntry>();
  #pausing: ReturnType<typeof setTimeout> | undefined;
  #speed = 1;
  #volume = 1;
  #endWarming: () => void;

  constructor(events: TransportEvents<T>) {
    this.state = this.#state;
    this.position = this.#position;
    this.buffered = this.#buffered;
    this.#events = events;
    this.#feeder = new Feeder(this.#output, {
      open: (entry, signal) => {
        if (this.#refused.has(entry)) throw new FormatError('The browser has refused it before.');
        return events.open(entry, signal);
      },
      after: events.after,
      onUnplayable: (what) => this.#giveUp(() => events.onUnplayable(what)),
      onSignedOut: (entry) => events.onSignedOut(entry),
      onRefused: (entry) => this.#refuse(entry),
      onFed: () => this.#tick(),
    });
    this.#listen();
    this.#endWarming = onFirstTouch(() => {
      this.#graph();
      if (this.#output.isUsable) return;
      this.#output.reset();
      import('./primer.ts')
        .then(({ prime }) => {
          // What has been asked for meanwhile does the same, and is wanted sooner.
          if (!this.isLoaded) return prime(this.#output);
        })
        .catch(() => undefined);
    });
  }

  /** Whether an entry is loaded, so that `play` goes on with it. */
  get isLoaded(): boolean {
    return this.#heard !== undefined;
  }

  /** Goes to a second of a track, and plays from there or stays paused, as before or as `wanted` says. */
  go(turn: T, seconds: number, wanted = this.#wanted): void {
    const graph = this.#graph();
    this.#wanted = wanted;
    clearTimeout(this.#pausing);
    graph.fadeOut();
    this.#heard = this.#feeder.start(turn, seconds);
    this.#planned = undefined;
    graph.setGain(this.#events.gainOf(turn.entry));
    this.#sounding = false;
    this.#hasSounded = false;
    this.#failed = false;
    if (wanted) this.#begin();
    else this.#output.element.pause();
    this.#tick();
  }

  /** Plays on; only where something is loaded. */
  play(): void {
    if (!this.isLoaded) return;
    this.#wanted = true;
    clearTimeout(this.#pausing);
    this.#begin();
    this.#show();
  }

  pause(): void {
    this.#wanted = false;
    const { element } = this.#output;
    clearTimeout(this.#pausing);
    if (this.isLoaded && !element.paused) {
      const silent = this.#graph().fadeOut();
      // Timers of a hidden page may come a second late.
      if (document.hidden) element.pause();
      else this.#pausing = setTimeout(() => element.pause(), silent);
      this.#graph().rest();
    }
    this.#show();
  }

  seek(seconds: number): void {
    const stretch = this.#heard;
    if (stretch === undefined) return;
    const time = stretch.start + seconds;
    const end = this.#output.bufferedFrom(time);
    const isHere = end - time > WORTHWHILE && time < stretch.fedTo - WORTHWHILE;
    if (!isHere) {
      this.go(stretch.turn, seconds);
      return;
    }
    this.#graph().fadeOut();
    this.#output.time = time;
    this.#planned = undefined;
    this.#tick();
  }

  /** Stops, and lets go of what was loaded. */
  stop(): void {
    this.#wanted = false;
    this.#feeder.stop();
    this.#heard = undefined;
    this.#output.element.pause();
    if (this.#output.hasGraph) this.#graph().rest();
    this.#sounding = false;
    this.#tick();
  }

  /** Stops with the state `failed`; what was loaded is let go. */
  fail(): void {
    this.stop();
    this.#failed = true;
    this.#show();
  }

  /** What follows the current entry has changed. @param turn of the current entry, as it is now */
  replan(turn: T): void {
    if (this.#heard === undefined) return;
    this.#heard.turn = turn;
    this.#planned = undefined;
    const { element } = this.#output;
    // What the decoder has already taken is forgotten by seeking to where it is.
    if (this.#feeder.replan(this.#heard) && !element.ended) this.#output.time = element.currentTime;
  }

  /** The gain of what is heard has changed. */
  regain(): void {
    if (this.#heard === undefined) return;
    this.#planned = undefined;
    this.#graph().setGain(this.#events.gainOf(this.#heard.turn.entry));
  }

  setSpeed(speed: number): void {
    this.#speed = speed;
    this.#output.element.defaultPlaybackRate = speed;
    this.#output.element.playbackRate = speed;
    this.#planned = undefined;
  }

  /** @param factor of the amplitude */
  setVolume(factor: number): void {
    this.#volume = factor;
    if (this.#output.hasGraph) this.#graph().setVolume(factor);
  }

  /** The page is seen again, or the machine has woken up. */
  wake(): void {
    if (this.#wanted && this.isLoaded) this.#begin();
  }

  dispose(): void {
    this.#endWarming();
    this.stop();
    this.#output.dispose();
  }

  #graph(): AudioGraph {
    const isNew = !this.#output.hasGraph;
    const { graph } = this.#output;
    if (isNew) graph.setVolume(this.#volume);
    return graph;
  }

  #begin(): void {
    const graph = this.#graph();
    const { element } = this.#output;
    void graph.wake();
    setTimeout(() => {
      if (this.#wanted && graph.context.state === 'suspended') this.#block();
    }, BLOCKED_AFTER);
    element.play().catch((error: Error) => {
      if (error.name === 'NotAllowedError') this.#block();
    });
    if (!this.#output.isSeeking) graph.fadeIn();
  }

  #block(): void {
    this.pause();
    this.#events.onBlocked();
  }

  #listen(): void {
    const { element } = this.#output;
    const on = (type: string, listener: () => void) => element.addEventListener(type, listener);
    on('seeked', () => {
      if (this.#wanted) this.#graph().fadeIn();
      this.#tick();
    });
    on('playing', () => {
      this.#sounding = true;
      this.#hasSounded = true;
      if (this.#wanted) this.#graph().fadeIn();
      this.#events.onSounding();
      this.#tick();
    });
    on('waiting', () => {
      this.#sounding = false;
      this.#show();
    });
    on('timeupdate', () => this.#tick());
    on('pause', () => {
      // The browser does so itself when headphones are pulled or a call comes in.
      if (this.#wanted && !element.ended && element.error === null && this.isLoaded) this.pause();
    });
    on('ended', () => {
      this.#tick();
      this.#sounding = false;
      if (this.isLoaded) this.#events.onEnded();
    });
    on('error', () => this.#fault());
  }

  #tick(): void {
    const time = this.#output.time;
    const stretch = this.isLoaded ? this.#feeder.at(time) : undefined;
    batch(() => {
      if (stretch !== undefined && this.#heard !== undefined && stretch !== this.#heard) this.#cross(stretch);
      this.#position.value = stretch === undefined ? 0 : Math.max(0, time - stretch.start);
      this.#buffered.value =
        stretch === undefined
          ? 0
          : Math.max(0, Math.min(this.#output.bufferedFrom(time), stretch.fedTo) - stretch.start);
      this.#show();
    });
    this.#planGain(time);
    this.#feeder.advance();
    this.#events.onTick();
  }

  #cross(stretch: Stretch<T>): void {
    const left = this.#heard!;
    const broken = left.broken === undefined ? [] : [{ entry: left.turn.entry, kind: left.broken }];
    this.#heard = stretch;
    this.#graph().setGain(this.#events.gainOf(stretch.turn.entry));
    this.#planned = undefined;
    this.#events.onCrossed(stretch.turn, [...broken, ...stretch.skipped]);
  }

  #planGain(time: number): void {
    const { stretches } = this.#feeder;
    const next = this.#heard && stretches[stretches.indexOf(this.#heard) + 1];
    if (next === undefined || next === this.#planned || !this.#sounding) return;
    const seconds = (next.start - time) / this.#speed;
    if (seconds > PLANNED) return;
    this.#planned = next;
    this.#graph().scheduleGain(this.#events.gainOf(next.turn.entry), seconds);
  }

  /** The element has given up on what it was fed. What it was about to decode is to blame. */
  #fault(): void {
    // An error of bytes that were refused comes twice, and has been dealt with.
    if (this.#output.element.error === null) return;
    const time = this.#output.time;
    const blamed = this.#feeder.at(time + DECODED_AHEAD);
    if (this.#heard === undefined || blamed === undefined) return;
    this.#refuse(blamed.turn.entry);
  }

  #refuse(entry: QueueEntry): void {
    const heard = this.#heard;
    if (heard === undefined || this.#refused.has(entry)) return;
    this.#refused.add(entry);
    if (heard.turn.entry !== entry) this.go(heard.turn, this.#position.value);
    else this.#giveUp(() => this.#events.onUnplayable({ entry, kind: 'undecodable' }));
  }

  #giveUp(tell: () => void): void {
    this.#feeder.stop();
    this.#heard = undefined;
    this.#sounding = false;
    tell();
  }

  #show(): void {
    this.#state.value = this.#stateNow();
  }

  #stateNow(): PlayerState {
    if (this.#failed) return 'failed';
    if (!this.#wanted) return this.isLoaded ? 'paused' : 'idle';
    if (this.#sounding) return 'playing';
    return this.#hasSounded ? 'waiting' : 'loading';
  }
}

/**
 * Calls back at the first touch of the page by a key or a pointer. Browsers let nothing sound before, and what is made then
 * need not be made when "play" is clicked.
 * @returns the function that takes it back
 */
function onFirstTouch(begin: () => void): () => void {
  const types = ['pointerdown', 'keydown'];
  const end = () => {
    for (const type of types) document.removeEventListener(type, touched, true);
  };
  const touched = () => {
    end();
    begin();
  };
  for (const type of types) document.addEventListener(type, touched, true);
  return end;
}
