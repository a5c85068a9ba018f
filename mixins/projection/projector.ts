import { isError } from '../../errors.ts';
import { partitionName } from '../journal/partitions.ts';
import { type CommitLog, eventsIn, type RecordedEvent } from '../journal/types.ts';
import type { Database, Doc, Operation } from '../store/types.ts';
import { removalOf } from './documents.ts';
import type { ModelDoc, ReadModel } from './types.ts';

/** Commits that are read of a partition at once: the most, and at first, when it is not known how many events they have. */
const COMMITS = 100;
const COMMITS_AT_FIRST = 5;
/** Events after which nothing more is read in the same step, which holds up everything else. */
const EVENTS = 500;
/** Commits after which a checkpoint is stored: so many are read again after a crash, and found to be known. */
const STORED_EVERY = 50;
/** What a step fails with where another node was faster. */
const OVERTAKEN = ['CONFLICT', 'ALREADY_EXISTS', 'NOT_FOUND'] as const;
/** Documents that are read together. */
const DOCUMENTS = 1000;

/** A read model, and where its documents are. */
export interface Followed {
  model: ReadModel;
  collection: string;
}

/** How far a read model is in a partition: not less than this, and perhaps further. */
export interface Checkpoint extends Doc {
  pos: number;
}

export interface ProjectorOptions {
  followed: readonly Followed[];
  log: Pick<CommitLog, 'read'>;
  db: Database;
  /** The collection of the checkpoints. */
  checkpoints: string;
  /** Whether these documents are built from the first event on, whatever checkpoints say of others that were there. */
  isNew?: boolean | undefined;
  /**
   * Is asked after documents were read and before what follows from them is written, and throws when they are not to be
   * written here any more: CONFLICT, and it is tried again, or anything else.
   */
  check?: (() => Promise<void>) | undefined;
  /** With what the ids of those documents begin that vanish with an event; nothing for most events. */
  erases?: ((event: RecordedEvent) => string | undefined) | undefined;
  /** Is told what was written, before anything is read that comes after it; undefined when it may have been anything. */
  onWritten?: ((written: readonly Written[] | undefined) => void) | undefined;
}

/** A document of a read model as it is stored now. */
export interface Written {
  model: ReadModel;
  doc: Omit<ModelDoc, 'rev'>;
}

/** Of the checkpoint of a collection in a partition. */
export function checkpointId(collection: string, p: number): string {
  return `${collection}:${partitionName(p)}`;
}

/** Positions by the ids of checkpoints. */
type Positions = Map<string, number>;

/** What a step has read: events by the document that they change, and how far it is with them. */
interface Reading {
  documents: Map<Followed, Map<string, RecordedEvent[]>>;
  erased: Set<string>;
  reached: Positions;
  events: number;
}

/**
 * Keeps read models up with a journal. What a document knows stands in the document, written in one with what it says,
 * so an event counts once, however often it is read and whoever else reads it.
 */
export class Projector {
  readonly #options: ProjectorOptions;
  /** What this one has done, and what is stored of it. */
  readonly #positions: Positions = new Map();
  readonly #stored: Positions = new Map();
  #commits = COMMITS_AT_FIRST;

  constructor(options: ProjectorOptions) {
    this.#options = options;
  }

