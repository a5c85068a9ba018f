import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Engine, startEngine } from '../support/engine.ts';
import { type Listener, listen } from '../support/listener.ts';
import { random } from './library-plan.ts';
import { type LoadResult, run } from './load.ts';
import { libraryFolder, makeLibrary } from './make-library.ts';
import { mainThreadOf, startScript, usageOf } from './processes.ts';
import { against, type Figure, percentile, plain, report, reportMachine } from './report.ts';
import { restPages } from './rest-lists.ts';

// How fast a large library answers: one client, many clients, and while a scan runs.
// node test/bench/http.ts [--tracks 100000] [--library FOLDER] [--requests 500] [--data FOLDER, kept and reused]

const { values } = parseArgs({
  options: {
    tracks: { type: 'string' },
    library: { type: 'string' },
    requests: { type: 'string' },
    data: { type: 'string' },
  },
});
const tracks = Number(values.tracks ?? 100_000);
const library = values.library ?? libraryFolder(tracks);
const requests = Number(values.requests ?? 500);
const MANY = 16;
/** ms after which an idle engine has looked what memory it can give back. */
const IDLE = 30_000;
/** About what 500 albums take. */
const BARE_BYTES = 250_000;
const LOG = { CANTIGA_LOG_LEVEL: 'warn', CANTIGA_RATE_LIMIT: '1000000000' };

interface Question {
  name: string;
  paths: string[];
  headers?: Record<string, string>;
  /** ms that 99 of 100 answers may take. */
  target: number;
}

const next = random(7);
const whole = (below: number) => Math.floor(next() * below);
/** Where a full page of 500 may begin. */
const offsetIn = (count: number) => whole(Math.max(1, count - 499));
const pick = <T>(items: readonly T[]) => items[whole(items.length)]!;

reportMachine();
const plan = makeLibrary(tracks, library);
const dataDir = values.data ?? (await mkdtemp(join(tmpdir(), 'cantiga-bench-')));
try {
  await takeIn(dataDir);
  await measureStart(dataDir);
  const engine = await startEngine({ music: [library], dataDir, env: LOG });
  try {
    await measureAnswers(engine);
  } finally {
    await engine.stop();
  }
} finally {
  if (values.data === undefined) await rm(dataDir, { recursive: true });
}

/** Scans the library into the data folder, unless an earlier run has. */
async function takeIn(folder: string): Promise<void> {
  if (values.data !== undefined && existsSync(folder)) return;
  const engine = await startEngine({ music: [library], dataDir: folder, env: LOG });
  await (await listen(engine)).scanned(tracks);
  await engine.stop();
}

async function measureStart(folder: string): Promise<void> {
  const empty: number[] = [];
  const known: number[] = [];
  for (let round = 0; round < 3; round++) {
    empty.push(await startSeconds(undefined));
    known.push(await startSeconds(folder));
  }
  report('Start to first list of albums, signed in (median of 3)', [
    against('empty data folder', percentile(empty, 0.5), 's', { atMost: 2 }),
    against(`${tracks} tracks known`, percentile(known, 0.5), 's', { atMost: 2 }),
  ]);
}

async function startSeconds(folder: string | undefined): Promise<number> {
  const started = performance.now();
  const engine = await startEngine({ music: [library], dataDir: folder, env: LOG });
  const login = new URLSearchParams({
    u: 'admin',
    p: engine.adminPassword,
    v: '1.16.1',
    c: 'bench',
    f: 'json',
  });
  const answer = await fetch(`${engine.url}/rest/getAlbumList2?${login}&type=alphabeticalByName&size=500`);
  if (!(await answer.text()).includes('"status":"ok"')) throw new Error('The engine answers wrongly.');
  const seconds = (performance.now() - started) / 1000;
  await engine.stop();
  return seconds;
}

async function measureAnswers(engine: Engine): Promise<void> {
  const listener = await listen(engine);
  const [inside] = engine.processes;
  const { pid } = inside!;
  console.log(
    `\nIdle, the scan at the start included, after ${(await settled(listener, pid)).toFixed(1)} s.`,
  );
  await delay(IDLE);
  const before = await inside!.inside();
  const asked = await questions(listener, engine.url);
  const figures = await measureBare();
  const idle = new Map<string, number>();
  const started = performance.now();
  const waitedBefore = mainThreadOf(pid).waited;
  for (const { name, paths, headers, target } of asked) {
    const result = await run({ origin: engine.url, paths, headers, clients: 1, requests, pid });
    idle.set(name, p99(result));
    figures.push(plain(`${name} p50`, percentile(result.latencies, 0.5), 'ms'));
    figures.push(against(`${name} p99`, p99(result), 'ms', { atMost: target }));
    figures.push(plain('  processor time of it, p99', percentile(result.cpu, 0.99), 'ms'));
  }
  const waited = (mainThreadOf(pid).waited - waitedBefore) / (performance.now() - started);
  figures.push(plain('the engine waited for a core', 100 * waited, '% of the time'));
  report(`${tracks} tracks, one client, ${requests} requests each`, figures);

  const [lists] = asked;
  const many = await run({ origin: engine.url, paths: lists!.paths, clients: MANY, requests: 4 * requests });
  report(`${tracks} tracks, ${MANY} clients`, [
    against(lists!.name, many.latencies.length / many.seconds, 'requests/s', { atLeast: 150 }),
    plain('  p99', p99(many), 'ms'),
    plain('  moved', many.bytes / many.seconds / 1e6, 'MB/s'),
  ]);
  const after = await inside!.inside();

  report('One client while all files are scanned anew', await underScan(engine, listener, asked, idle));
  report('Memory (RSS)', [
    against('after the start, idle', before.rss / 2 ** 20, 'MiB', { atMost: 200 }),
    plain('after the requests above', after.rss / 2 ** 20, 'MiB'),
  ]);
}

