import { isError } from '../../errors.ts';
import { partitionName } from '../journal/partitions.ts';
import type { Commit, CommitLog, RecordedEvent } from '../journal/types.ts';
import type { Database, Doc, Operation } from '../store/types.ts';
import type { ModelDoc, ReadModel } from './types.ts';

/** Commits that are applied together. */
const BATCH = 500;
/** Documents that are read together. */
const DOCUMENTS = 1000;

/** Where a read model stands in a partition: not before this, and perhaps further. */
export interface Checkpoint extends Doc {
  pos: number;
}

interface ProjectorOptions {
  model: ReadModel;
  log: Pick<CommitLog, 'read'>;
  db: Database;
  /** Where its documents are. */
  collection: string;
  /** Where its checkpoints are. */
  checkpoints: string;
}

/**
 * Keeps a read model up with a journal. What a document knows stands in the document, written in one with what it says,
 * so an event counts once, however often it is read and whoever else reads it.
 */
export class Projector {
  readonly #options: ProjectorOptions;

  constructor(options: ProjectorOptions) {
    this.#options = options;
  }

  /** The position up to which all documents have a partition. */
  async checkpoint(p: number): Promise<number> {
    const { db, checkpoints } = this.#options;
    return (await db.collection<Checkpoint>(checkpoints).get(this.#idOf(p)))?.pos ?? 0;
  }

  /**
   * Applies what follows in a partition, as much as is done at once.
   * @returns whether there may be more
   * @throws UNAVAILABLE; DISK_FULL
   */
  async advance(p: number): Promise<boolean> {
    const { log, db, checkpoints } = this.#options;
    const commits = await log.read(p, await this.checkpoint(p), BATCH);
    if (commits.length === 0) return false;
    const { pos } = commits.at(-1)!;
    try {
      const operations = await this.#applied(commits);
      await db.commit([...operations, { collection: checkpoints, put: checkpointAt(this.#idOf(p), pos) }]);
    } catch (error) {
      // Another node was here, and has written what was to be written or a part of it.
      if (!isError(error, 'CONFLICT') && !isError(error, 'ALREADY_EXISTS')) throw error;
      return true;
    }
    return commits.length === BATCH;
  }

  async #applied(commits: readonly Commit[]): Promise<Operation[]> {
    const { model, db, collection } = this.#options;
    const byDocument = new Map<string, RecordedEvent[]>();
    for (const { p, pos, at, events } of commits) {
      for (const event of events) {
        const recorded = { ...event, p, pos, at };
        for (const id of model.touched(recorded)) {
          const list = byDocument.get(id);
          if (list === undefined) byDocument.set(id, [recorded]);
          else list.push(recorded);
        }
      }
    }
    const operations: Operation[] = [];
    const ids = [...byDocument.keys()];
    for (let from = 0; from < ids.length; from += DOCUMENTS) {
      const page = ids.slice(from, from + DOCUMENTS);
      const stored = await db.collection<ModelDoc>(collection).getMany(page);
      for (const [i, id] of page.entries()) {
        const operation = this.#operation(id, stored[i] ?? undefined, byDocument.get(id)!);
        if (operation !== undefined) operations.push(operation);
      }
    }
    return operations;
  }

  #operation(
    id: string,
    stored: ModelDoc | undefined,
    events: readonly RecordedEvent[],
  ): Operation | undefined {
    const { model, collection } = this.#options;
    const partition = partitionName(events[0]!.p);
    const known = stored?.ck[partition] ?? 0;
    const news = events.filter(({ pos }) => pos > known);
    if (news.length === 0) return undefined;
    const before: Parameters<ReadModel['apply']>[0] = stored;
    const doc = news.reduce((content, event) => model.apply(content, event, id), before);
    if (doc === undefined) return stored && { collection, remove: id };
    const next = { ...doc, ck: { ...stored?.ck, [partition]: news.at(-1)!.pos } };
    if (stored === undefined) return { collection, insert: next };
    const update = { ...next, rev: stored.rev };
    return { collection, update };
  }

  #idOf(p: number): string {
    return `${this.#options.collection}:${partitionName(p)}`;
  }
}

function checkpointAt(_id: string, pos: number): Omit<Checkpoint, 'rev'> {
  return { _id, pos };
}
