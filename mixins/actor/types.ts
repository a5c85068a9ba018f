/** What has happened to an actor. JSON. */
export interface ActorEvent {
  type: string;
  data: object;
}

/**
 * What an actor is: pure functions that know no broker, no clock and no disk.
 * `S` is its state, `C` the commands that it takes, `E` the events that it is folded from.
 */
export interface ActorKind<S, C, E extends ActorEvent> {
  /** Of the shape of its state. Raise it with every change: snapshots of another version are not used. */
  readonly version: number;
  /** Before anything has happened. */
  readonly initial: S;
  /**
   * What a command comes to; nothing when all is as it asks for already.
   * @param now milliseconds since 1970. An event for which time matters carries it.
   * @throws CantigaError to refuse it; nothing is recorded then
   */
  decide(state: S, command: C, now: number): E[];
  /** The state after an event, which has happened and cannot be refused. Changes nothing of the state before. */
  evolve(state: S, event: E): S;
  /** What the caller of a command is answered: small, JSON, and kept for when the command comes again. */
  reply(state: S, command: C): unknown;
  /**
   * Fewer events that say the same of what is to be kept for ever, from all events of one that is over; undefined as long as
   * it is not. Without it, all events are kept.
   */
  compact?(events: readonly E[]): E[] | undefined;
  /** By event type: the version of its data, and how data of each older version (1, 2, …) become those of the next. */
  readonly schemas: Readonly<Record<E['type'], readonly Upcast[]>>;
}

/** From one version of an event's data to the next. The data of a type without any are of version 1. */
export type Upcast = (data: never) => object;
