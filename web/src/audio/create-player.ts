import { batch, computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Unplayable } from './feeder.ts';
import { replayGainFactor, volumeFactor } from './gain.ts';
import { Keeper, pageStore } from './keeper.ts';
import { restore, type Settings } from './keeping.ts';
import { connectMediaSession } from './media-session.ts';
import { openFile } from './opening.ts';
import type {
  Elsewhere,
  GainMode,
  Player,
  PlayerError,
  PlayerOptions,
  PlayerState,
  PlayerTrack,
  QueueEntry,
  Repeat,
  SleepTimer,
} from './player.ts';
import * as rules from './queue.ts';
import { sleepFactor, sleepTimerOf } from './sleep.ts';
import type { Trouble } from './source.ts';
import { Tabs } from './tabs.ts';
import { Transport } from './transport.ts';

/** An entry, and the queue as it is when its turn has come. */
interface Turn {
  entry: QueueEntry;
  queue: rules.Queue;
}

/** Seconds heard after which "previous" means the start of this track. */
const BEGUN = 3;
/** Seconds by which two places may differ and be the same to a listener. */
const CLOSE = 1;
/** Seconds before the end beyond which nobody can seek. */
const END = 0.1;
/** Milliseconds for which a skipped track is told of. */
const TOLD = 8000;
/** As many tracks in a row that cannot be played, and playback ends. */
const MOST_UNPLAYABLE = 20;
const SLOWEST = 0.5;
const FASTEST = 2;

/** Makes the player of the page. What was kept of the one before is there, paused. */
export function createPlayer(options: PlayerOptions): Player {
  return new QueuePlayer(options);
}

