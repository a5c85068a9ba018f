import { ulid } from 'ulid';
import { CantigaError } from '../../errors.ts';
import { COMPACTED, type Schemas, understood } from '../actor/upcast.ts';
import type { CommitReader, StoredEvent } from '../journal/types.ts';
import type { Collection, Database } from '../store/types.ts';
import { type Claim, claimed } from './claim.ts';
import { allOf, type Compared, compare, differingOf } from './compare.ts';
import { removalOf } from './documents.ts';
import {
  type Checkpoint,
  checkpointId,
  type Followed,
  Projector,
  type ProjectorOptions,
} from './projector.ts';
import {
  CHECKPOINTS,
  clear,
  EVERYWHERE,
  finish,
  type ModelState,
  nameOf,
  type Slot,
  STATES,
} from './slots.ts';
import type { ModelDoc, ReadModel } from './types.ts';

/** Milliseconds between looks whether another process has built a model. */
const LOOK = 1000;
/** How often models are built anew because the journal was compacted under the one who reads it. */
const ATTEMPTS = 5;

interface ModelsOptions {
  models: readonly ReadModel[];
  /** Of all events in the journal. */
  schemas: Schemas;
  log: Pick<CommitReader, 'read' | 'last' | 'revision'>;
  /** The same commits for those who follow, when the latest are to be had in less time. */
  recent?: Pick<CommitReader, 'read'>;
  db: Database;
  erases?: ProjectorOptions['erases'];
  /** About the documents that serve. */
  onWritten?: ProjectorOptions['onWritten'];
}

/** The journal was compacted while it was read. */
class Rewritten extends Error {
  override name = 'Rewritten';
}

/** Where a model is, and where it is built. */
interface Place {
  model: ReadModel;
  slot: Slot;
  old: string;
  built: string;
}

export interface Rebuilt {
  documents: number;
  /** Those that were not as the journal says; all, where none of this version served. */
  differing: number;
}

/** The read models of a service: which collections serve, which are kept up, and which are being built. */
export class ReadModels {
  readonly #options: ModelsOptions;
  readonly #slots = new Map<string, Slot>();
  #followed: readonly Followed[] = [];
  #projector: Projector;
  #looked = Number.NEGATIVE_INFINITY;
  /** Names of those that are being built. */
  readonly #building = new Set<string>();
  /** Beyond these positions nothing is read. */
  #ceiling: ReadonlyMap<number, number> | undefined;
  /** The last thing that was asked of the projector: it does one after the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: ModelsOptions) {
    this.#options = options;
    this.#projector = this.#projecting([], options.log);
  }

  /** Learns what is there. @returns models that are new or were changed: they stand still until they are built */
  async open(): Promise<ReadModel[]> {
    const stale: ReadModel[] = [];
    for (const model of this.#options.models) {
      const state = await this.#options.db.collection<ModelState>(STATES).get(model.name);
      this.#slots.set(model.name, state?.slot ?? 0);
      if (state?.version !== model.version) stale.push(model);
    }
    this.#follow(this.#options.models.filter((model) => !stale.includes(model)));
    return stale;
  }

  /**
   * Learns what is there, and builds models that are new or were changed, or waits until another process has.
   * @throws UNAVAILABLE; DISK_FULL
   */
  async start(): Promise<void> {
    const { db } = this.#options;
    while ((await this.open()).length > 0)
      await claimed(db, async (claim) => {
        await this.#buildAll(await this.open(), claim);
      });
  }

  /** Where a model is read. */
  serving<D extends ModelDoc>(model: ReadModel<D>): Collection<D> {
    return this.#options.db.collection<D>(this.#collectionOf(model));
  }

  /** See {@link Projector.advance}. */
  advance(partitions: readonly number[]): Promise<number[]> {
    return this.#turn(() => this.#advance(partitions));
  }

