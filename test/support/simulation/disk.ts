import { CantigaError } from '../../../errors.ts';
import type { CommitLog } from '../../../mixins/journal/types.ts';
import type { World } from './world.ts';

/** How often what goes wrong; 0 for never. */
export interface DiskFaults {
  /** The write is stored, its acknowledgement lost. */
  lostAck: number;
  /** The write is lost. */
  lost: number;
  /** The write is stored later, after its writer was told that the outcome is unknown. */
  late: number;
  full: number;
  /** A read finds no answer. */
  unread: number;
}

export const NO_FAULTS: DiskFaults = { lostAck: 0, lost: 0, late: 0, full: 0, unread: 0 };

/**
 * What a node sees of the log that all nodes share, over a network and a disk that fail. A node that has died is told
 * nothing any more; what it asked for last may have been done or not.
 */
export function faultyLog(
  world: World,
  shared: CommitLog,
  faults: () => DiskFaults,
  isAlive: () => boolean,
): CommitLog {
  const delayed = <T>(work: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const told =
        <A>(tell: (value: A) => void) =>
        (value: A) =>
          world.after(world.chance() * 3, () => {
            if (isAlive()) tell(value);
          });
      world.after(world.chance() * 3, () => work().then(told(resolve), told(reject)));
    });
  const asked = <T>(work: () => Promise<T>): Promise<T> =>
    delayed(async () => {
      if (world.odds(faults().unread)) throw unavailable();
      return work();
    });
  return {
    append: (commit) =>
      delayed(async () => {
        const { lostAck, lost, late, full } = faults();
        if (!isAlive() && world.odds(0.5)) return;
        if (world.odds(full)) throw new CantigaError('DISK_FULL', 'full');
        if (world.odds(lost)) throw unavailable();
        if (world.odds(late)) {
          const copy = structuredClone(commit);
          world.after(world.chance() * 200, () => void shared.append(copy).catch(() => {}));
          throw unavailable();
        }
        await shared.append(commit);
        if (world.odds(lostAck)) throw unavailable();
      }),
    read: (p, after, limit) => asked(() => shared.read(p, after, limit)),
    last: (p) => asked(() => shared.last(p)),
    stream: (stream, from, limit) => asked(() => shared.stream(stream, from, limit)),
    command: (stream, cmd) => asked(() => shared.command(stream, cmd)),
    revision: () => asked(() => shared.revision()),
    compact: (fact) => asked(() => shared.compact(fact)),
    close: async () => {},
  };
}

function unavailable(): CantigaError {
  return new CantigaError('UNAVAILABLE', 'The outcome is unknown.');
}
