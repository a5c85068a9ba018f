import { openJournal } from '../../../mixins/journal/open.ts';
import type { Commit, CommitLog, StoredEvent } from '../../../mixins/journal/types.ts';
import { stores } from '../stores.ts';
import { MemoryDisk, openMemoryLog } from './memory-log.ts';

/** A journal to run a suite of tests on: `describe.each(logs)('… on $name', ({ place }) => …)`. */
export interface LogUnderTest {
  name: 'memory' | 'sqlite' | 'mongo';
  /** An empty place of its own. A log that is opened again there finds what the one before has stored. */
  place(): Promise<{ open(): Promise<CommitLog>; cleanup(): Promise<void> }>;
}

const memory: LogUnderTest = {
  name: 'memory',
  async place() {
    const disk = new MemoryDisk();
    return { open: async () => openMemoryLog(disk), cleanup: async () => {} };
  },
};

/** Memory always, and what stores this machine has. */
export const logs: LogUnderTest[] = [
  memory,
  ...stores.map(({ name, open }) => ({
    name,
    async place() {
      const { config, cleanup } = await open();
      return { open: () => openJournal(config, 'test'), cleanup };
    },
  })),
];

/** An event of stream `s` unless told otherwise, a command of its own for each version. */
export function event(v: number, more: Partial<StoredEvent> = {}): StoredEvent {
  return { stream: 's', v, type: 'Happened', schema: 1, data: { v }, cmd: `c${v}`, ...more };
}

export function commit(p: number, pos: number, events: StoredEvent[]): Commit {
  return { p, pos, epoch: 1, writer: 'w1', at: 1_700_000_000_000 + pos, events };
}

/** A commit with one event of a stream of that partition, of the version of its position. */
export function single(p: number, pos: number): Commit {
  return commit(p, pos, [event(pos, { stream: `s${p}`, reply: { pos } })]);
}
