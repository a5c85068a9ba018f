import { CantigaError } from '../../errors.ts';
import type { Journal } from '../journal/journal.ts';
import { Fenced, type PartitionWriter } from '../journal/partition.ts';
import type { StoredEvent } from '../journal/types.ts';
import { Fold } from './fold.ts';
import type { Snapshots } from './snapshots.ts';
import type { ActorEvent, ActorKind } from './types.ts';
import { NOTED, schemaOf } from './upcast.ts';

/** Turns that may wait for one actor. */
const MAILBOX = 64;
/** Events between two snapshots. */
const SNAPSHOT_EVERY = 100;
/** How often a turn is begun anew because somebody else writes to its partition too. */
const ATTEMPTS = 5;

export interface Told<C> {
  /** Of the command: whoever sends it again under that id gets the first answer again. */
  id: string;
  /** Version of the stream that the sender has seen; refused when it is another one by now. */
  expected?: number | undefined;
  command: C;
}

export interface Answer {
  reply: unknown;
  /** Version of the stream after it. */
  v: number;
}

export interface ActorParts<S, C, E extends ActorEvent> {
  kind: ActorKind<S, C, E>;
  journal: Journal;
  snapshots: Snapshots<S>;
}

/** What is recorded of a reply, so that the version comes back with it. */
interface Recorded {
  v: number;
  is?: unknown;
}

/** One stream and its state: takes one turn at a time, and answers when what it says is stored. */
export class Actor<S, C, E extends ActorEvent> {
  readonly stream: string;
  readonly #p: number;
  readonly #parts: ActorParts<S, C, E>;
  #fold: Fold<S> | undefined;
  /** Under which the state was read. */
  #writer: PartitionWriter | undefined;
  #snapshotAt = 0;
  #turns = 0;
  #usedAt = performance.now();
  #last: Promise<unknown> = Promise.resolve();

  constructor(stream: string, p: number, parts: ActorParts<S, C, E>) {
    this.stream = stream;
    this.#p = p;
    this.#parts = parts;
  }

  get isBusy(): boolean {
    return this.#turns > 0;
  }

  /** When the last turn ended, by `performance.now()`. */
  get usedAt(): number {
    return this.#usedAt;
  }

  /** @throws UNAVAILABLE when too many wait already; what the kind refuses it with; CONFLICT with `data.v` */
  tell(told: Told<C>): Promise<Answer> {
    return this.#turn(() => this.#take(told));
  }

  /** The state as it is when all that was told before has ended. */
  look(): Promise<{ v: number; state: S }> {
    return this.#turn(async () => {
      const { fold } = await this.#ready();
      return { v: fold.v, state: fold.state };
    });
  }

  async #turn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#turns >= MAILBOX)
      throw new CantigaError('UNAVAILABLE', 'Too much is asked of it at once. Try again.', { retryAfter: 1 });
    this.#turns++;
    const turn = this.#last.then(work, work);
    this.#last = turn;
    try {
      return await turn;
    } finally {
      this.#turns--;
      this.#usedAt = performance.now();
    }
  }

  async #take(told: Told<C>): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#try(told);
      } catch (error) {
        if (!(error instanceof Fenced)) throw error;
        if (attempt === ATTEMPTS)
          throw new CantigaError('UNAVAILABLE', 'Another node has this now. Try again.');
        // A command that was taken long ago is refused by the log, as if another writer had been there.
        const answer = await this.#recorded(told.id);
        if (answer !== undefined) return answer;
      }
    }
  }

  async #try({ id, expected, command }: Told<C>): Promise<Answer> {
    const { fold, writer } = await this.#ready();
    const known = fold.replyTo(id) as Recorded | undefined;
    if (known !== undefined) return answerOf(known);
    const { kind, journal } = this.#parts;
    let events: ActorEvent[];
    try {
      if (expected !== undefined && expected !== fold.v)
        throw new CantigaError('CONFLICT', 'It has changed since it was read.', { v: fold.v });
      events = kind.decide(fold.state, command, journal.clock.now());
    } catch (error) {
      const answer = await this.#recorded(id);
      if (answer !== undefined) return answer;
      throw error;
    }
    const state = fold.after(events);
    const v = fold.v + Math.max(events.length, 1);
    const recorded: Recorded = { v, is: kind.reply(state, command) };
    await writer.append(this.#stored(events, { after: fold.v, cmd: id, reply: recorded }));
    fold.advance({ v, cmd: id, reply: recorded }, state);
    this.#saveNowAndThen(fold);
    return answerOf(recorded);
  }

  #stored(
    events: readonly ActorEvent[],
    { after, cmd, reply }: { after: number; cmd: string; reply: Recorded },
  ): StoredEvent[] {
    const { schemas } = this.#parts.kind;
    const recorded: ActorEvent[] = events.length > 0 ? [...events] : [{ type: NOTED, data: {} }];
    const stored: StoredEvent[] = recorded.map(({ type, data }, i) => ({
      ...{ stream: this.stream, v: after + i + 1, type, schema: schemaOf(schemas, type), data, cmd },
    }));
    stored.at(-1)!.reply = reply;
    return stored;
  }

  /** The state, read anew when another writer may have changed it. */
  async #ready(): Promise<{ fold: Fold<S>; writer: PartitionWriter }> {
    const { journal, kind, snapshots } = this.#parts;
    const writer = await journal.writer(this.#p);
    if (this.#fold !== undefined && this.#writer === writer) return { fold: this.#fold, writer };
    const snapshot = await snapshots.load(this.stream, kind.version);
    const fold = new Fold(kind, snapshot);
    await fold.catchUp(journal.log, this.stream);
    this.#snapshotAt = snapshot?.v ?? 0;
    this.#fold = fold;
    this.#writer = writer;
    return { fold, writer };
  }

  async #recorded(cmd: string): Promise<Answer | undefined> {
    const event = await this.#parts.journal.log.command(this.stream, cmd);
    return event === null ? undefined : answerOf(event.reply as Recorded);
  }

  #saveNowAndThen(fold: Fold<S>): void {
    if (fold.v - this.#snapshotAt < SNAPSHOT_EVERY) return;
    this.#snapshotAt = fold.v;
    this.#parts.snapshots.save(this.stream, this.#parts.kind.version, fold.snapshot());
  }
}

function answerOf({ v, is }: Recorded): Answer {
  return { reply: is ?? null, v };
}
