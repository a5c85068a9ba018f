import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { parseBuffer } from 'music-metadata';
import { type Engine, startEngine } from '../support/engine.ts';
import { type Listener, listen } from '../support/listener.ts';
import type { PlannedTrack } from './library-plan.ts';
import { libraryFolder, makeLibrary } from './make-library.ts';
import { against, percentile, plain, report, reportMachine } from './report.ts';

// How fast a library is taken in, against what one thread of this machine can do with the same files.
// node test/bench/scan.ts [--tracks 100000] [--library FOLDER]

const { values } = parseArgs({ options: { tracks: { type: 'string' }, library: { type: 'string' } } });
const tracks = Number(values.tracks ?? 100_000);
const library = values.library ?? libraryFolder(tracks);
const SAMPLES = 50;
/** ms after which an idle engine has given back what memory it can. */
const IDLE = 30_000;

reportMachine();
const plan = makeLibrary(tracks, library);
const walkSeconds = median(Array.from({ length: 3 }, () => seconds(() => walk(library))));
const parseSeconds = await bareParse();

const begun = performance.now();
// The scan starts with the engine, so starting up counts as part of it.
const engine = await startEngine({ music: [library], env: { CANTIGA_LOG_LEVEL: 'warn' } });
const startSeconds = (performance.now() - begun) / 1000;
try {
  await measure(engine);
} finally {
  await engine.stop();
}

async function measure(engine: Engine): Promise<void> {
  const [inside] = engine.processes;
  inside!.resetLoopDelay();
  const listener = await listen(engine);
  await listener.scanned(tracks);
  const scanSeconds = (performance.now() - begun) / 1000;
  const scan = await inside!.inside();
  await findAll(listener, plan);

  const rescans: number[] = [];
  for (let round = 0; round < 3; round++) {
    inside!.resetLoopDelay();
    const started = performance.now();
    await listener.call('startScan');
    await listener.scanned(tracks);
    rescans.push((performance.now() - started) / 1000);
  }
  const rescan = await inside!.inside();
  const rescanSeconds = median(rescans);
  await delay(IDLE);
  const idle = await inside!.inside();

  const bare = tracks / parseSeconds;
  const rate = tracks / scanSeconds;
  report(`Scan of ${tracks} tracks`, [
    plain('bare loop that reads and parses, one thread', bare, 'tracks/s'),
    plain('first scan, all stored and searchable, start-up included', rate, 'tracks/s'),
    plain('  of which until the engine answers', startSeconds, 's'),
    plain('  of which after that', scanSeconds - startSeconds, 's'),
    against('  ratio to the bare loop', rate / bare, '×', { atLeast: 0.6 }),
    plain('  event loop delay of the engine p50', scan.p50, 'ms'),
    plain('  event loop delay of the engine p99', scan.p99, 'ms'),
    plain('  event loop delay of the engine, longest', scan.max, 'ms'),
    plain('bare walk with stat (median of 3)', walkSeconds, 's'),
    plain('rescan of the unchanged files (median of 3)', rescanSeconds, 's'),
    against('  ratio to the bare walk', rescanSeconds / walkSeconds, '×', { atMost: 1.5 }),
    plain('  event loop delay of the engine, longest', rescan.max, 'ms'),
    plain('memory (RSS) right after', rescan.rss / 2 ** 20, 'MiB'),
    against(`  after ${IDLE / 1000} s in which nobody wanted anything`, idle.rss / 2 ** 20, 'MiB', {
      atMost: 200,
    }),
  ]);
}

/** Reads and parses each file of the library in turn. */
async function bareParse(): Promise<number> {
  const files: string[] = [];
  walk(library, (path) => path.endsWith('.mp3') && files.push(path));
  const started = performance.now();
  for (const path of files) await parseBuffer(readFileSync(path), { path });
  return (performance.now() - started) / 1000;
}

function walk(folder: string, visit: (path: string) => void = () => {}): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) walk(path, visit);
    else if (statSync(path).isFile()) visit(path);
  }
}

/** Looks for tracks from all over the library, its last one among them, as a listener would. */
async function findAll(listener: Listener, all: readonly PlannedTrack[]): Promise<void> {
  const step = Math.max(1, Math.floor(all.length / SAMPLES));
  const wanted = all.filter((_track, index) => (all.length - 1 - index) % step === 0);
  for (const { title, album } of wanted) {
    const { searchResult3 } = await listener.call<{
      searchResult3: { song?: { title: string; album: string }[] };
    }>('search3', { query: `${title} ${album}`, songCount: 50, albumCount: 0, artistCount: 0 });
    const found = searchResult3.song?.some((song) => song.title === title && song.album === album);
    if (!found) throw new Error(`The scan has ended, but search does not find '${title}' of '${album}'.`);
  }
}

function seconds(work: () => void): number {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
}

function median(values: number[]): number {
  return percentile(values, 0.5);
}
