import type {
  QueueConflict,
  QueuePlace,
  QueueResource,
} from '../../../services/gateway/rest/playback-resources.ts';
import type { Device } from '../../../services/playback/session/events.ts';
import { Refused } from '../api/problem.ts';
import { backoff } from '../audio/backoff.ts';
import { areSame, merged } from './merge.ts';
import { type At, type Here, isEdited, moveOf, placeIn, playsElsewhere, positionAt } from './shared.ts';

/** Where a queue is, as the REST API takes it. */
export interface Where {
  index?: number;
  position: number;
  playing: boolean;
  device: Device;
}

export interface SharedQueueOptions {
  device: Device;
  /** What the player of this page has now. */
  here(): Here;
  /** Whether it was edited before, when the engine could not be told. */
  isUnshared: boolean;
  /** Seconds of its current track; 0 when it is not known. */
  duration(): number;
  /** Whether another tab of this browser plays. */
  isInTab(): boolean;
  /** All three @throws {Refused} {Unreachable} */
  read(): Promise<QueueResource>;
  put(body: Where & { tracks: readonly string[]; rev: number }): Promise<QueueResource>;
  patch(body: Where & { edition: number }): Promise<QueueResource>;
  /** Lets the player have another queue. @returns false when it was changed before the tracks were known */
  show(tracks: readonly string[], index: number | null, position: number): Promise<boolean>;
  pause(): void;
  /** Another second of a track that plays on another device. */
  mirror(position: number): void;
  /** What was edited here has given way to what another device has put there. */
  onReplaced(): void;
  /** Another device plays; null when none does. */
  onElsewhere(device: Device | null): void;
  /** Whether the engine knows all that was edited here. */
  onShared(isShared: boolean): void;
  /** Milliseconds by a clock that never goes back. */
  now(): number;
}

type Wish = 'edit' | 'jump' | 'drift';

/** Milliseconds that each kind of change is gathered. */
const GATHERED: Record<Wish, number> = { edit: 200, jump: 30, drift: 3000 };
/** As many times in a row another device may be quicker, and this one gives way. */
const MOST_TRIES = 5;

/** One queue for all devices of a listener: tells the engine what changes here, and shows what changes elsewhere. */
export class SharedQueue {
  #options: SharedQueueOptions;
  /** As the engine has it, when that was heard of last. */
  #known: At<QueueResource> | undefined;
  /** What the engine knows of this player, or has let it show. */
  #shown: At<Here>;
  /** The latest that an event has told. */
  #heard: At<QueuePlace> | undefined;
  #isWorking = false;
  #isOver = false;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = Number.POSITIVE_INFINITY;

  constructor(options: SharedQueueOptions) {
    this.#options = options;
    this.#shown = this.#stamped(options.here());
    this.#soon(0);
  }

