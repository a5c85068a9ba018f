import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { argv, cpuUsage, memoryUsage } from 'node:process';
import { albumWithTracks, artistWithAlbums, resolve } from '../../services/catalog/index/items.ts';
import {
  allTracks,
  counts,
  listAlbums,
  listArtists,
  listGenres,
  listTracks,
} from '../../services/catalog/index/lists.ts';
import { ReadIndex } from '../../services/catalog/index/read-index.ts';
import type { IndexFile } from '../../services/catalog/index/rows.ts';
import { search } from '../../services/catalog/index/search.ts';
import type { IndexRow } from '../../services/catalog/index/writer.ts';
import { breathe } from '../../services/catalog/signal.ts';
import { toEntry } from '../../services/catalog/track.ts';
import { library, numbers } from '../support/catalog/synthetic.ts';
import { reportMachine } from './report.ts';

// Fills a read index with a made-up library as the catalog would, and asks it what clients ask.
// node test/bench/catalog-index.ts [tracks]

const TRACKS = Number(argv[2] ?? 100_000);
const BATCH = 256;
const MAX_UNDERWAY = 2000;
const ROUNDS = 300;

const folder = mkdtempSync(join(tmpdir(), 'cantiga-bench-'));
const file = join(folder, 'catalog-index.db');
const { index } = await ReadIndex.open(file);
try {
  reportMachine();
  await fill();
  const idle = memoryUsage().rss;
  measure('idle');
  console.log(
    `RSS ${mb(idle)} MB after filling, ${mb(memoryUsage().rss)} MB after asking; file ${mb(statSync(file).size)} MB`,
  );
} finally {
  await index.close();
  rmSync(folder, { recursive: true });
}

async function fill(): Promise<void> {
  const changes = [...library(TRACKS)];
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const started = performance.now();
  const before = cpuUsage();
  let mainThread = 0;
  let underway = 0;
  let arrived = () => {};
  let longest = 0;
  delay.enable();
  for (let i = 0; i < changes.length; i += BATCH) {
    const rows: IndexRow[] = [];
    for (let j = i; j < Math.min(i + BATCH, changes.length); j += 32) {
      const start = performance.now();
      for (const [k, change] of changes.slice(j, j + 32).entries()) {
        const { track, release } = toEntry(change);
        rows.push([65_536 + j + k, JSON.stringify(track), JSON.stringify(release)]);
      }
      const took = performance.now() - start;
      mainThread += took;
      longest = Math.max(longest, took);
      await breathe();
    }
    while (underway > MAX_UNDERWAY)
      await new Promise<void>((done) => {
        arrived = done;
      });
    underway += rows.length;
    index.apply(rows, i / BATCH + 1, 1).then(() => {
      underway -= rows.length;
      arrived();
    });
  }
  while (underway > 0)
    await new Promise<void>((done) => {
      arrived = done;
    });
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = cpuUsage(before);
  delay.disable();
  const { tracks, albums, artists } = index.read(counts);
  console.log(
    `${tracks} tracks, ${albums} albums, ${artists} album artists, ${index.read(listGenres).length} genres`,
  );
  console.log(
    `apply: ${Math.round(tracks / seconds)} tracks/s; CPU a track ${Math.round((user + system) / tracks)} us in all, ` +
      `${Math.round((mainThread * 1000) / tracks)} us on the main thread (longest slice ${longest.toFixed(1)} ms); ` +
      `event loop delay p99 ${(delay.percentile(99) / 1e6).toFixed(1)} ms`,
  );
}

