import { CantigaError } from '../../../../errors.ts';
import type { State as Everything } from './state.ts';

/** What is the same for all listeners. */
export type State = Omit<Everything, 'queue'>;

/** Milliseconds between two looks: while a scan runs, and while nothing happens. */
const BUSY = 1000;
const QUIET = 3000;
/** Milliseconds from a hint to the look, so that many hints are one look. */
const SOON = 250;
/** Streams that one listener may have open. */
const MOST = 50;

interface Listening {
  user: string;
  tell: (state: State) => void;
}

/** Looks at what there is to tell, for all who listen at this gateway, and only while somebody does. */
export class EventHub {
  readonly #look: () => Promise<State>;
  readonly #listeners = new Set<Listening>();
  #timer: NodeJS.Timeout | undefined;
  #due = Number.POSITIVE_INFINITY;

  /** @param look reads the state; may fail, and is asked again then */
  constructor(look: () => Promise<State>) {
    this.#look = look;
  }

  /**
   * Tells of the state now and then. Returns how to stop that.
   * @throws {CantigaError} THROTTLED
   */
  listen(listener: Listening): () => void {
    const others = [...this.#listeners].filter(({ user }) => user === listener.user);
    if (others.length >= MOST) {
      throw new CantigaError('THROTTLED', 'Too many streams of events are open.', { retryAfter: 10 });
    }
    this.#listeners.add(listener);
    this.#lookIn(0);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#stop();
    };
  }

  /** Something may have changed. */
  hint(): void {
    if (this.#listeners.size > 0) this.#lookIn(SOON);
  }

  #lookIn(ms: number): void {
    const due = performance.now() + ms;
    if (due >= this.#due) return;
    this.#stop();
    this.#due = due;
    this.#timer = setTimeout(() => void this.#tell(), ms).unref();
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#due = Number.POSITIVE_INFINITY;
  }

  async #tell(): Promise<void> {
    this.#due = Number.POSITIVE_INFINITY;
    // Services that do not answer now are asked again; the streams stay open.
    const state = await this.#look().catch(() => undefined);
    if (state !== undefined) for (const { tell } of this.#listeners) tell(state);
    if (this.#listeners.size > 0) this.#lookIn(state?.scan.scanning ? BUSY : QUIET);
  }
}
