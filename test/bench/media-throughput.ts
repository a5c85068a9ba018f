import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { commandPath } from '../support/need.ts';
import { type LongTracks, startWithTracks } from './long-tracks.ts';
import { against, percentile, plain, report, reportMachine } from './report.ts';

// How fast a track comes over HTTP to 8 connections from the whole engine (stream, with credentials), against nginx with sendfile on
// the same files in the same run, turn by turn. Hot: one track, in the block cache. Cold: eight tracks that the block cache is too
// small for, in the page cache of the system.
// node test/bench/media-throughput.ts [--seconds 5] [--rounds 3]

const HOT_SIZE = 12_000_000;
const COLD_SIZE = 32_000_000;
const COLD = Array.from({ length: 8 }, (_, index) => `cold${index + 1}`);

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '5' }, rounds: { type: 'string', default: '3' } },
});

reportMachine();
await compare('hot', ['hot'], HOT_SIZE, {}, 1);
await compare('cold', COLD, COLD_SIZE, { CANTIGA_BLOCK_CACHE_MB: '16' }, 0.5);

async function compare(
  name: string,
  files: string[],
  size: number,
  env: Record<string, string>,
  target: number,
): Promise<void> {
  const tracks = await startWithTracks(new Map(files.map((file) => [file, size])), env);
  const folder = await mkdtemp(join(tmpdir(), 'cantiga-throughput-'));
  try {
    const nginx = await startNginx(folder, tracks.folder);
    try {
      const theirs = await script(
        join(folder, 'nginx.lua'),
        files.map((file) => `/${file}.mp3`),
      );
      const ours = await script(
        join(folder, 'cantiga.lua'),
        files.map((file) => tracks.stream(file)),
      );
      await measure(name, tracks, { theirs: [nginx.url, theirs], ours: [tracks.engine.url, ours] }, target);
    } finally {
      await nginx.stop();
    }
  } finally {
    await tracks.stop();
    await rm(folder, { recursive: true });
  }
}

type Target = [url: string, script: string];

async function measure(
  name: string,
  { engine }: LongTracks,
  { theirs, ours }: { theirs: Target; ours: Target },
  target: number,
): Promise<void> {
  // Both once before, so that caches and code are as warm as they get.
  await wrk('1', ...theirs);
  await wrk('2', ...ours);
  engine.processes[0]!.resetLoopDelay();
  const rounds: { nginx: number; cantiga: number }[] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    const nginx = await wrk(values.seconds, ...theirs);
    rounds.push({ nginx, cantiga: await wrk(values.seconds, ...ours) });
  }
  const nginx = percentile(
    rounds.map((round) => round.nginx),
    0.5,
  );
  const cantiga = percentile(
    rounds.map((round) => round.cantiga),
    0.5,
  );
  const { p99, rss } = await engine.processes[0]!.inside();
  report(`A ${name} track, 8 connections (medians of ${rounds.length})`, [
    plain('nginx, sendfile', nginx, 'MB/s'),
    plain('Cantiga', cantiga, 'MB/s'),
    against('ratio', cantiga / nginx, '×', { atLeast: target }),
    plain('event loop delay p99', p99, 'ms'),
    plain('memory (RSS)', rss / 2 ** 20, 'MiB'),
  ]);
}

async function startNginx(
  folder: string,
  root: string,
): Promise<{ url: string; stop: () => Promise<unknown> }> {
  await chmod(folder, 0o755);
  const port = await freePort();
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${join(folder, kind)};`,
  );
  const config = `
    daemon off; worker_processes 1; user root; pid ${join(folder, 'pid')}; error_log stderr error;
    error_log /dev/null; events { worker_connections 1024; }
    http {
      access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; ${temporary.join(' ')}
      server { listen 127.0.0.1:${port}; root ${root}; }
    }`;
  await writeFile(join(folder, 'conf'), config);
  const nginx = spawn(commandPath('nginx'), ['-c', join(folder, 'conf'), '-e', join(folder, 'log')], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  while (!(await fetch(url).catch(() => undefined))) await delay(20);
  return {
    url,
    stop: async () => {
      const exited = once(nginx, 'exit');
      nginx.kill();
      await exited;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** A script for wrk: asks for one path after the other. */
async function script(path: string, paths: string[]): Promise<string> {
  const list = paths.map((each) => JSON.stringify(each)).join(', ');
  const lua = `local paths = { ${list} }
    local n = 0
    request = function()
      n = n % #paths + 1
      return wrk.format("GET", paths[n])
    end`;
  await writeFile(path, lua);
  return path;
}

/** MB/s to 8 connections. */
async function wrk(seconds: string, url: string, path: string): Promise<number> {
  const { stdout } = await promisify(execFile)(commandPath('wrk'), [
    '-t1',
    '-c8',
    `-d${seconds}s`,
    '-s',
    path,
    url,
  ]);
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(stdout);
  const [, figure, unit] = /Transfer\/sec:\s+([\d.]+)(KB|MB|GB)/.exec(stdout)!;
  return Math.round(Number(figure) * { KB: 0.001024, MB: 1.048576, GB: 1073.741824 }[unit as 'KB']);
}