function measure(name: string): void {
  const random = numbers(7);
  const { tracks, albums } = index.read(counts);
  const any = (below: number) => Math.floor(random() * below);
  const ids = { artists: [] as string[], albums: [] as string[], tracks: [] as string[] };
  for (let i = 0; i < 50; i++) {
    index.read((rows) => {
      ids.artists.push(
        ...listArtists(rows, { main: true, limit: 4, offset: any(Math.floor(tracks / 40)) }).map(
          (each) => each.id,
        ),
      );
      ids.albums.push(
        ...listAlbums(rows, { order: 'name', limit: 4, offset: any(albums - 4) }).map((each) => each.id),
      );
      ids.tracks.push(...allTracks(rows, 20, any(tracks - 20)).map((each) => each.id));
    });
  }
  const words = ids.tracks.slice(0, 300).flatMap((id) => {
    const [track] = index.read((rows) => resolve(rows, [id]));
    return track?.kind === 'track' ? track.title.split(' ') : [];
  });
  const word = () => words[any(words.length)]!;
  const three = {
    artists: { limit: 20, offset: 0 },
    albums: { limit: 20, offset: 0 },
    tracks: { limit: 20, offset: 0 },
  };
  const page = (order: 'name' | 'artist' | 'added' | 'year' | 'random') => (rows: IndexFile) =>
    listAlbums(rows, {
      order,
      limit: 500,
      offset: any(albums),
      ...(order === 'year' ? { fromYear: 2030, toYear: 1950 } : {}),
    });
  const genres = index.read(listGenres).sort((a, b) => b.songCount - a.songCount);
  const queries: Record<string, (rows: IndexFile) => unknown> = {
    'albums 500 by name': page('name'),
    'albums 500 by artist': page('artist'),
    'albums 500 newest': page('added'),
    'albums 500 by year': page('year'),
    'albums 500 random': page('random'),
    'albums 500 of a genre': (rows) =>
      listAlbums(rows, { order: 'name', genre: genres[any(genres.length)]!.name, limit: 500, offset: 0 }),
    'search 20+20+20, one word': (rows) => search(rows, { query: word(), ...three }),
    'search 20+20+20, two words': (rows) => search(rows, { query: `${word()} ${word()}`, ...three }),
    'search 20+20+20, 1 to 3 letters': (rows) =>
      search(rows, { query: word().slice(0, 1 + any(3)), ...three }),
    'search 20+20+20, a typo': (rows) => search(rows, { query: `${word()}x${any(9)}`, ...three }),
    artist: (rows) => artistWithAlbums(rows, ids.artists[any(ids.artists.length)]!),
    album: (rows) => albumWithTracks(rows, ids.albums[any(ids.albums.length)]!),
    'tracks 500 of a genre': (rows) =>
      listTracks(rows, {
        order: 'title',
        genre: genres[any(genres.length)]!.name,
        limit: 500,
        offset: any(1000),
      }),
    'tracks 500 of the largest genre': (rows) =>
      listTracks(rows, {
        order: 'title',
        genre: genres[0]!.name,
        limit: 500,
        offset: any(genres[0]!.songCount),
      }),
    'tracks 500 random': (rows) => listTracks(rows, { order: 'random', limit: 500, offset: 0 }),
    'tracks 500 random of a genre': (rows) =>
      listTracks(rows, { order: 'random', genre: genres[any(genres.length)]!.name, limit: 500, offset: 0 }),
    'empty search 500 tracks': (rows) =>
      search(rows, { query: '""', tracks: { limit: 500, offset: any(tracks) } }),
    'resolve 500': (rows) =>
      resolve(
        rows,
        Array.from({ length: 500 }, () => ids.tracks[any(ids.tracks.length)]!),
      ),
    'artists 500': (rows) => listArtists(rows, { main: true, limit: 500, offset: 0 }),
  };
  console.log(`${name.padEnd(34)}    p50     p99     max  ms`);
  for (const [query, ask] of Object.entries(queries)) {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const start = performance.now();
      index.read(ask);
      times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    const at = (part: number) =>
      times[Math.min(times.length - 1, Math.floor(times.length * part))]!.toFixed(2).padStart(7);
    console.log(`${query.padEnd(34)}${at(0.5)} ${at(0.99)} ${at(1)}`);
  }
}

function mb(bytes: number): number {
  return Math.round(bytes / 1_000_000);
}