class QueuePlayer implements Player {
  #options: PlayerOptions;
  #kept = restore(pageStore(), Math.trunc(Math.random() * 2 ** 31));
  #queue = signal(this.#kept.queue);
  #settings = signal(this.#kept.settings);
  #error = signal<PlayerError | null>(null);
  #elsewhere = signal<Elsewhere | null>(null);
  #sleepTimer = signal<SleepTimer | null>(null);
  /** Second of the current track at which playback begins when nothing is loaded. */
  #resumeAt = signal(this.#kept.position);
  #unplayable = 0;
  #telling: ReturnType<typeof setTimeout> | undefined;
  #transport = new Transport<Turn>({
    open: (entry, signal) =>
      openFile(entry.track.format.suffix, {
        url: () => this.#options.streamUrl(entry.track.id),
        signal,
        renewSession: this.#options.renewSession,
        onTrouble: (trouble) => {
          if (!signal.aborted) this.#trouble(trouble, entry);
        },
      }),
    after: (turn) => this.#after(turn),
    gainOf: ({ track }) => replayGainFactor(track.replayGain, this.gainMode.peek()),
    onCrossed: (turn, skipped) => this.#crossed(turn, skipped),
    onEnded: () => this.#ended(),
    onUnplayable: (what) => this.#skip(what),
    onSignedOut: ({ track }) => this.#say({ kind: 'signed-out', track }),
    onBlocked: () => this.#say({ kind: 'blocked', track: this.current.peek()!.track }),
    onSounding: () => {
      this.#unplayable = 0;
    },
    onTick: () => this.#tick(),
  });

  readonly queue = computed(() => this.#queue.value.entries);
  readonly index = computed(() => this.#queue.value.index);
  readonly current = computed(() => rules.currentOf(this.#queue.value));
  readonly state = computed((): PlayerState => {
    const state = this.#transport.state.value;
    if (this.current.value === undefined) return 'idle';
    return state === 'idle' ? 'paused' : state;
  });
  readonly position = computed(() =>
    this.#isLoaded.value ? this.#transport.position.value : this.#resumeAt.value,
  );
  readonly duration = computed(() => this.current.value?.track.format.duration ?? 0);
  readonly buffered: ReadonlySignal<number> = this.#transport.buffered;
  readonly volume = computed(() => this.#settings.value.volume);
  readonly muted = computed(() => this.#settings.value.muted);
  readonly speed = computed(() => this.#settings.value.speed);
  readonly gainMode = computed(() => this.#settings.value.gainMode);
  readonly shuffled = computed(() => this.#queue.value.unshuffled !== undefined);
  readonly repeat = computed(() => this.#queue.value.repeat);
  readonly sleepTimer: ReadonlySignal<SleepTimer | null> = this.#sleepTimer;
  readonly error: ReadonlySignal<PlayerError | null> = this.#error;
  readonly elsewhere: ReadonlySignal<Elsewhere | null> = this.#elsewhere;

  #isLoaded = computed(() => !['idle', 'failed'].includes(this.#transport.state.value));
  #keeper = new Keeper(pageStore(), () => ({
    queue: this.#queue.peek(),
    position: this.position.peek(),
    settings: this.#settings.peek(),
  }));
  #tabs = new Tabs({
    onTakenOver: () => {
      this.#keeper.isMine = false;
      this.pause();
    },
    onElsewhere: (elsewhere) => {
      this.#elsewhere.value = elsewhere;
    },
  });
  #endings: (() => void)[];

  constructor(options: PlayerOptions) {
    this.#options = options;
    const wake = () => {
      if (!document.hidden) this.#transport.wake();
    };
    document.addEventListener('visibilitychange', wake);
    this.#endings = [
      () => document.removeEventListener('visibilitychange', wake),
      effect(() => this.#applySettings()),
      effect(() => this.#keepAndTell()),
      connectMediaSession(this, options.coverUrl),
      () => this.#keeper.close(),
      () => this.#tabs.close(),
      () => this.#transport.dispose(),
    ];
  }

  load(tracks: readonly PlayerTrack[], index = 0): void {
    const queue = rules.replaced(this.#queue.peek(), tracks, index);
    if (rules.currentOf(queue) === undefined) this.clear();
    else this.#go(queue, 0, true);
  }

  play(): void {
    const queue = this.#queue.peek();
    if (rules.currentOf(queue) === undefined) return;
    const wasSignedOut = this.#error.peek()?.kind === 'signed-out';
    if (this.#isLoaded.peek() && !wasSignedOut) {
      this.#take();
      this.#transport.play();
    } else this.#go(queue, this.position.peek(), true);
  }

  pause(): void {
    this.#transport.pause();
  }

  toggle(): void {
    if (['playing', 'loading', 'waiting'].includes(this.state.peek())) this.pause();
    else this.play();
  }

  playAt(index: number): void {
    const queue = rules.moved(this.#queue.peek(), index);
    if (this.#queue.peek().entries[index] !== undefined) this.#go(queue, 0, true);
  }

  next(): void {
    const queue = rules.advanced(this.#queue.peek());
    if (queue) this.#go(queue, 0);
    else this.#stopAtStart();
  }

  previous(): void {
    const before = this.position.peek() > BEGUN ? undefined : rules.retreated(this.#queue.peek());
    if (before) this.#go(before, 0);
    else this.seek(0);
  }

  seek(seconds: number): void {
    const bounded = Math.max(0, Math.min(seconds || 0, this.duration.peek() - END));
    if (this.#isLoaded.peek()) this.#transport.seek(bounded);
    else this.#resumeAt.value = bounded;
  }

  setVolume(volume: number): void {
    this.#set({ volume: Math.max(0, Math.min(1, volume || 0)), muted: false });
  }

  setMuted(muted: boolean): void {
    this.#set({ muted });
  }

  setSpeed(speed: number): void {
    this.#set({ speed: Math.max(SLOWEST, Math.min(FASTEST, speed || 1)) });
  }

  setGainMode(gainMode: GainMode): void {
    this.#set({ gainMode });
    this.#transport.regain();
  }

  setShuffled(shuffled: boolean): void {
    const queue = this.#queue.peek();
    this.#change(shuffled ? rules.shuffledOn(queue) : rules.shuffledOff(queue));
  }

  setRepeat(repeat: Repeat): void {
    this.#change({ ...this.#queue.peek(), repeat });
  }

  setSleepTimer(when: number | 'end of track' | null): void {
    this.#sleepTimer.value = sleepTimerOf(when, performance.now());
    this.#change(this.#queue.peek());
  }

  playNext(tracks: readonly PlayerTrack[]): void {
    this.#change(rules.insertedNext(this.#queue.peek(), tracks));
  }

  enqueue(tracks: readonly PlayerTrack[]): void {
    this.#change(rules.appended(this.#queue.peek(), tracks));
  }

  move(from: number, to: number): void {
    this.#change(rules.reordered(this.#queue.peek(), from, to));
  }

  removeAt(index: number): void {
    const queue = rules.removed(this.#queue.peek(), index);
    if (queue.entries.length === 0) this.clear();
    else if (rules.currentOf(queue) === this.current.peek()) this.#change(queue);
    else if (this.#isLoaded.peek()) this.#go(queue, 0);
    else this.#rest(queue);
  }

  adopt(tracks: readonly PlayerTrack[], index: number, seconds: number): void {
    const queue = rules.adopted(this.#queue.peek(), tracks, index);
    const entry = rules.currentOf(queue);
    const plays = ['playing', 'loading', 'waiting'].includes(this.state.peek());
    const isHere = plays || Math.abs(seconds - this.position.peek()) < CLOSE;
    if (entry !== undefined && entry === this.current.peek() && isHere) this.#change(queue);
    else if (entry !== undefined && plays) this.#go(queue, seconds);
    else {
      this.#keeper.isMine ||= this.#elsewhere.peek() === null;
      this.#rest(queue);
      this.#resumeAt.value = Math.max(0, Math.min(seconds, this.duration.peek()));
    }
  }

  clear(): void {
    const { repeat, seed, nextKey } = this.#queue.peek();
    this.#rest({ ...rules.emptyQueue(seed), repeat, nextKey });
    this.#sleepTimer.value = null;
  }

  forget(): void {
    this.clear();
    this.#keeper.forget();
  }

  dispose(): void {
    for (const end of this.#endings) end();
  }

  /** Goes to the current entry of a queue. */
  #go(queue: rules.Queue, seconds: number, wanted?: boolean): void {
    if (wanted) this.#take();
    const entry = rules.currentOf(queue)!;
    batch(() => {
      this.#queue.value = queue;
      const kind = this.#error.peek()?.kind;
      if (kind !== 'missing' && kind !== 'undecodable') this.#error.value = null;
      this.#transport.go({ entry, queue }, seconds, wanted);
    });
  }

  /** This tab has the music from now on. */
  #take(): void {
    this.#keeper.isMine = true;
    if (this.#error.peek()?.kind === 'blocked') this.#error.value = null;
  }

  /** Another queue in which the current entry is the same; or the first one, when there was none. */
  #change(queue: rules.Queue): void {
    if (queue !== this.#queue.peek()) this.#keeper.isMine ||= this.#elsewhere.peek() === null;
    this.#queue.value = queue;
    const entry = rules.currentOf(queue);
    if (entry) this.#transport.replan({ entry, queue });
  }

  /** Stops, at the start of the current entry of a queue. */
  #rest(queue: rules.Queue): void {
    batch(() => {
      this.#resumeAt.value = 0;
      this.#queue.value = queue;
      this.#error.value = null;
      this.#transport.stop();
    });
  }

  #stopAtStart(): void {
    this.#rest(rules.moved(this.#queue.peek(), 0));
  }

  #after({ entry, queue }: Turn): Turn | undefined {
    const isLast = this.#sleepTimer.peek() === 'end of track' && entry === this.current.peek();
    const next = isLast ? undefined : rules.followed(queue);
    return next && { entry: rules.currentOf(next)!, queue: next };
  }

  #crossed(turn: Turn, skipped: readonly Unplayable[]): void {
    this.#queue.value = turn.queue;
    const last = skipped.at(-1);
    if (last) this.#say({ kind: last.kind, track: last.entry.track });
  }

  #ended(): void {
    const next = rules.followed(this.#queue.peek());
    if (this.#sleepTimer.peek() === 'end of track') {
      this.#sleepTimer.value = null;
      this.#rest(next ?? rules.moved(this.#queue.peek(), 0));
    } else if (next) this.#go(next, 0);
    else this.#stopAtStart();
  }

  #skip({ entry, kind }: Unplayable): void {
    this.#say({ kind, track: entry.track });
    this.#unplayable += 1;
    const queue = this.#queue.peek();
    const next = rules.advanced(queue);
    const most = Math.min(MOST_UNPLAYABLE, queue.entries.length);
    if (next && this.#unplayable < most) this.#go(next, 0);
    else this.#fail();
  }

  /** Nothing more can be played; `play` tries again. */
  #fail(): void {
    batch(() => {
      this.#resumeAt.value = this.position.peek();
      this.#unplayable = 0;
      this.#transport.fail();
    });
  }

  #say(error: PlayerError): void {
    clearTimeout(this.#telling);
    this.#error.value = error;
    if (error.kind === 'missing' || error.kind === 'undecodable') {
      this.#telling = setTimeout(() => {
        if (this.#error.peek() === error && this.state.peek() !== 'failed') this.#error.value = null;
      }, TOLD);
    }
  }

  #trouble(trouble: Trouble | null, { track }: QueueEntry): void {
    const kind = this.#error.peek()?.kind;
    if (trouble) this.#say({ ...trouble, track });
    else if (kind === 'network' || kind === 'busy') this.#error.value = null;
  }

  #set(changes: Partial<Settings>): void {
    this.#settings.value = { ...this.#settings.peek(), ...changes };
    this.#keeper.look();
  }

  #applySettings(): void {
    const { volume, muted, speed } = this.#settings.value;
    const sleeping = sleepFactor(this.#sleepTimer.value, performance.now());
    this.#transport.setVolume(muted ? 0 : volumeFactor(volume) * sleeping);
    this.#transport.setSpeed(speed);
  }

  #tick(): void {
    const timer = this.#sleepTimer.peek();
    if (sleepFactor(timer, performance.now()) < 1) {
      if (sleepFactor(timer, performance.now()) === 0) {
        this.pause();
        this.#sleepTimer.value = null;
      }
      this.#applySettings();
    }
    this.#keeper.look();
  }

  #keepAndTell(): void {
    const entry = this.current.value;
    const state = this.state.value;
    const isOut = this.#error.value?.kind === 'signed-out';
    if (isOut && (state === 'waiting' || state === 'loading')) this.#fail();
    const playing = ['playing', 'loading', 'waiting'].includes(state);
    this.#tabs.tell(this.#keeper.isMine && entry ? { track: entry.track, playing } : null);
    void this.#queue.value;
    this.#keeper.look();
  }
}
