import { execFile, spawn } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { commandPath } from '../support/need.ts';
import { machine, type Script, startScript } from './processes.ts';

// How fast a track comes over HTTP to 8 connections, against nginx with sendfile on the same files in the same run, turn by turn.
// Hot: one track, in the block cache. Cold: eight tracks that the block cache is too small for, in the page cache.
// `--url URL --file PATH` measures a hot track of a running engine against nginx on that file instead.

const HOT_SIZE = 12_000_000;
const COLD_SIZE = 32_000_000;
const COLD_FILES = 8;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    url: { type: 'string' },
    file: { type: 'string' },
  },
});

const folder = await mkdtemp(join(tmpdir(), 'cantiga-throughput-'));
await chmod(folder, 0o755);
const stops: (() => Promise<unknown>)[] = [];
try {
  console.log(machine());
  const nginx = await startNginx(values.file);
  if (values.url === undefined) {
    const bytes = randomFillSync(Buffer.alloc(COLD_SIZE));
    await writeFile(join(folder, 'hot.mp3'), bytes.subarray(0, HOT_SIZE));
    for (let file = 1; file <= COLD_FILES; file++) await writeFile(join(folder, `cold${file}.mp3`), bytes);
    const hot = await startServer(256);
    await compare('hot', `${nginx}/hot.mp3`, `${hot.url}/tr-hot`);
    console.log('inside', await hot.script.ask());
    const cold = await startServer(16);
    const [theirs, ours] = [await coldScript('/cold', '.mp3'), await coldScript('/tr-cold', '')];
    await compare('cold', nginx, cold.url, theirs, ours);
    console.log('inside', await cold.script.ask());
  } else {
    await compare('hot', `${nginx}/file`, values.url);
  }
} finally {
  for (const stop of stops.reverse()) await stop();
  await rm(folder, { recursive: true });
}

async function startServer(megabytes: number): Promise<{ url: string; script: Script }> {
  const script = startScript(join(import.meta.dirname, 'media-server.ts'), [folder, String(megabytes)]);
  stops.push(() => script.stop());
  return { url: await script.line(), script };
}

async function startNginx(file: string | undefined): Promise<string> {
  const port = await freePort();
  const own = join(folder, 'nginx');
  await mkdir(own);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${join(own, kind)};`,
  );
  const config = `
    daemon off; worker_processes 1; user root; pid ${join(own, 'pid')}; error_log stderr error;
    events { worker_connections 1024; }
    http {
      access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; ${temporary.join(' ')}
      server { listen 127.0.0.1:${port}; root ${folder}; location = /file { alias ${file ?? folder}; } }
    }`;
  await writeFile(join(own, 'conf'), config);
  const nginx = spawn(commandPath('nginx'), ['-c', join(own, 'conf'), '-e', join(own, 'log')], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  stops.push(async () => {
    const exited = once(nginx, 'exit');
    nginx.kill();
    await exited;
  });
  const url = `http://127.0.0.1:${port}`;
  while (!(await fetch(url).catch(() => undefined))) await delay(20);
  return url;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** A script for wrk: each connection asks for another of the cold files. */
async function coldScript(prefix: string, suffix: string): Promise<string> {
  const path = join(folder, `cold${suffix}.lua`);
  const lua = `local n = 0
    request = function()
      n = n % ${COLD_FILES} + 1
      return wrk.format("GET", "${prefix}" .. n .. "${suffix}")
    end`;
  await writeFile(path, lua);
  return path;
}

async function compare(
  name: string,
  theirUrl: string,
  ourUrl: string,
  theirScript?: string,
  ourScript?: string,
): Promise<void> {
  // Both once before, so that caches and code are as warm as they get.
  await wrk(theirUrl, '1', theirScript);
  await wrk(ourUrl, '2', ourScript);
  const rounds: { nginx: number; ours: number }[] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    rounds.push({
      nginx: await wrk(theirUrl, values.seconds, theirScript),
      ours: await wrk(ourUrl, values.seconds, ourScript),
    });
  }
  const middle = (figures: number[]) => figures.sort((one, other) => one - other)[figures.length >> 1]!;
  const [nginx, ours] = [
    middle(rounds.map((round) => round.nginx)),
    middle(rounds.map((round) => round.ours)),
  ];
  const ratio = (ours / nginx).toFixed(2);
  console.log(
    `${name}: nginx ${nginx} MB/s, Cantiga ${ours} MB/s (medians of ${rounds.length}), ratio ${ratio}`,
  );
}

/** MB/s to 8 connections. */
async function wrk(url: string, seconds: string, script?: string): Promise<number> {
  const args = ['-t1', '-c8', `-d${seconds}s`, ...(script ? ['-s', script] : []), url];
  const { stdout } = await promisify(execFile)(commandPath('wrk'), args);
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(stdout);
  const [, figure, unit] = /Transfer\/sec:\s+([\d.]+)(KB|MB|GB)/.exec(stdout)!;
  return Math.round(Number(figure) * { KB: 0.001024, MB: 1.048576, GB: 1073.741824 }[unit as 'KB']);
}
