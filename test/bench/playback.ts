import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { ServiceBroker, ServiceSchema } from 'moleculer';
import { monotonicFactory } from 'ulid';
import { createBroker } from '../../broker.ts';
import { parseConfig } from '../../config.ts';
import { signPrincipal } from '../../services/auth/tokens.ts';
import type { TellAnswer } from '../../services/playback/answers.ts';
import { LISTENS } from '../../services/playback/models/listens.ts';
import { MODELS } from '../../services/playback/models.ts';
import playback from '../../services/playback/playback.service.ts';
import type { Room } from '../../services/playback/room.ts';
import type { ToldCommand } from '../../services/playback/session/commands.ts';
import { uniqueNamespace } from '../support/namespace.ts';
import { askedLoop, BareWorker, bareLoop } from './bare-sqlite.ts';
import { against, percentile, plain, report, reportMachine } from './report.ts';

// How playback takes what players tell it, through its actions, embedded. For memory, run it with the flags of `npm start`.

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '8' },
    events: { type: 'string', default: '1000000' },
    live: { type: 'string', default: '10000' },
  },
});
const SECONDS = Number(values.seconds);
const EVENTS = Number(values.events);
const LIVE = Number(values.live);
const SESSIONS = 256;
/** Commands of a player that has buffered for some minutes, or of a client that catches up. */
const BATCH = 25;
const device = { id: 'd1', name: 'Kitchen', client: 'bench' };

interface Player {
  user: string;
  session: string;
  call<T>(name: string, params: object): Promise<T>;
}

// As clients should make them: each greater than the one before.
const ulid = monotonicFactory();

let played = 0;
const start = (): ToldCommand => ({
  ...{
    type: 'start',
    track: `tr-${++played % 20_000}`,
    album: `al-${played % 2000}`,
    artist: `ar-${played % 300}`,
  },
  ...{ duration: 200, source: 'player' },
});
const progress: ToldCommand = { type: 'progress', position: 30, heard: 30 };

async function open(broker: ServiceBroker, n: number): Promise<Player> {
  const user = `us-${String(n).padStart(26, '0')}`;
  const token = signPrincipal(
    broker.config.secret,
    { id: user, name: `bench${n}`, roles: ['listener'] },
    3600,
  );
  const call = <T>(name: string, params: object) => broker.call<T, object>(name, params, { meta: { token } });
  const { session } = await call<{ session: string }>('playback.open', { device });
  await call('playback.tell', { session, id: ulid(), command: start() });
  return { user, session, call };
}

/** Events a second of all players together, each telling `batch` commands at a time. */
async function throughput(
  players: readonly Player[],
  batch: number,
): Promise<{ perSecond: number; cpu: number }> {
  const end = performance.now() + SECONDS * 1000;
  let events = 0;
  const cpu = process.threadCpuUsage();
  await Promise.all(
    players.map(async ({ session, call }) => {
      while (performance.now() < end) {
        if (batch === 1) await call('playback.tell', { session, id: ulid(), command: progress });
        else {
          const commands = Array.from({ length: batch }, () => ({ id: ulid(), command: progress }));
          await call('playback.tellAll', { session, commands });
        }
        events += batch;
      }
    }),
  );
  const { user, system } = process.threadCpuUsage(cpu);
  return { perSecond: events / SECONDS, cpu: (user + system) / events };
}

/** Asks so many times a second. @returns milliseconds from when each was due to its answer */
async function paced(perSecond: number, ask: (n: number) => Promise<unknown>): Promise<number[]> {
  const answers: Promise<number>[] = [];
  const from = performance.now();
  for (let n = 0; n < perSecond * SECONDS; n++) {
    const due = from + (n * 1000) / perSecond;
    const early = due - performance.now();
    if (early > 0) await sleep(early);
    answers.push(ask(n).then(() => performance.now() - due));
  }
  return Promise.all(answers);
}

/** Milliseconds until each command was answered, and from then until each listen could be read. */
async function latency(room: Room, players: readonly Player[], perSecond: number) {
  const seen: Promise<number>[] = [];
  const answers = await paced(perSecond, async (n) => {
    const { user, session, call } = players[n % players.length]!;
    const looks = n % 50 === 0;
    const { reply } = await call<TellAnswer>('playback.tell', {
      ...{ session, id: ulid(), command: looks ? start() : progress },
    });
    if (looks) seen.push(untilSeen(room, `${user}/${session}/${reply.listen!.n}`));
  });
  return { answers, visible: await Promise.all(seen) };
}

async function untilSeen(room: Room, listen: string): Promise<number> {
  const from = performance.now();
  while ((await room.models.serving(LISTENS).get(listen)) === null) await sleep(2);
  return performance.now() - from;
}

/** As many bytes as those that are told most. */
const event = {
  ...{ stream: `us-${'0'.repeat(26)}/se-${'0'.repeat(20)}`, type: 'progressed', schema: 1, cmd: ulid() },
  data: { position: 30, heard: 30, at: Date.now() },
};