  /**
   * A position up to which every document that serves knows of everything, and will when this process is no more; 0 while a
   * model is not kept up.
   * @throws UNAVAILABLE; DISK_FULL
   */
  async passed(p: number): Promise<number> {
    await this.rest();
    const { db, models } = this.#options;
    if (this.#followed.length < models.length) return 0;
    const ids = this.#followed.map(({ collection }) => checkpointId(collection, p));
    const stored = await db.collection<Checkpoint>(CHECKPOINTS).getMany(ids);
    return Math.min(...stored.map((checkpoint) => checkpoint?.pos ?? 0));
  }

  /** Takes away all documents whose ids begin so, which a node that read an older event may have made anew. */
  erase(prefix: string): Promise<void> {
    return this.#turn(async () => {
      const { db } = this.#options;
      for (const { collection } of this.#followed) await db.commit(await removalOf(db, collection, prefix));
    });
  }

  /** See {@link Projector.rest}. */
  rest(): Promise<void> {
    return this.#turn(() => this.#projector.rest());
  }

  /** See {@link rebuildAll}. */
  async rebuild(model: ReadModel): Promise<Rebuilt> {
    const [rebuilt] = await this.rebuildAll([model]);
    return rebuilt!;
  }

  /**
   * Builds models anew from the journal, which is read once for all of them, beside those that serve and are kept up, until
   * the new ones are as far and take over. Waits while another process builds some.
   * @throws CONFLICT while one of them is being built; UNAVAILABLE; DISK_FULL
   */
  async rebuildAll(models: readonly ReadModel[]): Promise<Rebuilt[]> {
    const busy = models.find(({ name }) => this.#building.has(name));
    if (busy !== undefined)
      throw new CantigaError('CONFLICT', `The read model '${busy.name}' is being built already.`);
    const { db } = this.#options;
    for (const { name } of models) this.#building.add(name);
    try {
      return await claimed(db, async (claim) => {
        await this.#turn(() => this.#lookForOthers());
        return this.#buildAll(models, claim);
      });
    } finally {
      for (const { name } of models) this.#building.delete(name);
    }
  }

  /** @throws {Displaced}; UNAVAILABLE; DISK_FULL */
  async #buildAll(models: readonly ReadModel[], claim: Claim | undefined): Promise<Rebuilt[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#build(models, claim);
      } catch (error) {
        if (!(error instanceof Rewritten)) throw error;
        if (attempt === ATTEMPTS)
          throw new CantigaError('UNAVAILABLE', 'Old sessions are being compacted. Try again later.');
      }
    }
  }

  /** @throws {Rewritten} {Displaced} */
  async #build(models: readonly ReadModel[], claim: Claim | undefined): Promise<Rebuilt[]> {
    const { db, log } = this.#options;
    const revision = await log.revision();
    const places = models.map((model): Place => {
      const slot: Slot = this.#slots.get(model.name) === 0 ? 1 : 0;
      return { model, slot, old: this.#collectionOf(model), built: nameOf(model, slot) };
    });
    for (const { built } of places) await clear(db, built, claim);
    const builder = this.#projecting(
      places.map(({ model, built }) => ({ model, collection: built })),
      log,
      { isNew: true, check: claim && (() => claim.check()) },
    );
    await finish(builder);
    const compared: Compared[] = [];
    // Most is compared while the old ones go on, which nobody is to wait for.
    for (const { model, old, built } of places) {
      const isKeptUp = this.#followed.some((each) => each.model === model);
      compared.push(await (isKeptUp ? compare(db, old, built) : allOf(db, built)));
    }
    return this.#turn(async () => {
      this.#ceiling = await this.#tails();
      try {
        await finish(builder);
        await finish({ advance: (partitions) => this.#advance(partitions) });
        const rebuilt: Rebuilt[] = [];
        for (const [i, { old, built }] of places.entries()) {
          const { documents, differing, unsure } = compared[i]!;
          rebuilt.push({ documents, differing: differing + (await differingOf(db, [old, built], unsure)) });
        }
        await builder.rest();
        await this.#projector.rest();
        if ((await log.revision()) !== revision) throw new Rewritten();
        await claim?.check();
        for (const { model, slot } of places) await this.#serve(model, slot);
        return rebuilt;
      } finally {
        this.#ceiling = undefined;
      }
    });
  }

  async #advance(partitions: readonly number[]): Promise<number[]> {
    if (this.#options.db.exclusive !== true && performance.now() >= this.#looked + LOOK)
      await this.#lookForOthers();
    return this.#projector.advance(partitions);
  }

  /** Takes over what another process has built. */
  async #lookForOthers(): Promise<void> {
    this.#looked = performance.now();
    const moved = await this.#moved();
    if (moved.length === 0) return;
    for (const { _id, slot } of moved) this.#slots.set(_id, slot);
    this.#follow(this.#followed.map((each) => each.model));
  }

  /** Where those are that are not where they are followed. */
  async #moved(): Promise<ModelState[]> {
    const models = this.#followed.map((each) => each.model);
    const states = await this.#options.db
      .collection<ModelState>(STATES)
      .getMany(models.map(({ name }) => name));
    return states.filter(
      (state, i): state is ModelState =>
        state?.version === models[i]!.version && state.slot !== this.#slots.get(state._id),
    );
  }

  /** Where documents do not serve any more, others are built: nothing is to be written among them. @throws CONFLICT */
  async #refuseMoved(): Promise<void> {
    if (this.#options.db.exclusive === true || (await this.#moved()).length === 0) return;
    this.#looked = Number.NEGATIVE_INFINITY;
    throw new CantigaError('CONFLICT', 'Another process has built a read model.');
  }

  async #serve(model: ReadModel, slot: Slot): Promise<void> {
    const put: Omit<ModelState, 'rev'> = { _id: model.name, slot, version: model.version, built: ulid() };
    await this.#options.db.commit([{ collection: STATES, put }]);
    this.#slots.set(model.name, slot);
    this.#follow([...new Set([...this.#followed.map((each) => each.model), model])]);
  }

  #follow(models: readonly ReadModel[]): void {
    this.#followed = models.map((model) => ({ model, collection: this.#collectionOf(model) }));
    const { onWritten, log, recent = log } = this.#options;
    // Nothing is compacted before all that serve have taken it in: they know what a fact says.
    this.#projector = this.#projecting(
      this.#followed,
      {
        read: async (...place) =>
          (await recent.read(...place)).map((commit) => ({
            ...commit,
            events: commit.events.filter(isNoFact),
          })),
      },
      { onWritten, check: () => this.#refuseMoved() },
    );
    onWritten?.(undefined);
  }

  #projecting(
    followed: readonly Followed[],
    log: Pick<CommitReader, 'read'>,
    more: Pick<ProjectorOptions, 'onWritten' | 'check' | 'isNew'> = {},
  ): Projector {
    const { db, schemas, erases } = this.#options;
    const read: CommitReader['read'] = async (p, after, limit) => {
      const commits = await log.read(p, after, limit);
      const ceiling = this.#ceiling?.get(p) ?? Number.POSITIVE_INFINITY;
      return commits
        .filter(({ pos }) => pos <= ceiling)
        .map((commit) => ({ ...commit, events: understood(schemas, commit.events) }));
    };
    return new Projector({ followed, log: { read }, db, checkpoints: CHECKPOINTS, erases, ...more });
  }

  #collectionOf(model: { name: string }): string {
    return nameOf(model, this.#slots.get(model.name)!);
  }

  async #tails(): Promise<Map<number, number>> {
    const tails = new Map<number, number>();
    for (const p of EVERYWHERE) tails.set(p, (await this.#options.log.last(p))?.pos ?? 0);
    return tails;
  }

  async #turn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn;
    return turn;
  }
}

function isNoFact({ type }: StoredEvent): boolean {
  return type !== COMPACTED;
}