/** What remains of a latency when a server has nothing to find out: the machine, the client and Node's HTTP. */
async function measureBare(): Promise<Figure[]> {
  const server = startScript(join(import.meta.dirname, 'bare-server.ts'), [String(BARE_BYTES)]);
  const origin = `http://127.0.0.1:${await server.line()}`;
  const result = await run({ origin, paths: ['/'], clients: 1, requests });
  await server.stop();
  const name = `a bare server that sends ${BARE_BYTES / 1000} KB`;
  return [
    plain(`${name} p50`, percentile(result.latencies, 0.5), 'ms'),
    plain(`${name} p99`, p99(result), 'ms'),
  ];
}

/** Waits until no scan runs and the engine has had next to nothing to do for two seconds; how many that took. */
async function settled(listener: Listener, pid: number): Promise<number> {
  const started = performance.now();
  await listener.scanned(tracks);
  for (let quiet = 0; quiet < 4; ) {
    const before = usageOf(pid).cpu;
    await delay(500);
    quiet = usageOf(pid).cpu - before <= 0.03 ? quiet + 1 : 0;
  }
  return (performance.now() - started) / 1000;
}

async function underScan(
  engine: Engine,
  listener: Listener,
  asked: Question[],
  idle: ReadonlyMap<string, number>,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  const [inside] = engine.processes;
  inside!.resetLoopDelay();
  for (const { name, paths, headers } of asked) {
    await listener.call('startScan', { fullScan: 'true' });
    const result = await run({ origin: engine.url, paths, headers, clients: 1, requests });
    const ratio = p99(result) / idle.get(name)!;
    const { scanStatus } = await listener.call<{ scanStatus: { scanning: boolean } }>('getScanStatus');
    const note = scanStatus.scanning ? '' : ' (the scan ended before: take a larger library)';
    figures.push(plain(`${name} p99${note}`, p99(result), 'ms'));
    figures.push(against('  ratio to idle', ratio, '×', { atMost: 3 }));
  }
  const { p99: delay, max } = await inside!.inside();
  figures.push(plain('event loop delay of the engine p99', delay, 'ms'));
  figures.push(plain('event loop delay of the engine, longest', max, 'ms'));
  return figures;
}

/** What clients ask, at random places of the library. */
async function questions({ path, call, apiKey }: Listener, origin: string): Promise<Question[]> {
  const several = (make: () => string) => Array.from({ length: Math.max(requests, 200) }, make);
  const { albumList2 } = await call<{ albumList2: { album: { id: string; artistId: string }[] } }>(
    'getAlbumList2',
    {
      type: 'random',
      size: 500,
    },
  );
  const { genres } = await call<{ genres: { genre: { value: string; songCount: number }[] } }>('getGenres');
  const albums = new Set(plan.map(({ folder }) => folder.replace(/\/CD\d$/, ''))).size;
  const orders = ['alphabeticalByName', 'alphabeticalByArtist', 'newest'];
  const rest = await restPages(origin, apiKey);
  return [
    {
      name: 'getAlbumList2 500 at any offset',
      paths: several(() =>
        path('getAlbumList2', { type: pick(orders), size: 500, offset: offsetIn(albums) }),
      ),
      target: 10,
    },
    {
      name: 'search3 20+20+20',
      paths: several(() =>
        path('search3', { query: searchText(), artistCount: 20, albumCount: 20, songCount: 20 }),
      ),
      target: 10,
    },
    {
      name: 'getArtist',
      paths: several(() => path('getArtist', { id: pick(albumList2.album).artistId })),
      target: 5,
    },
    {
      name: 'getAlbum',
      paths: several(() => path('getAlbum', { id: pick(albumList2.album).id })),
      target: 5,
    },
    {
      name: 'getSongsByGenre 500',
      paths: several(() => {
        const { value, songCount } = pick(genres.genre);
        return path('getSongsByGenre', {
          genre: value,
          count: 500,
          offset: offsetIn(songCount),
        });
      }),
      target: 15,
    },
    { name: 'getRandomSongs 500', paths: several(() => path('getRandomSongs', { size: 500 })), target: 15 },
    {
      name: 'search3 of everything, 500 at any offset',
      paths: several(() =>
        path('search3', {
          query: '',
          artistCount: 0,
          albumCount: 0,
          songCount: 500,
          songOffset: offsetIn(tracks),
        }),
      ),
      target: 15,
    },
    {
      name: 'REST lists, any page of 500',
      paths: several(() => pick(rest.paths)),
      headers: rest.headers,
      target: 10,
    },
  ];
}

/** As people type: a word, its beginning, two words, and now and then a slip. */
function searchText(): string {
  const { title, artist, album } = pick(plan);
  const word = pick(pick([title, artist, album]).split(' '));
  const kind = next();
  if (kind < 0.4) return word;
  if (kind < 0.7) return word.slice(0, 3 + whole(3));
  if (kind < 0.9) return `${word} ${pick(artist.split(' '))}`;
  const at = 1 + whole(Math.max(1, word.length - 1));
  return word.slice(0, at) + word.slice(at + 1);
}

function p99({ latencies }: LoadResult): number {
  return percentile(latencies, 0.99);
}
