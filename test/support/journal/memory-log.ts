import { CantigaError } from '../../../errors.ts';
import type { Commit, CommitLog, RecordedEvent, StoredEvent } from '../../../mixins/journal/types.ts';

/** A log that is gone with the process. */
export function memoryLog(): CommitLog {
  const partitions = new Map<number, Map<number, Commit>>();
  const streams = new Map<string, Map<number, RecordedEvent>>();
  const commands = new Map<string, RecordedEvent>();
  const at = (p: number) => partitions.get(p) ?? partitions.set(p, new Map()).get(p)!;
  const of = (stream: string) => streams.get(stream) ?? streams.set(stream, new Map()).get(stream)!;
  const key = ({ stream, cmd }: Pick<StoredEvent, 'stream' | 'cmd'>) => `${stream}#${cmd}`;
  const isLast = (event: StoredEvent) => event.reply !== undefined;
  return {
    async append(commit) {
      const { p, pos, events } = structuredClone(commit);
      const isTaken =
        at(p).has(pos) ||
        events.some((event) => of(event.stream).has(event.v) || (isLast(event) && commands.has(key(event))));
      if (isTaken) throw new CantigaError('ALREADY_EXISTS', 'taken');
      at(p).set(pos, { ...commit, events });
      for (const event of events) {
        const recorded = { ...event, p, pos, at: commit.at };
        of(event.stream).set(event.v, recorded);
        if (isLast(event)) commands.set(key(event), recorded);
      }
    },
    async read(p, after, limit) {
      const found: Commit[] = [];
      for (let pos = after + 1; found.length < limit; pos++) {
        const commit = at(p).get(pos);
        if (commit === undefined) break;
        found.push(structuredClone(commit));
      }
      return found;
    },
    async last(p) {
      const last = Math.max(0, ...at(p).keys());
      return structuredClone(at(p).get(last) ?? null);
    },
    async stream(stream, from, limit) {
      const versions = [...of(stream).keys()].filter((v) => v >= from).sort((a, b) => a - b);
      return versions.slice(0, limit).map((v) => structuredClone(of(stream).get(v)!));
    },
    async command(stream, cmd) {
      return structuredClone(commands.get(key({ stream, cmd })) ?? null);
    },
    async close() {},
  };
}
