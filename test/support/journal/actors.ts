import { ActorHost } from '../../../mixins/actor/host.ts';
import type { Snapshots } from '../../../mixins/actor/snapshots.ts';
import { Journal } from '../../../mixins/journal/journal.ts';
import type { CommitLog } from '../../../mixins/journal/types.ts';
import { TALLY } from '../simulation/tally.ts';
import { openMemoryLog } from './memory-log.ts';

type Tallies = Snapshots<{ total: number; taken: number }>;

interface Options {
  kind?: typeof TALLY;
  snapshots?: Tallies;
  most?: number;
}

const NONE: Tallies = { load: async () => undefined, save: () => {} };
let processes = 0;

/** Tallies over a log, as one process has them. Others over the same log are another process. */
export function tallies(
  log: CommitLog = openMemoryLog(),
  { kind = TALLY, snapshots = NONE, most }: Options = {},
) {
  const name = `process-${++processes}`;
  const clock = { now: () => 1000, sleep: async () => {} };
  const journal = new Journal({ log, clock, process: name });
  const host = new ActorHost({ kind, journal, snapshots }, most);
  let sent = 0;
  return {
    log,
    host,
    /** @param id of the command; a new one when not given */
    add: (n: number, id = `${name}-${++sent}`, expected?: number) =>
      host.tell('ta-1', 3, { id, expected, command: { add: n } }),
    look: () => host.look('ta-1', 3),
  };
}
