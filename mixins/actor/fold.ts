import type { CommitLog, StoredEvent } from '../journal/types.ts';
import type { ActorEvent, ActorKind } from './types.ts';
import { COMPACTED, happenings } from './upcast.ts';

/** Commands whose replies an actor has at hand; those of earlier ones are in the log. */
const REMEMBERED = 256;
/** Events that are read at once. */
const PAGE = 1000;

/** Of a stream: a version, or a time by the clocks of those who wrote it (ms since 1970). */
export interface Moment {
  v?: number;
  at?: number;
}

/** What is known of a stream up to one of its versions. JSON. */
export interface Snapshot<S> {
  v: number;
  state: S;
  /** Command ids with their replies, the latest last. */
  replies: [cmd: string, reply: unknown][];
}

/** What may become of a stream: nothing of it is stored yet. */
export interface Draft<S, R> {
  v: number;
  state: S;
  /** Of the commands that it comes of. */
  replies: Map<string, R>;
}

/** The kind of an actor, as far as its state is folded from its events. */
export type Folding<S> = Pick<ActorKind<S, never, ActorEvent>, 'initial' | 'evolve' | 'schemas'>;

/** The state of a stream, event by event. */
export class Fold<S> {
  readonly #kind: Folding<S>;
  readonly #replies: Map<string, unknown>;
  #v: number;
  #state: S;

  constructor(
    kind: Folding<S>,
    { v, state, replies }: Snapshot<S> = { v: 0, state: kind.initial, replies: [] },
  ) {
    this.#kind = kind;
    this.#v = v;
    this.#state = state;
    this.#replies = new Map(replies);
  }

  get v(): number {
    return this.#v;
  }

  get state(): S {
    return this.#state;
  }

  /** What the caller of a command was answered; undefined when it is none of the last ones. */
  replyTo(cmd: string): unknown {
    return this.#replies.get(cmd);
  }

  /** What may come next. */
  draft<R>(): Draft<S, R> {
    return { v: this.#v, state: this.#state, replies: new Map() };
  }

  /** Goes on by a draft that has come true. */
  take({ v, state, replies }: Draft<S, unknown>): void {
    this.#v = v;
    this.#state = state;
    for (const [cmd, reply] of replies) this.#remember(cmd, reply);
  }

  /** Goes on by an event that was read. */
  apply(event: StoredEvent): void {
    const kind = this.#kind;
    if (event.type === COMPACTED) this.#state = kind.initial;
    else if (event.v !== this.#v + 1)
      throw new TypeError(`${event.stream} goes on with event ${event.v} after ${this.#v}`);
    for (const happened of happenings(kind.schemas, event)) this.#state = kind.evolve(this.#state, happened);
    this.#v = event.v;
    if (event.reply !== undefined) this.#remember(event.cmd, event.reply);
  }

  #remember(cmd: string, reply: unknown): void {
    this.#replies.set(cmd, reply);
    if (this.#replies.size > REMEMBERED) this.#replies.delete(this.#replies.keys().next().value!);
  }

  snapshot(): Snapshot<S> {
    return { v: this.#v, state: this.#state, replies: [...this.#replies] };
  }

  /** Goes on by all that the log has, or by all up to a version, or to the first event after a time. */
  async catchUp(
    log: Pick<CommitLog, 'stream'>,
    stream: string,
    { v: last = Number.POSITIVE_INFINITY, at: latest = Number.POSITIVE_INFINITY }: Moment = {},
  ): Promise<void> {
    for (;;) {
      const limit = Math.min(PAGE, last - this.#v);
      const events = limit > 0 ? await log.stream(stream, this.#v + 1, limit) : [];
      for (const event of events) {
        if (event.v > last || event.at > latest) return;
        this.apply(event);
      }
      if (events.length < PAGE) return;
    }
  }
}
