import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startWithTracks } from './long-tracks.ts';
import { startScript, usageOf } from './processes.ts';
import { against, plain, report, reportMachine } from './report.ts';

// Many listeners of the whole engine at 320 kbit/s: do they hear it without a stall, and what does it cost?
// node test/bench/media-listeners.ts [--listeners 2000] [--seconds 60]

const FILES = 200;
const SIZE = 6_000_000;
/** ms between two looks at the memory of the engine. */
const LOOK = 500;

const { values } = parseArgs({
  options: {
    listeners: { type: 'string', default: '2000' },
    seconds: { type: 'string', default: '60' },
  },
});

reportMachine();
const names = Array.from({ length: FILES }, (_, index) => `track${index}`);
const tracks = await startWithTracks(new Map(names.map((name) => [name, SIZE])));
try {
  await measure();
} finally {
  await tracks.stop();
}

async function measure(): Promise<void> {
  const { engine, listener } = tracks;
  const [inside] = engine.processes;
  const pid = inside!.pid;
  await (await fetch(engine.url + tracks.stream(names[0]!))).arrayBuffer();
  inside!.resetLoopDelay();
  const before = usageOf(pid);
  const started = performance.now();
  const url = `${engine.url}${listener.path('stream')}&id={id}`;
  const players = startScript(join(import.meta.dirname, 'media-players.ts'), [
    values.listeners,
    values.seconds,
    url,
    String(SIZE),
    ...names.map(tracks.id),
  ]);
  let most = before.rss;
  const watch = setInterval(() => {
    most = Math.max(most, usageOf(pid).rss);
  }, LOOK);
  const heard = JSON.parse(await players.line()) as Record<
    'players' | 'stalls' | 'silentPlayers' | 'refused' | 'megabytes',
    number
  >;
  clearInterval(watch);
  const after = usageOf(pid);
  const elapsed = (performance.now() - started) / 1000;
  const { p99, max } = await inside!.inside();
  await players.stop();
  report(`${heard.players} listeners at 320 kbit/s for ${values.seconds} s`, [
    against('stalls', heard.stalls, '', { atMost: 0 }),
    against('listeners who heard nothing', heard.silentPlayers, '', { atMost: 0 }),
    against('requests refused', heard.refused, '', { atMost: 0 }),
    plain('delivered', heard.megabytes, 'MB'),
    plain('memory (RSS) before', before.rss / 1e6, 'MB'),
    against('growth of memory at most', (most - before.rss) / 1e6, 'MB', { atMost: 200 }),
    plain('processor', ((after.cpu - before.cpu) / elapsed) * 100, '% of a core'),
    plain('event loop delay p99', p99, 'ms'),
    plain('event loop delay, longest', max, 'ms'),
  ]);
}
