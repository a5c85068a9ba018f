import type { Commit } from '../../../mixins/journal/types.ts';
import { openMemoryLog } from '../journal/memory-log.ts';
import { staleIn, violationsOf } from './check.ts';
import { type Known, runClient, runFarewell } from './clients.ts';
import { Cluster } from './cluster.ts';
import type { Tables } from './database.ts';
import { type DiskFaults, NO_FAULTS } from './disk.ts';
import { partitionsOf, type Scenario } from './scenario.ts';
import { World } from './world.ts';

/** Milliseconds of the world in which things go wrong. */
const BAD_DAYS = 1500;

export interface Outcome {
  violations: string[];
  steps: number;
  commands: number;
  answered: number;
  events: number;
}

/** Some nodes, some clients, and everything that can go wrong between them, for one seed. */
export async function simulate<C>(scenario: Scenario<C>, seed: number): Promise<Outcome> {
  const world = new World(seed);
  const isBad = () => world.time < BAD_DAYS;
  const often = () => world.oneOf([0, 0.02, 0.1, 0.25]);
  const disk: DiskFaults = { lostAck: often(), lost: often(), late: often(), full: often(), unread: often() };
  const bus = { lost: often(), twice: often() };
  const shared = openMemoryLog();
  const cluster = new Cluster({ world, scenario, shared, faults: () => (isBad() ? disk : NO_FAULTS) });
  const known: Known<C>[] = [];
  /** Prefixes of those who are gone. */
  const gone: string[] = [];
  const isSilent = (stream: string) => gone.some((prefix) => stream.startsWith(prefix));
  const { say, places, farewells } = scenario;
  const start = () => {
    cluster.start();
    cluster.nodes.at(-1)!.project(BAD_DAYS);
  };
  for (let i = world.between(1, 4); i > 0; i--) start();
  for (let i = world.between(1, 5); i > 0; i--) {
    const faults = () => (isBad() ? bus : { lost: 0, twice: 0 });
    runClient(`c${i}`, { world, cluster, places, messages: 12, say, isSilent, faults }, known);
  }
  for (const farewell of farewells) {
    if (world.odds(0.5)) continue;
    const silence = () => void gone.push(farewell.prefix);
    world.after(world.chance() * BAD_DAYS, () => runFarewell(farewell, { world, cluster, silence }, known));
  }
  arrangeDeaths(world, cluster, start, isBad);
  await world.run();
  const before = known.length;
  const options = { world, cluster, messages: 4, say, isSilent, faults: () => ({ lost: 0, twice: 0 }) };
  for (const place of places)
    if (!isSilent(place.stream)) runClient(`last-${place.stream}`, { ...options, places: [place] }, known);
  await world.run();
  for (const node of cluster.nodes) node.project(world.time + 300);
  const rebuilt = cluster.rebuild(world.time + 300);
  await world.run();
  const swept = cluster.sweep(new Set(gone));
  await world.run();
  await swept;
  const violations: string[] = [];
  const partitions = partitionsOf(scenario);
  for (const { kind, has } of scenario.hosted) {
    const told = known.filter(({ stream }) => has(stream));
    violations.push(...(await violationsOf(kind, shared, partitions, told, has)));
  }
  for (const { stream, cmd, answers, refusals } of known.slice(before))
    if (answers.length + refusals === 0) violations.push(`${stream}#${cmd} has no answer on a good day`);
  const commits = new Map<number, Commit[]>();
  for (const p of partitions) commits.set(p, await shared.read(p, 0, 1_000_000));
  const log = { read: async (p: number) => commits.get(p)! };
  const stale = async (tables: Tables, what: string) => {
    for (const model of scenario.models) {
      const documents = tables.get(model.name) ?? new Map();
      const found = await staleIn(model, log, partitions, documents, scenario.erases);
      violations.push(...found.map((text) => `${what}: ${text}`));
    }
  };
  await stale(cluster.tables, 'kept up');
  await stale(rebuilt, 'built anew');
  return {
    violations,
    steps: world.steps,
    commands: known.length,
    answered: known.filter(({ answers }) => answers.length > 0).length,
    events: [...commits.values()].flat().reduce((sum, { events }) => sum + events.length, 0),
  };
}

/** Nodes die and come, or come beside those that are there already, as after a cut in the network. */
function arrangeDeaths<C>(world: World, cluster: Cluster<C>, start: () => void, isBad: () => boolean): void {
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
