import { ulid } from 'ulid';
import type { CommandAnswer } from '../../../services/gateway/rest/playback-resources.ts';
import { Refused } from '../api/problem.ts';
import { backoff } from '../audio/backoff.ts';
import type { Timed } from './follow.ts';
import { added, afterClosing, bounded, sendable, type Waiting } from './outbox.ts';

/** Where reports go and where they wait; all that is not the rule of it. */
export interface ReporterOptions {
  /** Opens a session. @returns its id @throws {Refused} {Unreachable} */
  open(): Promise<string>;
  /** @throws {Refused} {Unreachable} */
  send(session: string, commands: ReturnType<typeof sendable>): Promise<readonly CommandAnswer[]>;
  /** Keeps what waits, in case the page goes; nothing when nothing waits. */
  keep(session: string, waiting: readonly Waiting[]): void;
  /** The session has ended and there will be another one. @returns what is to be told there first */
  onClosed(): readonly Timed[];
  /** Another session is open; undefined when it has ended. */
  onSession(session: string | undefined): void;
  /** Some of what was heard will never be known to the engine. */
  onLost(): void;
  /** Milliseconds since 1970 by a clock that does not jump. */
  now(): number;
}

/** Milliseconds that commands are gathered. */
const GATHERED = 250;
const MOST_AT_ONCE = 100;

/** Tells a session what happens, in its order, each thing once, for as long as it takes. */
export class Reporter {
  #options: ReporterOptions;
  #session: string | undefined;
  #waiting: readonly Waiting[] = [];
  /** Of `#waiting`, as many as are being sent. */
  #underWay = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  constructor(options: ReporterOptions) {
    this.#options = options;
  }

  tell(told: readonly Timed[]): void {
    if (told.length === 0) return;
    for (const one of told) this.#waiting = added(this.#waiting, { id: ulid(), ...one }, this.#underWay);
    const [kept, lost] = this.#underWay > 0 ? [this.#waiting, 0] : bounded(this.#waiting);
    this.#waiting = kept;
    if (lost > 0) this.#options.onLost();
    this.#keep();
    this.#timer ??= setTimeout(() => void this.#work(), GATHERED);
  }

  /** Tries now what it has failed to do before. */
  retry(): void {
    if (this.#waiting.length === 0 || this.#underWay > 0) return;
    clearTimeout(this.#timer);
    void this.#work();
  }

  /** What it would still have to tell, when the page goes: another one goes on. */
  leave(told: readonly Timed[]): { session: string; commands: ReturnType<typeof sendable> } | undefined {
    const session = this.#session;
    if (session === undefined) return undefined;
    this.#waiting = [...this.#waiting, ...told.map((one) => ({ id: ulid(), ...one }))];
    this.#keep();
    const commands = sendable(this.#waiting.slice(0, MOST_AT_ONCE), this.#options.now());
    this.forget();
    return { session, commands };
  }

  /** Tells nothing more of what was, in no session that was. What is kept stays kept. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = [];
    this.#failures = 0;
    this.#set(undefined);
  }

  async #work(): Promise<void> {
    this.#timer = undefined;
    if (this.#underWay > 0 || this.#waiting.length === 0) return;
    const batch = this.#waiting.slice(0, MOST_AT_ONCE);
    this.#underWay = batch.length;
    try {
      await this.#send(batch);
      this.#failures = 0;
    } catch (error) {
      this.#failures += 1;
      const isForGood = error instanceof Refused && error.status >= 400 && error.status < 500;
      if (isForGood && ![401, 408, 429].includes(error.status)) this.#giveUp(batch);
    } finally {
      this.#underWay = 0;
    }
    if (this.#waiting.length === 0) return;
    const wait = this.#failures > 0 ? backoff(this.#failures, Math.random()) : GATHERED;
    this.#timer ??= setTimeout(() => void this.#work(), wait);
  }

  async #send(batch: readonly Waiting[]): Promise<void> {
    const { open, send, now } = this.#options;
    if (this.#session === undefined) {
      const session = await open();
      // Whoever was signed out meanwhile has nothing to tell any more.
      if (this.#waiting[0] !== batch[0]) return;
      this.#set(session);
      this.#keep();
    }
    const session = this.#session!;
    const answers = await send(session, sendable(batch, now()));
    if (this.#session !== session || this.#waiting[0] !== batch[0]) return;
    const closed = answers.findIndex(isClosed);
    this.#waiting = this.#waiting.slice(closed < 0 ? batch.length : closed);
    this.#keep();
    if (closed >= 0) this.#goOn();
  }

  /** The engine understands none of it, and never will. */
  #giveUp(batch: readonly Waiting[]): void {
    this.#waiting = this.#waiting.slice(batch.length);
    this.#failures = 0;
    this.#keep();
    this.#options.onLost();
  }

  /** The session has ended: what has begun since, or what is being played, begins in another one. */
  #goOn(): void {
    const rest = afterClosing(this.#waiting);
    this.#waiting = [];
    this.#keep();
    this.#set(undefined);
    this.#waiting = rest ?? this.#options.onClosed().map((one) => ({ id: ulid(), ...one }));
  }

  #set(session: string | undefined): void {
    this.#session = session;
    this.#options.onSession(session);
  }

  #keep(): void {
    if (this.#session !== undefined) this.#options.keep(this.#session, this.#waiting);
  }
}

/** Also of a session that is not known (any more): another one is as good. */
function isClosed(answer: CommandAnswer): boolean {
  return 'problem' in answer && /:(session-closed|not-found)$/.test(answer.problem.type);
}