const folder = mkdtempSync(join(tmpdir(), 'cantiga-playback-'));
const broker = createBroker(
  {
    ...parseConfig({}),
    ...{
      data: folder,
      namespace: uniqueNamespace(),
      logLevel: 'fatal',
      secret: randomBytes(32).toString('hex'),
    },
  },
  'engine',
);
try {
  reportMachine();
  const service = broker.createService(playback as ServiceSchema) as unknown as { room: Room };
  await broker.start();
  const { room } = service;
  const players = await Promise.all(Array.from({ length: SESSIONS }, (_, n) => open(broker, n)));
  global.gc?.();
  const before = process.memoryUsage().rss;
  for (let n = 0; n < LIVE; n += 100)
    await Promise.all(Array.from({ length: 100 }, (_, i) => open(broker, 10_000 + n + i)));
  await room.caughtUp();
  global.gc?.();
  report(`${LIVE} live sessions`, [
    against('RSS', (process.memoryUsage().rss - before) / 2 ** 20, 'MiB more', { atMost: 150 }),
  ]);

  const peer = { folder, event, group: SESSIONS };
  const loops = [await bareLoop(peer)];
  const asked = [await askedLoop(peer)];
  const batches = await throughput(players, BATCH);
  await room.caughtUp();
  const single = await throughput(players, 1);
  await room.caughtUp();
  loops.push(await bareLoop(peer));
  asked.push(await askedLoop(peer));
  const loop = Math.max(...loops);
  const ask = Math.max(...asked);
  report(`Playback, embedded, ${SESSIONS} sessions, ${SECONDS} s each`, [
    plain('bare loop in a worker', loop, 'events/s'),
    plain(`bare worker with ${SESSIONS} callers`, ask, 'events/s'),
    plain(`told ${BATCH} commands at a time`, batches.perSecond, 'events/s'),
    plain('  share of the bare loop', batches.perSecond / loop, ''),
    against('  share of the bare worker', batches.perSecond / ask, '', { atLeast: 0.4 }),
    plain('  time of the main thread', batches.cpu, 'µs/event'),
    plain('told one command at a time', single.perSecond, 'events/s'),
    plain('  time of the main thread', single.cpu, 'µs/event'),
  ]);

  const bare = new BareWorker(peer);
  const written = await paced(1000, (n) => bare.ask(n));
  await bare.end();
  const { answers, visible } = await latency(room, players, 1000);
  report('At 1,000 commands a second', [
    plain('bare worker, p99', percentile(written, 0.99), 'ms'),
    plain('  p50', percentile(written, 0.5), 'ms'),
    against('command to durable reply, p99', percentile(answers, 0.99), 'ms', { atMost: 20 }),
    plain('  p50', percentile(answers, 0.5), 'ms'),
    against('event to visible in the read models, p99', percentile(visible, 0.99), 'ms', { atMost: 100 }),
    plain('  p50', percentile(visible, 0.5), 'ms'),
  ]);

  const colds: number[] = [];
  for (const { session, call } of players.slice(0, 20)) {
    for (let v = 0; v < 1000; ) {
      const commands = Array.from({ length: 100 }, () => ({ id: ulid(), command: progress }));
      const answers = await call<TellAnswer[]>('playback.tellAll', { session, commands });
      v = answers.at(-1)!.v;
    }
    const from = performance.now();
    const { v } = await call<{ v: number }>('playback.session', { session, version: 1000 });
    colds.push(performance.now() - from);
    if (v !== 1000) throw new Error(`Session ${session} was looked at with ${v} events`);
  }
  report('A session of 1,000 events that is not awake, without a snapshot', [
    plain('first', colds[0]!, 'ms'),
    against('median', percentile(colds, 0.5), 'ms', { atMost: 10 }),
  ]);

  const cycle = [start(), progress, progress, progress, { type: 'end', reason: 'completed' } as const];
  const count = async () => {
    let events = 0;
    for (let p = 0; p < 64; p++) events += (await room.log.last(p))?.pos ?? 0;
    return events;
  };
  let told = (batches.perSecond + single.perSecond) * SECONDS;
  while (told < EVENTS) {
    await Promise.all(
      players.map(({ session: id, call }) =>
        call('playback.tellAll', {
          session: id,
          commands: Array.from({ length: 100 }, (_, n) => ({
            id: ulid(),
            command: n % 5 === 0 ? start() : cycle[n % 5]!,
          })),
        }),
      ),
    );
    told += SESSIONS * 100;
  }
  await room.caughtUp();
  const delays = monitorEventLoopDelay({ resolution: 2 });
  delays.enable();
  let peak = 0;
  const watching = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 100);
  const rss = process.memoryUsage().rss;
  const from = performance.now();
  const rebuilt = await room.models.rebuildAll(MODELS.map(({ model }) => model));
  const took = (performance.now() - from) / 1000;
  clearInterval(watching);
  report(`All read models from ${Math.round(told)} events in ${await count()} commits`, [
    against('built anew', took * (1_000_000 / told), 's for 1,000,000', { atMost: 60 }),
    plain('RSS, at most', (peak - rss) / 2 ** 20, 'MiB more'),
    plain('event-loop delay, p99', delays.percentile(99) / 1e6, 'ms'),
    plain('  longest', delays.max / 1e6, 'ms'),
    plain(
      'documents',
      rebuilt.reduce((sum, { documents }) => sum + documents, 0),
      '',
    ),
    against(
      'documents that differ',
      rebuilt.reduce((sum, { differing }) => sum + differing, 0),
      '',
      { atMost: 0 },
    ),
  ]);
} finally {
  await broker.stop();
  rmSync(folder, { recursive: true });
}
