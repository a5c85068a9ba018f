import { isError } from '../../../errors.ts';
import type { Outcome, Told } from '../../../mixins/actor/actor.ts';
import type { Snapshot } from '../../../mixins/actor/fold.ts';
import { ActorHost } from '../../../mixins/actor/host.ts';
import type { Snapshots } from '../../../mixins/actor/snapshots.ts';
import { type Schemas, understood } from '../../../mixins/actor/upcast.ts';
import { Journal } from '../../../mixins/journal/journal.ts';
import type { CommitLog } from '../../../mixins/journal/types.ts';
import { removalOf } from '../../../mixins/projection/documents.ts';
import { Projector } from '../../../mixins/projection/projector.ts';
import { faultyDatabase, type Tables } from './database.ts';
import { type DiskFaults, faultyLog } from './disk.ts';
import { type Place, partitionsOf, type Scenario } from './scenario.ts';
import type { World } from './world.ts';

export interface Node<C> {
  readonly name: string;
  isAlive: boolean;
  /** Streams to which something is being told, as often as there are messages. */
  readonly underWay: readonly string[];
  /** Keeps the read models up until then, in milliseconds of the world. Every node thinks that this is its task. */
  project(until: number): void;
  /** Does not know that others are there, and works on. One command alone is refused with an error. */
  tell(place: Place, batch: readonly Told<C>[]): Promise<Outcome[]>;
}

interface ClusterOptions<C> {
  world: World;
  scenario: Scenario<C>;
  shared: CommitLog;
  faults(): DiskFaults;
}

/** Nodes that share a log, each with actors of its own; they die and others take their places. */
export class Cluster<C> {
  readonly #options: ClusterOptions<C>;
  /** What the read models have come to: the documents of each under its name. */
  readonly tables: Tables = new Map();
  readonly #snapshots = new Map<string, { version: number; snapshot: Snapshot<unknown> }>();
  nodes: Node<C>[] = [];
  #started = 0;

  constructor(options: ClusterOptions<C>) {
    this.#options = options;
  }

  start(): void {
    const { world, scenario, shared, faults } = this.#options;
    const name = `n${++this.#started}`;
    const isAlive = () => node.isAlive;
    const log = faultyLog(world, shared, faults, isAlive);
    const journal = new Journal({ log, clock: world.clock(isAlive), process: name });
    const snapshots = this.#snapshotsOf(isAlive);
    const hosts = scenario.hosted.map(({ kind, has }) => ({
      has,
      host: new ActorHost({ kind, journal, snapshots }, world.between(1, 4)),
    }));
    const underWay: string[] = [];
    const node: Node<C> = {
      ...{ name, isAlive: true, underWay },
      project: this.#projecting(log, this.tables, isAlive),
      async tell({ stream, p }, batch) {
        const { host } = hosts.find(({ has }) => has(stream))!;
        underWay.push(stream);
        try {
          if (batch.length > 1) return await host.tellAll(stream, p, batch);
          return [await host.tell(stream, p, batch[0]!)];
        } finally {
          underWay.splice(underWay.indexOf(stream), 1);
        }
      },
    };
    this.nodes.push(node);
  }

  kill(node: Node<C>): void {
    node.isAlive = false;
    this.nodes = this.nodes.filter((other) => other !== node);
  }

  /** Builds the read models from the journal, beside those that are there. @param until see {@link Node.project} */
  rebuild(until: number): Tables {
    const tables: Tables = new Map();
    this.#projecting(this.#options.shared, tables, () => true)(until);
    return tables;
  }

  /** Takes away what has come back of those who are gone: a node may have been slow, and died before it read on. */
  async sweep(prefixes: Iterable<string>): Promise<void> {
    const { world, scenario, faults } = this.#options;
    const db = faultyDatabase(world, this.tables, faults, () => true);
    for (const prefix of prefixes)
      for (const { name } of scenario.models) await db.commit(await removalOf(db, name, prefix));
  }

  #projecting(log: CommitLog, tables: Tables, isAlive: () => boolean): (until: number) => void {
    const { world, scenario, faults } = this.#options;
    const { hosted, models, erases } = scenario;
    const schemas: Schemas = Object.assign({}, ...hosted.map(({ kind }) => kind.schemas));
    const projector = new Projector({
      followed: models.map((model) => ({ model, collection: model.name })),
      log: {
        read: async (...place) =>
          (await log.read(...place)).map((commit) => ({
            ...commit,
            events: understood(schemas, commit.events),
          })),
      },
      ...{ db: faultyDatabase(world, tables, faults, isAlive), checkpoints: 'checkpoints', erases },
    });
    const partitions = partitionsOf(scenario);
    return function project(until) {
      world.after(world.chance() * 100, async () => {
        await projector.advance(partitions).catch(() => {});
        if (world.odds(0.2)) await projector.rest().catch(() => {});
        if (world.time < until) project(until);
      });
    };
  }

  /** Kept, lost or late, as it comes. */
  #snapshotsOf(isAlive: () => boolean): Snapshots<unknown> {
    const { world } = this.#options;
    return {
      load: async (stream, version) => {
        const kept = this.#snapshots.get(stream);
        return kept?.version === version ? structuredClone(kept.snapshot) : undefined;
      },
      save: (stream, version, snapshot) => {
        const kept = { version, snapshot: structuredClone(snapshot) };
        if (world.odds(0.3)) return;
        world.after(world.chance() * 100, () => {
          if (isAlive() || world.odds(0.5)) this.#snapshots.set(stream, kept);
        });
      },
    };
  }
}

/** Whether an error leaves it open if the command was or will be taken. */
export function isUnknown(error: unknown): boolean {
  return isError(error, 'UNAVAILABLE');
}
