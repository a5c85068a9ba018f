import { LRUCache } from 'lru-cache';
import { CantigaError } from '../../errors.ts';
import { Actor, type ActorParts, type Answer, type Outcome, type Told } from './actor.ts';
import { Fold, type Folding, type Moment } from './fold.ts';
import type { ActorEvent } from './types.ts';
import { COMPACTED } from './upcast.ts';

/** Actors that are kept awake, those with turns under way apart. */
const MOST_LIVE = 20_000;

/** The actors of one kind on this node: wakes them when something is told to them, lets them go when they are idle. */
export class ActorHost<S, C, E extends ActorEvent> {
  readonly #parts: ActorParts<S, C, E>;
  readonly #live: LRUCache<string, Actor<S, C, E>>;
  /** Those that had to leave while turns were under way: of one stream there must never be two. */
  readonly #busy = new Map<string, Actor<S, C, E>>();

  /** @param most actors that are kept awake, those with turns under way apart */
  constructor(parts: ActorParts<S, C, E>, most = MOST_LIVE) {
    this.#parts = parts;
    this.#live = new LRUCache<string, Actor<S, C, E>>({
      max: most,
      dispose: (actor, stream) => {
        if (actor.isBusy) this.#busy.set(stream, actor);
      },
    });
  }

  /** How many are awake. */
  get live(): number {
    return this.#live.size + this.#busy.size;
  }

  /** Lets those go that have been idle for some milliseconds. */
  passivate(idle: number): void {
    const since = performance.now() - idle;
    for (const stream of [...this.#live.rkeys()]) {
      const actor = this.#live.peek(stream)!;
      if (actor.usedAt > since) return;
      if (!actor.isBusy) this.#live.delete(stream);
    }
  }

  /** @param p partition of the stream, always the same */
  tell(stream: string, p: number, told: Told<C>): Promise<Answer> {
    return this.#with(stream, p, (actor) => actor.tell(told));
  }

  /** See {@link Actor.tellAll}. */
  tellAll(stream: string, p: number, batch: readonly Told<C>[]): Promise<Outcome[]> {
    return this.#with(stream, p, (actor) => actor.tellAll(batch));
  }

  /** The state of a stream when all that was told before has ended. */
  look(stream: string, p: number): Promise<{ v: number; state: S }> {
    return this.#with(stream, p, (actor) => actor.look());
  }

  /**
   * The state of a stream as it was.
   * @throws NOT_FOUND when that is before what was compacted
   */
  async lookBack(stream: string, to: Moment): Promise<{ v: number; state: S }> {
    const fold = new Fold(this.#parts.kind as unknown as Folding<S>);
    const { log } = this.#parts.journal;
    await fold.catchUp(log, stream, to);
    const [first] = fold.v === 0 ? await log.stream(stream, 1, 1) : [];
    if (first?.type === COMPACTED)
      throw new CantigaError('NOT_FOUND', 'What happened before its end is not kept any more.');
    return { v: fold.v, state: fold.state };
  }

  async #with<T>(stream: string, p: number, work: (actor: Actor<S, C, E>) => Promise<T>): Promise<T> {
    let actor = this.#live.get(stream) ?? this.#busy.get(stream);
    if (actor === undefined) {
      actor = new Actor(stream, p, this.#parts);
      this.#live.set(stream, actor);
    }
    try {
      return await work(actor);
    } finally {
      if (!actor.isBusy && this.#busy.delete(stream)) this.#live.set(stream, actor);
    }
  }
}
