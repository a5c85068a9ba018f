import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { isError } from '../../errors.ts';
import { factOf, sinceFact } from '../actor/compaction.ts';
import { Fold } from '../actor/fold.ts';
import type { ActorEvent, ActorKind } from '../actor/types.ts';
import { COMPACTED, understood } from '../actor/upcast.ts';
import { partitionName } from '../journal/partitions.ts';
import type { Commit, CommitLog, RecordedEvent } from '../journal/types.ts';
import { weightOf } from '../journal/weight.ts';
import type { CollectionSpec, Database, Doc } from '../store/types.ts';
import { contentOf } from './documents.ts';
import type { ReadModels } from './models.ts';
import { byDocument, docAfter } from './projector.ts';
import { EVERYWHERE } from './slots.ts';
import type { ReadModel } from './types.ts';

/** Commits and events that are read at once. */
const COMMITS = 100;
const EVENTS = 1000;
/** Bytes of a fact, far from what a document of MongoDB may have. What comes to more stays as it is. */
const LARGEST = 4 * 1024 * 1024;

/** The position up to which a partition was looked through. */
interface Place extends Doc {
  pos: number;
}

export const RETENTION = 'retention';
export const RETENTION_SPEC: CollectionSpec = {};

interface RetentionOptions<S> {
  kind: Pick<ActorKind<S, never, ActorEvent>, 'initial' | 'evolve' | 'schemas' | 'compact'>;
  /** Of the event with which a stream ends. */
  end: string;
  /** Milliseconds for which all events of a stream are kept after that. */
  keep: number;
  log: CommitLog;
  db: Database;
  /** All read models of the journal, and how far they are. */
  models: readonly ReadModel[];
  reading: Pick<ReadModels, 'passed'>;
  /** A stream was compacted. */
  onCompacted(stream: string): Promise<void>;
  /** A stream is left as it is, since its fact would not come to the same. */
  onDifferent(stream: string): void;
}

/**
 * Compacts streams that have ended long ago to one fact each, from which the same follows: the state, and every document
 * of every read model. That is looked at each time, before anything is changed.
 */
export class Retention<S> {
  readonly #options: RetentionOptions<S>;
  readonly #stopped = new AbortController();
  #running: Promise<number> | undefined;

  constructor(options: RetentionOptions<S>) {
    this.#options = options;
  }

  /**
   * Looks through what is old enough by now.
   * @param now milliseconds since 1970
   * @returns how many streams were compacted
   * @throws UNAVAILABLE; DISK_FULL. What was not done is done the next time
   */
  sweep(now: number): Promise<number> {
    this.#running ??= this.#sweepAll(now).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Ends when nothing more is being done. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running?.catch(() => {});
  }

  async #sweepAll(now: number): Promise<number> {
    let compacted = 0;
    for (const p of EVERYWHERE) compacted += await this.#sweep(p, now);
    if (compacted > 0) await this.#options.log.tidy?.();
    return compacted;
  }

  async #sweep(p: number, now: number): Promise<number> {
    const { log, db, reading } = this.#options;
    const places = db.collection<Place>(RETENTION);
    const _id = partitionName(p);
    const passed = await reading.passed(p);
    let pos = (await places.get(_id))?.pos ?? 0;
    let compacted = 0;
    for (let isMore = true; isMore && !this.#stopped.signal.aborted; ) {
      const commits = await log.read(p, pos, COMMITS);
      const began = pos;
      isMore = commits.length === COMMITS;
      for (const commit of commits) {
        const done = this.#isOld(commit, now) ? await this.#compactThoseOf(commit, passed) : undefined;
        isMore &&= done !== undefined;
        if (done === undefined) break;
        compacted += done;
        pos = commit.pos;
      }
      const put: Omit<Place, 'rev'> = { _id, pos };
      if (pos > began) await db.commit([{ collection: RETENTION, put }]);
    }
    return compacted;
  }

  /** Of what lies in the future nothing is known but that a clock was wrong. It holds up nothing. */
  #isOld({ at }: Commit, now: number): boolean {
    return at <= now - this.#options.keep || at > now;
  }

  /** @returns how many streams; undefined when it is not their time yet */
  async #compactThoseOf({ events }: Commit, passed: number): Promise<number | undefined> {
    const ended = events.filter(({ type }) => type === this.#options.end || type === COMPACTED);
    let compacted = 0;
    for (const stream of new Set(ended.map((event) => event.stream))) {
      if (this.#stopped.signal.aborted) return undefined;
      const began = performance.now();
      const done = await this.#compact(stream, passed);
      if (done === undefined) return undefined;
      if (!done) continue;
      compacted++;
      // Half of the time is for others.
      await sleep(performance.now() - began, undefined, { signal: this.#stopped.signal }).catch(() => {});
    }
    return compacted;
  }

  async #compact(stream: string, passed: number): Promise<boolean | undefined> {
    const { kind, log, onCompacted, onDifferent } = this.#options;
    const events = await this.#eventsOf(stream);
    const fact = factOf(kind, events);
    if (fact === undefined || weightOf(fact.data) > LARGEST) return false;
    // Whoever follows must have taken in what goes.
    if (fact.pos > passed) return undefined;
    if (!this.#comesToTheSame(events, fact)) {
      onDifferent(stream);
      return false;
    }
    try {
      await log.compact(fact);
    } catch (error) {
      // Another node was faster.
      if (isError(error, 'NOT_FOUND')) return false;
      throw error;
    }
    await onCompacted(stream);
    return true;
  }

  async #eventsOf(stream: string): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for (;;) {
      const page = await this.#options.log.stream(stream, (events.at(-1)?.v ?? 0) + 1, EVENTS);
      events.push(...page);
      if (page.length < EVENTS) return events;
    }
  }

  #comesToTheSame(events: readonly RecordedEvent[], fact: RecordedEvent): boolean {
    const [before, after] = [events, [fact]].map((all) => this.#whatComesOf(all));
    return isDeepStrictEqual(before, after);
  }

  /** The state, and by model and id the documents. */
  #whatComesOf(events: readonly RecordedEvent[]): unknown {
    const { kind, models } = this.#options;
    const fold = new Fold(kind);
    for (const event of events) fold.apply(event);
    const known = understood(kind.schemas, sinceFact(events));
    const documents = models.map((model) => {
      const documents = new Map<string, unknown>();
      for (const [id, own] of byDocument(model, known))
        documents.set(id, contentOf(docAfter(model, id, undefined, own) ?? {}));
      return documents;
    });
    return { v: fold.v, state: fold.state, documents };
  }
}