  /** The player has changed. */
  look(): void {
    const here = this.#options.here();
    this.#options.onElsewhere(this.#playsElsewhere() && !here.playing ? this.#known!.device : null);
    const wish = this.#wish(here);
    if (wish === 'edit') this.#options.onShared(false);
    if (wish !== undefined && this.#failures === 0) this.#soon(GATHERED[wish]);
  }

  /** Time has passed. */
  tick(): void {
    const known = this.#known;
    const here = this.#options.here();
    const isSame = known?.index === here.index && areSame(known?.tracks ?? [], here.tracks);
    if (known?.playing && isSame && this.#isPassive(here)) {
      this.#options.mirror(positionAt(known, this.#options.now()));
      this.#shown = this.#stamped(this.#options.here());
    }
    this.look();
  }

  /** An event tells where the queue is. */
  hear(place: QueuePlace): void {
    const heard = this.#stamped(place);
    const known = this.#known;
    // A machine that slept hears the same again, and where it is by now.
    if (place.rev === known?.rev) this.#known = { ...known, ...heard };
    this.#heard = heard;
    if (place.rev > (known?.rev ?? -1)) this.#soon(0);
  }

  /** Tries now what it has failed to do before. */
  retry(): void {
    if (this.#failures > 0) this.#soon(0);
  }

  /** Says no more. @returns what is to be said of a page that goes while it plays */
  close(): (Where & { edition: number }) | undefined {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#options.onElsewhere(null);
    const here = this.#options.here();
    if (!here.playing || this.#known === undefined || !this.#isTold()) return undefined;
    return { ...this.#whereOf(here), playing: false, edition: this.#known.edition };
  }

  #soon(ms: number): void {
    const due = this.#options.now() + ms;
    if (this.#isOver || due >= this.#due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => void this.#work(), ms);
  }

  async #work(): Promise<void> {
    this.#due = Number.POSITIVE_INFINITY;
    if (this.#isWorking) return;
    this.#isWorking = true;
    try {
      await this.#catchUp();
      let tries = 0;
      while (!this.#isOver && (await this.#tell(++tries === MOST_TRIES)) && tries < MOST_TRIES);
      this.#failures = 0;
    } catch (error) {
      this.#failures += 1;
      const isForGood =
        error instanceof Refused && error.status < 500 && ![401, 408, 429].includes(error.status);
      // What the engine never takes is not told again; what changes next, is.
      if (isForGood) this.#shown = this.#stamped(this.#options.here());
    } finally {
      this.#isWorking = false;
    }
    if (this.#failures > 0) this.#soon(backoff(this.#failures, Math.random()));
    else if ((this.#heard?.rev ?? 0) > (this.#known?.rev ?? 0)) this.#soon(0);
    else if (!this.#isOver) this.look();
  }

  /** Takes in what has happened elsewhere. */
  async #catchUp(): Promise<void> {
    const { read } = this.#options;
    const known = this.#known;
    if (known === undefined) return this.#meet(this.#stamped(await read()));
    const heard = this.#heard;
    if (this.#failures > 0) return this.#accept(this.#stamped(await read()));
    if (heard === undefined || heard.rev <= known.rev) return;
    const isMoved = heard.edition === known.edition;
    await this.#accept(isMoved ? { ...known, ...heard } : this.#stamped(await read()));
  }

  /** The first that is heard of the engine's queue: it is shown, unless somebody has begun to listen here meanwhile. */
  async #meet(queue: At<QueueResource>): Promise<void> {
    const here = this.#options.here();
    if (here.playing || isEdited(here, this.#shown)) {
      this.#know(queue, queue);
    } else if (queue.changed === null) {
      this.#known = queue;
    } else {
      await this.#accept(queue);
      if (!areSame(here.tracks, this.#shown.tracks) && this.#options.isUnshared) this.#options.onReplaced();
      this.#options.onShared(true);
    }
  }

  async #accept(queue: At<QueueResource>): Promise<void> {
    if (this.#isOver || queue.rev <= (this.#known?.rev ?? -1)) return;
    // The engine refuses what is edited here, and then the two are brought together.
    if (isEdited(this.#options.here(), this.#shown)) return;
    this.#giveWay(queue);
    const here = this.#options.here();
    if (here.playing && areSame(here.tracks, queue.tracks)) this.#know(queue, queue);
    else if (here.playing) {
      const index = placeIn(here, queue.tracks, queue.index);
      if (await this.#options.show(queue.tracks, index, here.position)) this.#know(queue, queue);
    } else if (await this.#options.show(queue.tracks, queue.index, positionAt(queue, this.#options.now())))
      this.#know(queue, this.#options.here());
  }

  /** Stops when another device has taken over, unless this one is about to take over itself. */
  #giveWay(queue: At<QueueResource>): void {
    const isTaken = queue.playing && queue.device !== null && queue.device.id !== this.#options.device.id;
    if (isTaken && this.#isTold() && this.#options.here().playing) this.#options.pause();
  }

  /** Tells the engine what is other here. @returns whether it has to be tried again */
  async #tell(isLastTry: boolean): Promise<boolean> {
    const { put, patch, here: look, onShared } = this.#options;
    const here = this.#stamped(look());
    const known = this.#known;
    const wish = this.#wish(here);
    if (wish === undefined || known === undefined) return false;
    const where = this.#whereOf(here);
    const isMove = wish !== 'edit' && areSame(here.tracks, known.tracks);
    try {
      const queue = isMove
        ? await patch({ ...where, edition: known.edition })
        : await put({ ...where, tracks: here.tracks, rev: known.rev });
      this.#know(this.#stamped(queue), here);
      if (!isMove) onShared(true);
      return false;
    } catch (error) {
      const queue = conflictIn(error);
      if (queue === undefined) throw error;
      await this.#settle(this.#stamped(queue), isLastTry);
      return true;
    }
  }

  /** Brings what was edited here together with what another device has put there meanwhile. */
  async #settle(theirs: At<QueueResource>, isLastTry: boolean): Promise<void> {
    const { show, here: look, onReplaced } = this.#options;
    this.#giveWay(theirs);
    const here = look();
    if (!isEdited(here, this.#shown)) return this.#accept(theirs);
    if (!isLastTry && areSame(theirs.tracks, this.#shown.tracks)) {
      this.#known = theirs;
      return;
    }
    const both = isLastTry ? undefined : merged(this.#shown.tracks, here.tracks, theirs.tracks);
    if (both !== undefined) {
      const index = placeIn(here, both, theirs.index);
      if (await show(both, index, here.position)) this.#know(theirs, theirs);
    } else if (await show(theirs.tracks, theirs.index, positionAt(theirs, this.#options.now()))) {
      this.#know(theirs, look());
      onReplaced();
    }
  }

  #know(queue: At<QueueResource>, { tracks, index, position, playing }: Here): void {
    this.#known = queue;
    this.#shown = this.#stamped({ tracks, index, position, playing });
  }

  /** What there is to tell. */
  #wish(here: Here): Wish | undefined {
    if (isEdited(here, this.#shown)) return 'edit';
    if (this.#isPassive(here)) return undefined;
    if (here.playing && this.#known !== undefined && !this.#isTold()) return 'jump';
    return moveOf(here, this.#shown, this.#options.now());
  }

  /** Whether the engine knows that this device plays. */
  #isTold(): boolean {
    return this.#known?.playing === true && this.#known.device?.id === this.#options.device.id;
  }

  /** Whether it is not for this page to say where the queue is. */
  #isPassive(here: Here): boolean {
    return !here.playing && (this.#options.isInTab() || this.#playsElsewhere());
  }

  #playsElsewhere(): boolean {
    const { device, duration, now } = this.#options;
    return this.#known !== undefined && playsElsewhere(this.#known, device.id, duration(), now());
  }

  #whereOf(here: Here): Where {
    const known = this.#known;
    const index = here.index === null ? {} : { index: here.index };
    if (known?.device && this.#isPassive(here)) {
      const position = positionAt(known, this.#options.now());
      return { ...index, position, playing: known.playing, device: known.device };
    }
    return { ...index, position: here.position, playing: here.playing, device: this.#options.device };
  }

  #stamped<T>(what: T): At<T> {
    return { ...what, at: this.#options.now() };
  }
}

/** The queue as it is, when that is why something was refused. */
function conflictIn(error: unknown): QueueResource | undefined {
  if (!(error instanceof Refused) || error.type !== 'queue-changed') return undefined;
  return (error.details as QueueConflict).queue;
}