  /**
   * Applies what follows in some partitions, as much as is done in one step.
   * @returns those in which there may be more
   * @throws UNAVAILABLE; DISK_FULL
   */
  async advance(partitions: readonly number[]): Promise<number[]> {
    if (this.#options.followed.length === 0) return [];
    const reading: Reading = { documents: new Map(), erased: new Set(), reached: new Map(), events: 0 };
    const unfinished: number[] = [];
    await this.#learn(partitions);
    for (const p of partitions) {
      const isMore = reading.events >= EVENTS || (await this.#read(p, reading));
      if (isMore) unfinished.push(p);
    }
    if (reading.reached.size === 0) return unfinished;
    try {
      const overdue = [...reading.reached].filter(([id, pos]) => pos - this.#storedAt(id) >= STORED_EVERY);
      const operations = await this.#applied(reading);
      await this.#options.check?.();
      await this.#commit(operations, overdue);
      this.#options.onWritten?.(this.#writtenBy(operations));
    } catch (error) {
      this.#options.onWritten?.(undefined);
      for (const id of reading.reached.keys()) this.#positions.delete(id);
      // Another node was here, and has written what was to be written or a part of it, or has erased it.
      if (!OVERTAKEN.some((type) => isError(error, type))) throw error;
      return [...partitions];
    }
    for (const [id, pos] of reading.reached) this.#positions.set(id, pos);
    return unfinished;
  }

  /** Stores how far it is, so that whoever follows begins there. @throws UNAVAILABLE; DISK_FULL */
  async rest(): Promise<void> {
    await this.#commit(
      [],
      [...this.#positions].filter(([id, pos]) => pos > this.#storedAt(id)),
    );
  }

  /** Reads how far the read models are in these partitions, where it is not known. @throws UNAVAILABLE */
  async #learn(partitions: readonly number[]): Promise<void> {
    const { followed, db, checkpoints, isNew } = this.#options;
    const ids = partitions
      .flatMap((p) => followed.map(({ collection }) => checkpointId(collection, p)))
      .filter((id) => !this.#positions.has(id));
    if (ids.length === 0) return;
    const stored = isNew ? [] : await db.collection<Checkpoint>(checkpoints).getMany(ids);
    for (const [i, id] of ids.entries()) {
      const pos = stored[i]?.pos ?? 0;
      this.#stored.set(id, pos);
      this.#positions.set(id, pos);
    }
  }

  /** @returns whether there may be more in the partition than was read */
  async #read(p: number, reading: Reading): Promise<boolean> {
    const { followed, log, erases } = this.#options;
    const positions = new Map<Followed, number>();
    for (const each of followed) positions.set(each, this.#positions.get(checkpointId(each.collection, p))!);
    const limit = this.#commits;
    const commits = await log.read(p, Math.min(...positions.values()), limit);
    if (commits.length === 0) return false;
    const before = reading.events;
    for (const commit of commits) {
      const recorded = eventsIn(commit);
      reading.events += recorded.length;
      for (const event of recorded) {
        const prefix = erases?.(event);
        if (prefix !== undefined) reading.erased.add(prefix);
      }
      for (const [each, position] of positions)
        if (commit.pos > position) note(reading.documents, each, recorded);
    }
    const last = commits.at(-1)!.pos;
    for (const [{ collection }, position] of positions)
      if (last > position) reading.reached.set(checkpointId(collection, p), last);
    const each = Math.max(1, (reading.events - before) / commits.length);
    this.#commits = Math.min(COMMITS, Math.ceil(EVENTS / each));
    return commits.length === limit;
  }

  async #commit(operations: readonly Operation[], checkpoints: readonly (readonly [string, number])[]) {
    const { db, checkpoints: collection } = this.#options;
    const puts = checkpoints.map(([_id, pos]) => {
      const put: Omit<Checkpoint, 'rev'> = { _id, pos };
      return { collection, put };
    });
    if (operations.length + puts.length > 0) await db.commit([...operations, ...puts]);
    for (const [id, pos] of checkpoints) this.#stored.set(id, pos);
  }

  #writtenBy(operations: readonly Operation[]): Written[] | undefined {
    const models = new Map(this.#options.followed.map(({ model, collection }) => [collection, model]));
    const written: Written[] = [];
    for (const operation of operations) {
      const model = models.get(operation.collection)!;
      if ('insert' in operation) written.push({ model, doc: operation.insert as unknown as Written['doc'] });
      else if ('update' in operation)
        written.push({ model, doc: operation.update as unknown as Written['doc'] });
      else return undefined;
    }
    return written;
  }

  #storedAt(id: string): number {
    return this.#stored.get(id) ?? 0;
  }

  async #applied({ documents, erased }: Reading): Promise<Operation[]> {
    const prefixes = [...erased];
    const operations = await this.#erasing(prefixes);
    for (const [followed, byId] of documents) {
      const ids = [...byId.keys()].filter((id) => !prefixes.some((prefix) => id.startsWith(prefix)));
      for (let from = 0; from < ids.length; from += DOCUMENTS) {
        const page = ids.slice(from, from + DOCUMENTS);
        const stored = await this.#options.db.collection<ModelDoc>(followed.collection).getMany(page);
        for (const [i, id] of page.entries())
          operations.push(...operationsOn(followed, id, stored[i] ?? undefined, byId.get(id)!));
      }
    }
    return operations;
  }

  /** The removal of all documents whose ids begin so: what is erased has no later events. */
  async #erasing(prefixes: readonly string[]): Promise<Operation[]> {
    const { followed, db } = this.#options;
    const removals: Operation[] = [];
    for (const { collection } of prefixes.length > 0 ? followed : [])
      for (const prefix of prefixes) removals.push(...(await removalOf(db, collection, prefix)));
    return removals;
  }
}

function note(documents: Reading['documents'], followed: Followed, events: readonly RecordedEvent[]): void {
  documents.set(followed, byDocument(followed.model, events, documents.get(followed)));
}

/** Events by the ids of the documents that they change, added to those that are there. */
export function byDocument(
  model: ReadModel,
  events: readonly RecordedEvent[],
  byId = new Map<string, RecordedEvent[]>(),
): Map<string, RecordedEvent[]> {
  for (const event of events) {
    for (const id of model.touched(event)) {
      const list = byId.get(id);
      if (list === undefined) byId.set(id, [event]);
      else list.push(event);
    }
  }
  return byId;
}

function operationsOn(
  { model, collection }: Followed,
  id: string,
  stored: ModelDoc | undefined,
  events: readonly RecordedEvent[],
): Operation[] {
  const next = docAfter(model, id, stored, events);
  if (next === stored || next === undefined) return [];
  if (stored === undefined) return [{ collection, insert: next }];
  const update = { ...next, rev: stored.rev };
  return [{ collection, update }];
}

/** A document after the events that it does not know of yet; itself when it knows of all of them. */
export function docAfter(
  model: ReadModel,
  id: string,
  stored: ModelDoc | undefined,
  events: readonly RecordedEvent[],
): Omit<ModelDoc, 'rev'> | undefined {
  const ck: Record<string, number> = { ...stored?.ck };
  let doc: ReturnType<ReadModel['apply']> = stored;
  let isNews = false;
  for (const event of events) {
    const partition = partitionName(event.p);
    if (event.pos <= (stored?.ck[partition] ?? 0)) continue;
    doc = model.apply(doc, event, id) ?? doc;
    ck[partition] = event.pos;
    isNews = true;
  }
  if (!isNews) return stored;
  return doc && { ...doc, ck };
}
