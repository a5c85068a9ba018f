import { isError } from '../../../errors.ts';
import type { Answer, Told } from '../../../mixins/actor/actor.ts';
import type { Snapshot } from '../../../mixins/actor/fold.ts';
import { ActorHost } from '../../../mixins/actor/host.ts';
import type { Snapshots } from '../../../mixins/actor/snapshots.ts';
import type { ActorEvent, ActorKind } from '../../../mixins/actor/types.ts';
import { understood } from '../../../mixins/actor/upcast.ts';
import { Journal } from '../../../mixins/journal/journal.ts';
import type { CommitLog } from '../../../mixins/journal/types.ts';
import { Projector } from '../../../mixins/projection/projector.ts';
import type { ReadModel } from '../../../mixins/projection/types.ts';
import { faultyDatabase, type Tables } from './database.ts';
import { type DiskFaults, faultyLog } from './disk.ts';
import type { World } from './world.ts';

export interface Node<C> {
  readonly name: string;
  isAlive: boolean;
  /** Keeps the read model up until then, in milliseconds of the world. Every node thinks that this is its task. */
  project(until: number): void;
  /** Does not know that others are there, and works on. */
  tell(stream: string, p: number, told: Told<C>): Promise<Answer>;
}

/** Where the documents of the read model are. */
export const DOCUMENTS = 'documents';

interface ClusterOptions<S, C, E extends ActorEvent> {
  world: World;
  kind: ActorKind<S, C, E>;
  shared: CommitLog;
  faults(): DiskFaults;
  model: ReadModel;
  partitions: readonly number[];
}

/** Nodes that share a log, each with actors of its own; they die and others take their places. */
export class Cluster<S, C, E extends ActorEvent> {
  readonly #options: ClusterOptions<S, C, E>;
  /** What the read model has come to. */
  readonly tables: Tables = new Map();
  readonly #snapshots = new Map<string, { version: number; snapshot: Snapshot<S> }>();
  nodes: Node<C>[] = [];
  #started = 0;

  constructor(options: ClusterOptions<S, C, E>) {
    this.#options = options;
  }

  start(): void {
    const { world, kind, shared, faults } = this.#options;
    const name = `n${++this.#started}`;
    const isAlive = () => node.isAlive;
    const log = faultyLog(world, shared, faults, isAlive);
    const journal = new Journal({ log, clock: world.clock(isAlive), process: name });
    const host = new ActorHost({ kind, journal, snapshots: this.#snapshotsOf(isAlive) }, world.between(1, 4));
    const node: Node<C> = {
      ...{ name, isAlive: true, project: this.#projecting(log, isAlive) },
      tell: (...told) => host.tell(...told),
    };
    this.nodes.push(node);
  }

  kill(node: Node<C>): void {
    node.isAlive = false;
    this.nodes = this.nodes.filter((other) => other !== node);
  }

  #projecting(log: CommitLog, isAlive: () => boolean): (until: number) => void {
    const { world, kind, faults, model, partitions } = this.#options;
    const db = faultyDatabase(world, this.tables, faults, isAlive);
    const projector = new Projector({
      followed: [{ model, collection: DOCUMENTS }],
      log: {
        read: async (...place) =>
          (await log.read(...place)).map((commit) => ({
            ...commit,
            events: understood(kind.schemas, commit.events),
          })),
      },
      db,
      checkpoints: 'checkpoints',
    });
    return function project(until) {
      world.after(world.chance() * 100, async () => {
        await projector.advance(partitions).catch(() => {});
        if (world.odds(0.2)) await projector.rest().catch(() => {});
        if (world.time < until) project(until);
      });
    };
  }

  /** Kept, lost or late, as it comes. */
  #snapshotsOf(isAlive: () => boolean): Snapshots<S> {
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
