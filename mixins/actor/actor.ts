import { CantigaError } from '../../errors.ts';
import type { Journal } from '../journal/journal.ts';
import { Fenced, type PartitionWriter } from '../journal/partition.ts';
import type { StoredEvent } from '../journal/types.ts';
import { type Draft, Fold } from './fold.ts';
import type { Snapshots } from './snapshots.ts';
import type { ActorEvent, ActorKind } from './types.ts';
import { NOTED, schemaOf } from './upcast.ts';

/** Turns that may wait for one actor. */
const MAILBOX = 64;
/** Events between two snapshots. */
const SNAPSHOT_EVERY = 500;
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

/** What became of one of several commands. */
export type Outcome = Answer | { refusal: unknown };

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

const NOTHING_HAPPENED: readonly ActorEvent[] = [{ type: NOTED, data: {} }];

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
  async tell(told: Told<C>): Promise<Answer> {
    const [outcome] = await this.#turn(() => this.#take([told]));
    if ('refusal' in outcome!) throw outcome.refusal;
    return outcome!;
  }

  /**
   * Tells it several commands in one turn: what comes of them is stored together, or nothing of it. One that is refused
   * does not hold up those after it.
   * @throws UNAVAILABLE when too many wait already
   */
  tellAll(batch: readonly Told<C>[]): Promise<Outcome[]> {
    return this.#turn(() => this.#take(batch));
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

  async #take(batch: readonly Told<C>[]): Promise<Outcome[]> {
    /** Those that were taken long ago: the log refuses them as if another writer had been there. */
    const taken = new Map<string, Answer>();
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#try(batch, taken);
      } catch (error) {
        if (!(error instanceof Fenced)) throw error;
        if (attempt === ATTEMPTS)
          throw new CantigaError('UNAVAILABLE', 'Another node has this now. Try again.');
        for (const { id } of batch) {
          const answer = await this.#recorded(id);
          if (answer !== undefined) taken.set(id, answer);
        }
      }
    }
  }

  async #try(batch: readonly Told<C>[], taken: ReadonlyMap<string, Answer>): Promise<Outcome[]> {
    const { fold, writer } = this.#atHand() ?? (await this.#ready());
    const draft = fold.draft<Recorded>();
    const stored: StoredEvent[] = [];
    const outcomes = batch.map((told) => {
      const known = (draft.replies.get(told.id) ?? fold.replyTo(told.id)) as Recorded | undefined;
      return (
        (known === undefined ? taken.get(told.id) : answerOf(known)) ?? this.#decide(told, draft, stored)
      );
    });
    for (const [i, outcome] of outcomes.entries())
      if ('refusal' in outcome) outcomes[i] = (await this.#recorded(batch[i]!.id)) ?? outcome;
    if (stored.length === 0) return outcomes;
    await writer.append(stored);
    fold.take(draft);
    this.#saveNowAndThen(fold);
    return outcomes;
  }

  /** Goes on with a draft by what comes of a command. */
  #decide({ id, expected, command }: Told<C>, draft: Draft<S, Recorded>, stored: StoredEvent[]): Outcome {
    const { kind, journal } = this.#parts;
    try {
      if (expected !== undefined && expected !== draft.v)
        throw new CantigaError('CONFLICT', 'It has changed since it was read.', { v: draft.v });
      const events = kind.decide(draft.state, command, journal.clock.now());
      const after = draft.v;
      let { state } = draft;
      for (const event of events) state = kind.evolve(state, event);
      const reply: Recorded = { v: after + Math.max(events.length, 1), is: kind.reply(state, command) };
      this.#store(events, { after, cmd: id, reply }, stored);
      draft.state = state;
      draft.v = reply.v;
      draft.replies.set(id, reply);
      return answerOf(reply);
    } catch (error) {
      return { refusal: error };
    }
  }

  #store(
    events: readonly ActorEvent[],
    { after, cmd, reply }: { after: number; cmd: string; reply: Recorded },
    stored: StoredEvent[],
  ): void {
    const { stream } = this;
    const { schemas } = this.#parts.kind;
    let v = after;
    for (const { type, data } of events.length > 0 ? events : NOTHING_HAPPENED)
      stored.push({ stream, v: ++v, type, schema: schemaOf(schemas, type), data, cmd });
    stored.at(-1)!.reply = reply;
  }

  #atHand(): { fold: Fold<S>; writer: PartitionWriter } | undefined {
    const [fold, writer] = [this.#fold, this.#writer];
    return fold && writer && !writer.isFenced ? { fold, writer } : undefined;
  }

  /** The state, read anew when another writer may have changed it. */
  async #ready(): Promise<{ fold: Fold<S>; writer: PartitionWriter }> {
    const { journal, kind, snapshots } = this.#parts;
    const present = this.#atHand();
    if (present !== undefined) return present;
    const writer = await journal.writer(this.#p);
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
