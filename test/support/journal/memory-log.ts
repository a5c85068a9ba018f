import { CantigaError } from '../../../errors.ts';
import { compacted, nothingToCompact } from '../../../mixins/journal/compaction.ts';
import type { Commit, CommitLog, RecordedEvent } from '../../../mixins/journal/types.ts';

/** What memory logs store: several may share one, as several engines share a database. */
export class MemoryDisk {
  readonly commits = new Map<string, Commit>();
  /** By stream, in the order of the versions. */
  readonly streams = new Map<string, RecordedEvent[]>();
  /** The last event of each command. */
  readonly commands = new Map<string, RecordedEvent>();
  revision = 0;
}

/** A log in memory. What goes in and out are copies. */
export function openMemoryLog(disk = new MemoryDisk()): CommitLog {
  const { commits, streams, commands } = disk;
  const commitAt = (p: number, pos: number) => commits.get(`${p}:${pos}`);
  return {
    async append(commit) {
      const { p, pos, at, events } = structuredClone(commit);
      const versions = new Set<string>();
      for (const { stream, v, cmd } of events) {
        const version = `${stream}#${v}`;
        const taken = versions.has(version) || streams.get(stream)?.some((event) => event.v === v);
        if (taken || commands.has(`${stream}#${cmd}`)) refuse();
        versions.add(version);
      }
      if (commitAt(p, pos) !== undefined) refuse();
      commits.set(`${p}:${pos}`, structuredClone(commit));
      for (const event of events) {
        const recorded = { ...event, p, pos, at };
        const stream = streams.get(event.stream) ?? [];
        stream.push(recorded);
        streams.set(event.stream, stream);
        commands.set(`${event.stream}#${event.cmd}`, recorded);
      }
    },
    async read(p, after, limit) {
      const found: Commit[] = [];
      for (let pos = after + 1; found.length < limit; pos++) {
        const commit = commitAt(p, pos);
        if (commit === undefined) break;
        found.push(commit);
      }
      return structuredClone(found);
    },
    async last(p) {
      const positions = [...commits.values()].filter((commit) => commit.p === p).map(({ pos }) => pos);
      return structuredClone(commitAt(p, Math.max(...positions)) ?? null);
    },
    async stream(stream, from, limit) {
      const events = (streams.get(stream) ?? []).filter(({ v }) => v >= from);
      return structuredClone(events.slice(0, limit));
    },
    async command(stream, cmd) {
      return structuredClone(commands.get(`${stream}#${cmd}`) ?? null);
    },
    async revision() {
      return disk.revision;
    },
    async compact(given) {
      const fact = structuredClone(given);
      const { stream, v, p, pos } = fact;
      const events = streams.get(stream) ?? [];
      if (!events.some((event) => event.v === v && event.p === p && event.pos === pos))
        throw nothingToCompact(fact);
      for (const event of events.filter((each) => each.v <= v)) {
        const key = `${event.p}:${event.pos}`;
        commits.set(key, compacted(commits.get(key)!, fact));
        commands.delete(`${stream}#${event.cmd}`);
      }
      streams.set(stream, [fact, ...events.filter((event) => event.v > v)]);
      commands.set(`${stream}#${fact.cmd}`, fact);
      disk.revision++;
    },
    async close() {},
  };
}

function refuse(): never {
  throw new CantigaError('ALREADY_EXISTS', 'There is one with that key already.');
}
