import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { uniqueNamespace } from './namespace.ts';
import { startNats } from './servers.ts';

export interface EngineOptions {
  /** `CANTIGA_…` variables that differ from those of a test. */
  env?: Record<string, string>;
  /** Music folders; the demo library when there are none. */
  music?: string[];
  /** The services of each process, over a NATS server of their own. Without it, one process runs all. */
  services?: string[][];
  /** A data folder that is kept when the engine stops. Without it, a temporary one. */
  dataDir?: string;
}

export interface Engine {
  /** Of the gateway, without a slash at the end. */
  url: string;
  adminPassword: string;
  dataDir: string;
  /** Of its first process, for command line tools that join it. */
  env: NodeJS.ProcessEnv;
  /** In the order of `services`. */
  processes: EngineProcess[];
  /** Ends everything as an operator would, and removes what is temporary. */
  stop(): Promise<void>;
}

/** Delays of the event loop since the last reset in ms, and resident memory in bytes. */
export interface Inside {
  p50: number;
  p99: number;
  max: number;
  rss: number;
}

export interface EngineProcess {
  pid: number;
  /** Sends the signal and resolves to the exit code (null after a signal) when the process is gone. */
  kill(signal?: NodeJS.Signals): Promise<number | null>;
  /** What it has printed so far. */
  output(): string;
  resetLoopDelay(): void;
  inside(): Promise<Inside>;
}

interface Spawned extends EngineProcess {
  child: ChildProcess;
}

const ROOT = resolve(import.meta.dirname, '../..');
/** Those of `npm start`. */
const NODE_FLAGS = ['--max-semi-space-size=4', '--heap-growing-percent=100'];
const LONGEST_START = 120_000;
const LONGEST_STOP = 10_000;
const POLL = 50;
const ADDRESS = /Cantiga listens on (http:\/\/\S+)/;

/**
 * Starts the engine as a person would, on a free port, and waits until it answers.
 * @throws with all that it printed when it ends before or does not answer in two minutes
 */
export async function startEngine(options: EngineOptions = {}): Promise<Engine> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'cantiga-engine-')));
  const adminPassword = options.env?.CANTIGA_ADMIN_PASSWORD ?? 'correct horse battery';
  const nats = options.services && (await startNats());
  const env = {
    ...plainEnvironment(),
    // As `npm start` does.
    NODE_COMPILE_CACHE: join(ROOT, 'node_modules/.cache/cantiga/code'),
    MALLOC_ARENA_MAX: '1',
    CANTIGA_HOST: '127.0.0.1',
    CANTIGA_PORT: '0',
    CANTIGA_ADMIN_PASSWORD: adminPassword,
    CANTIGA_NAMESPACE: uniqueNamespace(),
    ...(options.music && { CANTIGA_MUSIC: options.music.join(delimiter) }),
    ...(nats && { CANTIGA_NATS_URL: nats.url, CANTIGA_SECRET: randomBytes(32).toString('hex') }),
    ...options.env,
  };
  // Processes share no files.
  const dataOf = (index: number) => (options.services ? join(dataDir, String(index)) : dataDir);
  const processes = (options.services ?? [[]]).map((services, index) =>
    startProcess(services, { ...env, CANTIGA_DATA: dataOf(index) }),
  );
  const stop = async () => {
    await Promise.all(processes.map(end));
    await nats?.stop();
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const url = await ready(processes, adminPassword);
    return { url, adminPassword, dataDir, env: { ...env, CANTIGA_DATA: dataOf(0) }, processes, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * What an engine that must not start says to people.
 * @throws when it starts, says so more than once, or shows a stack
 */
export async function refusalOf(options: EngineOptions): Promise<string> {
  const said = await startEngine(options).then(
    async (engine) => {
      await engine.stop();
      return 'It has started.';
    },
    (error: Error) => error.message,
  );
  const [reason, ...more] = said.match(/Cantiga cannot start\. .*/g) ?? [];
  if (reason === undefined || more.length > 0 || /^ +at | ERROR /m.test(said)) throw new Error(said);
  return reason;
}

function startProcess(services: string[], env: NodeJS.ProcessEnv): Spawned {
  const child = spawn(
    process.execPath,
    [...NODE_FLAGS, '--import', join(import.meta.dirname, 'inside.ts'), 'start.ts', ...services],
    { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
  );
  let text = '';
  for (const stream of [child.stdout!, child.stderr!] as Socket[]) {
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => {
      text += chunk;
    });
    stream.unref();
  }
  release(child);
  return {
    child,
    pid: child.pid!,
    output: () => text,
    async kill(signal = 'SIGTERM') {
      if (hasEnded(child)) return child.exitCode;
      const gone = once(child, 'exit');
      child.kill(signal);
      await awaited(child, gone);
      return child.exitCode;
    },
    resetLoopDelay: () => void child.send('reset'),
    async inside() {
      const answer = once(child, 'message');
      child.send('read');
      const [inside] = await awaited(child, answer);
      return inside as Inside;
    },
  };
}

/** An engine that nobody stopped, as after a test that failed early, does not keep the test process from ending. */
function release(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
}

async function awaited<T>(child: ChildProcess, what: Promise<T>): Promise<T> {
  child.ref();
  child.channel?.ref();
  try {
    return await what;
  } finally {
    release(child);
  }
}

/** The environment without what tests and other engines have put there. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const foreign = (name: string) => /^(CANTIGA_|JEST_|NODE_ENV$|NODE_OPTIONS$)/.test(name);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign(name)));
}

async function ready(processes: Spawned[], password: string): Promise<string> {
  const deadline = performance.now() + LONGEST_START;
  for (;;) {
    const dead = processes.find(({ child }) => hasEnded(child));
    if (dead || performance.now() > deadline) {
      const outputs = processes.map(({ output }) => output()).join('\n---\n');
      throw new Error(`The engine ${dead ? 'ended' : 'does not answer'}. It printed:\n${outputs}`);
    }
    const address = processes.map(({ output }) => ADDRESS.exec(output())?.[1]).find(Boolean);
    const url = address?.replace(/\/$/, '');
    if (url !== undefined && (await answers(url, processes.length > 1 ? password : undefined))) return url;
    await delay(POLL);
  }
}

/** Whether the gateway does; with the password of `admin`, whether the services of other processes do too. */
async function answers(url: string, password: string | undefined): Promise<boolean> {
  try {
    if (!(await fetch(`${url}/health`)).ok) return false;
    if (password === undefined) return true;
    const query = new URLSearchParams({ u: 'admin', p: password, v: '1.16.1', c: 'test', f: 'json' });
    for (const method of ['getScanStatus', 'getGenres', 'getPlaylists', 'getStarred2', 'getPlayQueue']) {
      const answer = await fetch(`${url}/rest/${method}?${query}`);
      if (!(await answer.text()).includes('"status":"ok"')) return false;
    }
    return true;
  } catch {
    return false;
  }
}

async function end({ child, kill }: Spawned): Promise<void> {
  const force = setTimeout(() => child.kill('SIGKILL'), LONGEST_STOP);
  await kill('SIGTERM');
  clearTimeout(force);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
