import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { PARTITIONS } from '../../mixins/journal/partitions.ts';
import { openSqliteLog } from '../../mixins/journal/sqlite-log.ts';
import type { CommitLog, StoredEvent } from '../../mixins/journal/types.ts';
import { askedLoop, bareLoop } from './bare-sqlite.ts';
import { against, plain, report, reportMachine } from './report.ts';

// How fast the journal's file takes events and gives them back, beside a bare SQLite loop that does nothing else.

const CALLERS = 256;
const MOST_EVENTS = 200;
const EVENTS = Number(process.env.EVENTS ?? 200_000);

let commands = 0;
function eventOf(stream: string, v: number): StoredEvent {
  return {
    stream,
    v,
    type: 'Delivered',
    schema: 1,
    data: { track: 'tr-01jabcdefghijklmnopqrstuv', from: v * 262_144, to: (v + 1) * 262_144, seconds: 6.55 },
    cmd: `01j${String(++commands).padStart(8, '0')}abcdefghijklmno`,
    reply: { version: v },
  };
}

/** One append of a partition at a time; what comes meanwhile goes into the next. */
class Partition {
  readonly #log: CommitLog;
  readonly #p: number;
  #pos = 0;
  #waiting: { event: StoredEvent; done: () => void }[] = [];
  #busy = false;

  constructor(log: CommitLog, p: number) {
    this.#log = log;
    this.#p = p;
  }

  take(event: StoredEvent): Promise<void> {
    return new Promise((done) => {
      this.#waiting.push({ event, done });
      if (!this.#busy) void this.#write();
    });
  }

  async #write(): Promise<void> {
    this.#busy = true;
    // All who call in this turn share the commit.
    await null;
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, MOST_EVENTS);
      const events = group.map(({ event }) => event);
      const place = { p: this.#p, pos: ++this.#pos, epoch: 1, writer: 'bench-01jabcdef', at: Date.now() };
      await this.#log.append({ ...place, events });
      for (const { done } of group) done();
    }
    this.#busy = false;
  }
}

async function appendAll(
  log: CommitLog,
): Promise<{ perSecond: number; cpu: number; delay: number; longest: number }> {
  const partitions = Array.from({ length: PARTITIONS }, (_, p) => new Partition(log, p));
  let left = EVENTS;
  let longest = 0;
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const cpu = process.threadCpuUsage();
  const from = performance.now();
  await Promise.all(
    Array.from({ length: CALLERS }, async (_, caller) => {
      for (let v = 1; left > 0; v++) {
        left--;
        const asked = performance.now();
        await partitions[caller % PARTITIONS]!.take(eventOf(streamOf(caller), v));
        longest = Math.max(longest, performance.now() - asked);
      }
    }),
  );
  const seconds = (performance.now() - from) / 1000;
  const { user, system } = process.threadCpuUsage(cpu);
  delays.disable();
  return {
    perSecond: EVENTS / seconds,
    cpu: (user + system) / EVENTS,
    delay: delays.percentile(99) / 1e6,
    longest,
  };
}

function streamOf(caller: number): string {
  return `se-01jabcdefghijklmno${String(caller).padStart(6, '0')}`;
}

/** Events a second. */
async function readAll(log: CommitLog): Promise<number> {
  let events = 0;
  const from = performance.now();
  for (let p = 0; p < PARTITIONS; p++) {
    for (let after = 0; ; ) {
      const commits = await log.read(p, after, 200);
      if (commits.length === 0) break;
      for (const commit of commits) events += commit.events.length;
      after = commits.at(-1)!.pos;
    }
  }
  if (events < EVENTS) throw new Error(`Only ${events} of ${EVENTS} events were read`);
  return events / ((performance.now() - from) / 1000);
}

/** Milliseconds. */
async function readStream(log: CommitLog, caller: number): Promise<number> {
  const from = performance.now();
  const events = await log.stream(streamOf(caller), 1, 1000);
  const took = performance.now() - from;
  if (events.length < Math.min(500, EVENTS / CALLERS / 2)) throw new Error(`Only ${events.length} events`);
  return (took / events.length) * 1000;
}

const folder = mkdtempSync(join(tmpdir(), 'cantiga-journal-'));
try {
  reportMachine();
  const peer = { folder, event: eventOf('se-01jabcdefghijklmnopqrst', 1), group: CALLERS };
  const loops = [await bareLoop(peer)];
  let log = await openSqliteLog(folder, 'bench');
  const { perSecond, cpu, delay, longest } = await appendAll(log);
  loops.push(await bareLoop(peer));
  const keyed = await bareLoop({ ...peer, keys: true });
  const asked = await askedLoop(peer);
  await log.close();
  log = await openSqliteLog(folder, 'bench');
  const cold = await readStream(log, 7);
  const streams = Array.from({ length: 20 }, (_, n) => n + 20);
  const warm: number[] = [];
  for (const caller of streams) warm.push(await readStream(log, caller));
  const reading = await readAll(log);
  await log.close();
  const loop = Math.max(...loops);
  report(`Journal on SQLite, ${CALLERS} callers, ${EVENTS} events`, [
    plain('bare loop in a worker', loop, 'events/s'),
    plain('the same with unique keys, as journals have', keyed, 'events/s'),
    plain(`bare worker with ${CALLERS} callers`, asked, 'events/s'),
    plain('append with fsync', perSecond, 'events/s'),
    plain('append, share of the bare loop', perSecond / loop, ''),
    against('append, share of the bare worker', perSecond / asked, '', { atLeast: 0.4 }),
    plain('time of the main thread', cpu, 'µs/event'),
    plain('event-loop delay, p99', delay, 'ms'),
    plain('longest append', longest, 'ms'),
    plain('read, cold', reading, 'events/s'),
    plain('stream of 1,000 events, first after opening', cold, 'ms'),
    plain('stream of 1,000 events, median', warm.toSorted((a, b) => a - b)[10]!, 'ms'),
  ]);
} finally {
  rmSync(folder, { recursive: true });
}
