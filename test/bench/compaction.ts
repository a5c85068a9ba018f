import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { ServiceSchema } from 'moleculer';
import { monotonicFactory } from 'ulid';
import { createBroker } from '../../broker.ts';
import { parseConfig } from '../../config.ts';
import { signPrincipal } from '../../services/auth/tokens.ts';
import playback from '../../services/playback/playback.service.ts';
import type { Room } from '../../services/playback/room.ts';
import type { ToldCommand } from '../../services/playback/session/commands.ts';
import { uniqueNamespace } from '../support/namespace.ts';
import { percentile, plain, report, reportMachine } from './report.ts';

// How long it takes to compact old sessions, what it saves, and what listeners notice of it. On SQLite.

const { values } = parseArgs({ options: { sessions: { type: 'string', default: '1000' } } });
const SESSIONS = Number(values.sessions);
/** Of each session: about as many events as twelve tracks have, with a pause now and then. */
const TRACKS = 12;
const AT_ONCE = 64;
/** Milliseconds between commands of a listener. */
const EVERY = 5;
const DAY = 86_400_000;
const device = { id: 'd1', name: 'Kitchen', client: 'bench' };
const ulid = monotonicFactory();

function* commands(): Generator<ToldCommand> {
  for (let n = 0; n < TRACKS; n++) {
    const music = { track: `tr-${n}`, album: `al-${n % 3}`, artist: `ar-${n % 3}`, duration: 0.01 };
    yield { type: 'start', ...music, source: 'player' };
    yield { type: 'progress' };
    yield { type: 'pause' };
    yield { type: 'resume' };
    yield { type: 'end', reason: 'completed', position: 0.01, heard: 0.01 };
  }
  yield { type: 'close', by: 'listener' };
}

const folder = mkdtempSync(join(tmpdir(), 'cantiga-compaction-'));
const config = {
  ...{ ...parseConfig({}), data: folder, namespace: uniqueNamespace(), logLevel: 'fatal' as const },
  secret: randomBytes(32).toString('hex'),
};
const broker = createBroker(config, 'engine');
/** Kibibytes of the journal's file that hold something. */
const used = () => {
  const db = new DatabaseSync(join(folder, 'playback-journal.db'), { readOnly: true });
  const of = (pragma: string) => Object.values(db.prepare(`PRAGMA ${pragma}`).get()!)[0] as number;
  const kibibytes = ((of('page_count') - of('freelist_count')) * of('page_size')) / 1024;
  db.close();
  return kibibytes;
};
const caller = (n: number) => {
  const user = `us-${String(n).padStart(26, '0')}`;
  const token = signPrincipal(config.secret, { id: user, name: `bench${n}`, roles: ['listener'] }, 3600);
  return <T>(name: string, params: object) => broker.call<T, object>(name, params, { meta: { token } });
};
/** Milliseconds until each command was answered, while something goes on. */
async function latency(work: Promise<unknown>): Promise<number[]> {
  const call = caller(0);
  const { session } = await call<{ session: string }>('playback.open', { device });
  const start = { type: 'start', track: 'tr-1', duration: 200, source: 'player' };
  await call('playback.tell', { session, id: ulid(), command: start });
  const answers: number[] = [];
  let isOver = false;
  void work.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    const from = performance.now();
    await call('playback.tell', { session, id: ulid(), command: { type: 'progress' } });
    answers.push(performance.now() - from);
    await sleep(EVERY);
  }
  return answers;
}

try {
  reportMachine();
  const service = broker.createService(playback as ServiceSchema) as unknown as { room: Room };
  await broker.start();
  const { room } = service;
  let events = 0;
  for (let n = 0; n < SESSIONS; n += AT_ONCE)
    await Promise.all(
      Array.from({ length: Math.min(AT_ONCE, SESSIONS - n) }, async (_, i) => {
        const call = caller(n + i + 1);
        const { session } = await call<{ session: string }>('playback.open', { device });
        for (const command of commands()) {
          const { v } = await call<{ v: number }>('playback.tell', { session, id: ulid(), command });
          if (command.type === 'close') events += v;
        }
      }),
    );
  await room.caughtUp();
  const before = used();
  const idle = await latency(sleep(2000));
  const from = performance.now();
  const sweeping = room.retention.sweep(Date.now() + 366 * DAY);
  const busy = await latency(sweeping);
  const compacted = await sweeping;
  const took = performance.now() - from;
  report(`${SESSIONS} sessions with ${events} events`, [
    plain('compacted', compacted, 'sessions'),
    plain('  each in', took / compacted, 'ms'),
    plain('journal before', before, 'KiB'),
    plain('  after', used(), 'KiB'),
    plain('command to durable reply before, p99', percentile(idle, 0.99), 'ms'),
    plain('  meanwhile, p99', percentile(busy, 0.99), 'ms'),
    plain('  longest', percentile(busy, 1), 'ms'),
  ]);
} finally {
  await broker.stop();
  rmSync(folder, { recursive: true });
}
