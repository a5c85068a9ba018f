/** An event as it is stored. Together they are all that a stream is. */
export interface StoredEvent {
  /** The actor that it happened to, such as `se-01j…`. */
  stream: string;
  /** Version of the stream, 1..n without gaps. */
  v: number;
  type: string;
  /** Of `data`. Older ones are upcast when they are read; nothing is rewritten. */
  schema: number;
  data: unknown;
  /** Id of the command that it comes of. A command may have several events, one after the other. */
  cmd: string;
  /** Of the last event of a command: what its caller was answered, and is answered when it comes again. */
  reply?: unknown;
}

/** One atomic write: a place in the sequence of a partition, with the events of one or more commands. */
export interface Commit {
  /** Partition, 0..63. */
  p: number;
  /** 1..n without gaps. Whoever writes it first has it, which fences other writers. */
  pos: number;
  /** How often the partition was taken over, for those who look for what happened. */
  epoch: number;
  /** Who wrote it, unlike every other writer there ever was. */
  writer: string;
  /** Milliseconds since 1970 by the writer's clock. Says nothing of the order. */
  at: number;
  events: StoredEvent[];
}

/** An event with its place. */
export interface RecordedEvent extends StoredEvent {
  p: number;
  pos: number;
  at: number;
}

/** The events of a commit, each with its place. */
export function eventsIn({ p, pos, at, events }: Commit): RecordedEvent[] {
  return events.map((event) => ({ ...event, p, pos, at }));
}

/** What there is in a journal. */
export interface CommitReader {
  /** Commits of a partition in order, from the one after `after` up to the first that is missing. */
  read(p: number, after: number, limit: number): Promise<Commit[]>;
  /** The commit of the greatest position of a partition; null when it has none. */
  last(p: number): Promise<Commit | null>;
  /** Events of a stream in order, from a version on. */
  stream(stream: string, from: number, limit: number): Promise<RecordedEvent[]>;
  /** The last event of a command to a stream, with its reply; null when it was never taken. */
  command(stream: string, cmd: string): Promise<RecordedEvent | null>;
  /**
   * How often something was compacted. What was read between two answers that are the same is of one piece.
   * @throws UNAVAILABLE while something is being compacted
   */
  revision(): Promise<number>;
  close(): Promise<void>;
}

/** Where commits are kept: the disk of a journal. */
export interface CommitLog extends CommitReader {
  /**
   * Stores a commit, whole or not at all; when it returns, it survives a crash.
   * @throws ALREADY_EXISTS when its position is taken, or a version of a stream or an id of a command in it; DISK_FULL
   *   when it surely is not stored; UNAVAILABLE when it may be stored or not, now or later
   */
  append(commit: Commit): Promise<void>;
  /**
   * Puts one event in the place of all of its stream up to its version. The commits that they are in stay where they are,
   * with what else they hold. Done again, it changes nothing.
   * @throws NOT_FOUND when the stream has no such version at that place; DISK_FULL; UNAVAILABLE when it may be done, half
   *   done, or not: it is then finished before anything is told of a {@link revision}
   */
  compact(fact: RecordedEvent): Promise<void>;
  /** Gives back the space of what was compacted, where that does not happen by itself. @throws DISK_FULL; UNAVAILABLE */
  tidy?(): Promise<void>;
}
