import { randomFillSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machine, type Script, startScript, usageOf } from './processes.ts';

// Many listeners at 320 kbit/s: do they hear it without a stall, and what does it cost?
// Without --url, over the media room alone. With it, over a running engine: `--url 'http://…/rest/stream?…&id={id}' --pid PID --ids tr-1,tr-2`.

const FILES = 200;
const SIZE = 6_000_000;

const { values } = parseArgs({
  options: {
    listeners: { type: 'string', default: '2000' },
    seconds: { type: 'string', default: '60' },
    url: { type: 'string' },
    pid: { type: 'string' },
    ids: { type: 'string' },
    size: { type: 'string', default: String(SIZE) },
    cache: { type: 'string', default: '256' },
  },
});

const folder = await mkdtemp(join(tmpdir(), 'cantiga-listeners-'));
let server: Script | undefined;
try {
  let { url, pid } = values;
  let ids = values.ids?.split(',') ?? [];
  if (url === undefined) {
    ids = await makeFiles();
    server = startScript(join(import.meta.dirname, 'media-server.ts'), [folder, values.cache]);
    url = `${await server.line()}/{id}`;
    pid = String(server.pid);
    await (await fetch(url.replace('{id}', ids[0]!))).arrayBuffer();
    await server.ask();
  }
  await measure(url, Number(pid), ids);
} finally {
  await server?.stop();
  await rm(folder, { recursive: true });
}

async function makeFiles(): Promise<string[]> {
  const bytes = randomFillSync(Buffer.alloc(SIZE));
  const names = Array.from({ length: FILES }, (_, index) => `f${index}`);
  for (const [index, name] of names.entries()) {
    bytes.writeUInt32LE(index);
    await writeFile(join(folder, `${name}.mp3`), bytes);
  }
  return names.map((name) => `tr-${name}`);
}

async function measure(url: string, pid: number, ids: string[]): Promise<void> {
  const before = usageOf(pid);
  const started = performance.now();
  const players = startScript(join(import.meta.dirname, 'media-players.ts'), [
    values.listeners,
    values.seconds,
    url,
    values.size,
    ...ids,
  ]);
  let most = before.rss;
  const watch = setInterval(() => {
    most = Math.max(most, usageOf(pid).rss);
  }, 500);
  const printed = JSON.parse(await players.line()) as Record<string, number>;
  clearInterval(watch);
  const after = usageOf(pid);
  const elapsed = (performance.now() - started) / 1000;
  const inside = server ? (JSON.parse(await server.ask()) as Record<string, number>) : {};
  await players.stop();
  console.log(machine());
  console.table({
    ...printed,
    'RSS before, MB': Math.round(before.rss / 1e6),
    'RSS growth at most, MB': Math.round((most - before.rss) / 1e6),
    'CPU, % of a core': Math.round(((after.cpu - before.cpu) / elapsed) * 100),
    ...inside,
  });
}
