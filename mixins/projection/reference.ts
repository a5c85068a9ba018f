import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isKnown, type Schemas, understood } from '../actor/upcast.ts';
import { JournalAudit, type JournalFinding } from '../journal/audit.ts';
import { type CommitReader, eventsIn, type RecordedEvent, type StoredEvent } from '../journal/types.ts';
import { openSqlite } from '../store/sqlite/database.ts';
import type { Database, ReadableDatabase } from '../store/types.ts';
import { EVERYTHING } from './documents.ts';
import { Projector, type ProjectorOptions } from './projector.ts';
import { EVERYWHERE, finish } from './slots.ts';
import type { ReadModel } from './types.ts';

const CHECKPOINTS = 'checkpoints';
const COMMITS = 100;

export interface ReferenceOptions {
  models: readonly ReadModel[];
  schemas: Schemas;
  erases?: ProjectorOptions['erases'];
  log: Pick<CommitReader, 'read' | 'last' | 'revision'>;
  onFinding(finding: JournalFinding): void;
  /** Is told now and then how many events were read. */
  onProgress?: ((events: number) => void) | undefined;
}

/** What read models should say: all of a journal, folded by the same code into a temporary database, and audited. */
export class Reference {
  readonly #options: ReferenceOptions;
  readonly #folder: string;
  readonly #db: Database;
  readonly #audit: JournalAudit;
  readonly #projector: Projector;

  static async open(options: ReferenceOptions): Promise<Reference> {
    const folder = await mkdtemp(join(tmpdir(), 'cantiga-verify-'));
    const specs = options.models.map(({ name }) => [name, { queries: { [EVERYTHING]: {} } }] as const);
    const collections = { ...Object.fromEntries(specs), [CHECKPOINTS]: {} };
    return new Reference(options, folder, await openSqlite(folder, 'reference', 1, collections));
  }

  private constructor(options: ReferenceOptions, folder: string, db: Database) {
    this.#options = options;
    this.#folder = folder;
    this.#db = db;
    const { models, schemas, erases, onFinding } = options;
    this.#audit = new JournalAudit({ schemas, folder, onFinding });
    this.#projector = new Projector({
      followed: models.map((model) => ({ model, collection: model.name })),
      ...{
        db,
        checkpoints: CHECKPOINTS,
        erases,
        log: { read: (p, after, limit) => this.#read(p, after, limit) },
      },
    });
  }

  /** A collection for each model, of its name. */
  get db(): Pick<ReadableDatabase, 'collection'> {
    return this.#db;
  }

  get commits(): number {
    return this.#audit.commits;
  }

  get events(): number {
    return this.#audit.events;
  }

  /** The position up to which all documents know of a partition. */
  reached(p: number): number {
    return this.#audit.reached(p);
  }

  /** Takes in all that there is. */
  async advance(): Promise<void> {
    const { log } = this.#options;
    const lasts = new Map<number, number>();
    for (const p of EVERYWHERE) lasts.set(p, (await log.last(p))?.pos ?? 0);
    await finish(this.#projector);
    for (const [p, last] of lasts) this.#audit.endsAt(p, last);
  }

  /** What the documents do not know of yet: a partition's events up to a position. */
  async after(p: number, upTo: number): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for (let at = this.reached(p); at < upTo; ) {
      const commits = await this.#options.log.read(p, at, Math.min(COMMITS, upTo - at));
      if (commits.length === 0) break;
      for (const commit of commits) events.push(...this.#knownOf(eventsIn(commit)));
      at += commits.length;
    }
    return events;
  }

  async close(): Promise<void> {
    this.#audit.close();
    await this.#db.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #read(p: number, after: number, limit: number) {
    const commits = await this.#options.log.read(p, after, limit);
    this.#audit.take(p, commits);
    this.#options.onProgress?.(this.#audit.events);
    // Where they are read is where they are, whatever they say of it.
    return commits.map((commit, i) => ({
      ...{ ...commit, p, pos: after + 1 + i },
      events: this.#knownOf(commit.events),
    }));
  }

  #knownOf<T extends StoredEvent>(events: readonly T[]): T[] {
    const { schemas } = this.#options;
    const known = events.filter((event) => isKnown(schemas, event));
    return understood(schemas, known);
  }
}
