import { LRUCache } from 'lru-cache';
import { Actor, type ActorParts, type Answer, type Told } from './actor.ts';
import { Fold, type Folding } from './fold.ts';
import type { ActorEvent } from './types.ts';

/** Bounds on what is kept of actors that nothing is asked of. */
export interface HostLimits {
  /** How many. */
  live: number;
  /** For how long after the last turn, in milliseconds. */
  idle: number;
}

export const HOST_LIMITS: HostLimits = { live: 20_000, idle: 10 * 60_000 };

/** The actors of one kind on this node: wakes them when something is told to them, lets them go when they are idle. */
export class ActorHost<S, C, E extends ActorEvent> {
  readonly #parts: ActorParts<S, C, E>;
  /** Those with turns under way: of one stream there must never be two. */
  readonly #busy = new Map<string, Actor<S, C, E>>();
  readonly #idle: LRUCache<string, Actor<S, C, E>>;

  constructor(parts: ActorParts<S, C, E>, { live, idle }: HostLimits = HOST_LIMITS) {
    this.#parts = parts;
    this.#idle = new LRUCache({ max: live, ttl: idle });
  }

  /** How many are awake. */
  get live(): number {
    return this.#busy.size + this.#idle.size;
  }

  /** Lets those go that have been idle for long. To be called now and then. */
  passivate(): void {
    this.#idle.purgeStale();
  }

  /** @param p partition of the stream, always the same */
  tell(stream: string, p: number, told: Told<C>): Promise<Answer> {
    return this.#with(stream, p, (actor) => actor.tell(told));
  }

  /** The state of a stream when all that was told before has ended. */
  look(stream: string, p: number): Promise<{ v: number; state: S }> {
    return this.#with(stream, p, (actor) => actor.look());
  }

  /** The state of a stream as it was at a version, or at a time by the clocks of those who wrote it (ms since 1970). */
  async lookBack(stream: string, to: { v: number } | { at: number }): Promise<{ v: number; state: S }> {
    const fold = new Fold(this.#parts.kind as unknown as Folding<S>);
    await fold.catchUp(this.#parts.journal.log, stream, (event) =>
      'v' in to ? event.v <= to.v : event.at <= to.at,
    );
    return { v: fold.v, state: fold.state };
  }

  async #with<T>(stream: string, p: number, work: (actor: Actor<S, C, E>) => Promise<T>): Promise<T> {
    const actor = this.#busy.get(stream) ?? this.#idle.get(stream) ?? new Actor(stream, p, this.#parts);
    this.#busy.set(stream, actor);
    this.#idle.delete(stream);
    try {
      return await work(actor);
    } finally {
      if (!actor.isBusy) {
        this.#busy.delete(stream);
        this.#idle.set(stream, actor);
      }
    }
  }
}
