import type { ActorEvent } from '../../../mixins/actor/types.ts';
import { openMemoryLog } from '../journal/memory-log.ts';
import { staleIn, violationsOf } from './check.ts';
import { type Known, runClient } from './clients.ts';
import { Cluster, DOCUMENTS } from './cluster.ts';
import { type DiskFaults, NO_FAULTS } from './disk.ts';
import { SUMS } from './models.ts';
import { TALLY, type TallyCommand } from './tally.ts';
import { World } from './world.ts';

/** Milliseconds of the world in which things go wrong. */
const BAD_DAYS = 1500;
const STREAMS = [
  { stream: 'ta-a', p: 3 },
  { stream: 'ta-b', p: 3 },
  { stream: 'ta-c', p: 7 },
  { stream: 'ta-d', p: 7 },
];
const PARTITIONS = [3, 7];

export interface Outcome {
  violations: string[];
  steps: number;
  commands: number;
  answered: number;
  events: number;
}

/** Some nodes, some clients, and everything that can go wrong between them, for one seed. */
export async function simulate(seed: number): Promise<Outcome> {
  const world = new World(seed);
  const isBad = () => world.time < BAD_DAYS;
  const often = () => world.oneOf([0, 0.02, 0.1, 0.25]);
  const disk: DiskFaults = { lostAck: often(), lost: often(), late: often(), full: often(), unread: often() };
  const bus = { lost: often(), twice: often() };
  const shared = openMemoryLog();
  const cluster = new Cluster({
    ...{ world, kind: TALLY, shared, model: SUMS, partitions: PARTITIONS },
    faults: () => (isBad() ? disk : NO_FAULTS),
  });
  const known: Known<TallyCommand>[] = [];
  const start = () => {
    cluster.start();
    cluster.nodes.at(-1)!.project(BAD_DAYS);
  };
  for (let i = world.between(1, 4); i > 0; i--) start();
  for (let i = world.between(1, 5); i > 0; i--) {
    const faults = () => (isBad() ? bus : { lost: 0, twice: 0 });
    runClient(`c${i}`, { world, cluster, streams: STREAMS, commands: 12, make: commandOf, faults }, known);
  }
  arrangeDeaths(world, cluster, start, isBad);
  await world.run();
  const before = known.length;
  const options = { world, cluster, commands: 4, make: commandOf, faults: () => ({ lost: 0, twice: 0 }) };
  for (const place of STREAMS) runClient(`last-${place.stream}`, { ...options, streams: [place] }, known);
  await world.run();
  for (const node of cluster.nodes) node.project(world.time + 300);
  await world.run();
  const violations = await violationsOf(TALLY, shared, PARTITIONS, known);
  for (const { stream, cmd, answers, refusals } of known.slice(before))
    if (answers.length + refusals === 0) violations.push(`${stream}#${cmd} has no answer on a good day`);
  violations.push(...(await staleIn(SUMS, shared, PARTITIONS, cluster.tables.get(DOCUMENTS) ?? new Map())));
  const commits = await Promise.all(PARTITIONS.map((p) => shared.read(p, 0, 1_000_000)));
  return {
    violations,
    steps: world.steps,
    commands: known.length,
    answered: known.filter(({ answers }) => answers.length > 0).length,
    events: commits.flat().reduce((sum, { events }) => sum + events.length, 0),
  };
}

function commandOf(world: World): TallyCommand {
  return world.odds(0.15) ? { check: true } : { add: world.between(1, 400) };
}

type Nodes = Pick<Cluster<unknown, unknown, ActorEvent>, 'nodes' | 'kill'>;

/** Nodes die and come, or come beside those that are there already, as after a cut in the network. */
function arrangeDeaths(world: World, cluster: Nodes, start: () => void, isBad: () => boolean): void {
  const next = () => {
    if (!isBad()) {
      if (cluster.nodes.length === 0) start();
      return;
    }
    if (world.odds(0.6) && cluster.nodes.length > 0) cluster.kill(world.oneOf(cluster.nodes));
    else start();
    world.after(world.chance() * 300, next);
  };
  world.after(world.chance() * 300, next);
}
