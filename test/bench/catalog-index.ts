import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { argv, cpuUsage, memoryUsage, threadCpuUsage } from 'node:process';
import { openDatabase } from '../../mixins/store/store.ts';
import type { Entries } from '../../services/actions.ts';
import { COLLECTIONS } from '../../services/catalog/collections.ts';
import { Follower } from '../../services/catalog/follower.ts';
import { albumPage, artistPage, resolve } from '../../services/catalog/index/items.ts';
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
import { type SearchParams, search } from '../../services/catalog/index/search.ts';
import { Ingest, type IngestOptions } from '../../services/catalog/ingest.ts';
import type { LibraryChange, LibraryCommit } from '../../services/library/facts.ts';
import { library, numbers } from '../support/catalog/synthetic.ts';
import { reportMachine } from './report.ts';

// Takes a made-up library in as the catalog does (store, index), and asks the index what clients ask.
// node test/bench/catalog-index.ts [tracks]

const TRACKS = Number(argv[2] ?? 100_000);
/** As the library's feed comes: tracks in a commit, commits in an answer. */
const COMMIT = 100;
const COMMITS = 4;
const ROUNDS = 300;

const data = mkdtempSync(join(tmpdir(), 'cantiga-bench-'));
const file = join(data, 'catalog-index.db');
const db = await openDatabase({ data, mongoUrl: undefined, namespace: 'bench' }, 'catalog', {
  collections: COLLECTIONS,
});
const { index, state } = await ReadIndex.open(file);
try {
  reportMachine();
  await fill();
  measure('idle');
  console.log(`RSS ${mb(memoryUsage().rss)} MB, bench included; index ${mb(statSync(file).size)} MB`);
} finally {
  await index.close();
  await db.close();
  rmSync(data, { recursive: true });
}

async function fill(): Promise<void> {
  const changes = library(TRACKS);
  const making = { user: 0, system: 0 };
  let made = 0;
  const nextCommit = (): LibraryCommit => {
    const next = Array.from({ length: COMMIT }, () => changes.next().value as LibraryChange | undefined);
    return { pos: ++made, changes: next.filter((change) => change !== undefined) };
  };
  const pull = async (after: number) => {
    const before = threadCpuUsage();
    const feed: LibraryCommit[] = [];
    while (made < after + COMMITS && made * COMMIT < TRACKS) feed.push(nextCommit());
    const { user, system } = threadCpuUsage(before);
    making.user += user;
    making.system += system;
    return feed;
  };
  const whole = Promise.withResolvers<void>();
  const indexed = () => {
    if (index.read(counts).tracks === TRACKS) whole.resolve();
  };
  const follower = new Follower({ db, index, state, indexed, warn: console.warn });
  const committed: IngestOptions['committed'] = (commit, docs) => follower.offer(commit, docs);
  const complete = async () => true;
  const ingest = new Ingest({ db, pull, complete, committed, now: Date.now, warn: console.warn });

  const delay = monitorEventLoopDelay({ resolution: 1 });
  const started = performance.now();
  const before = { all: cpuUsage(), main: threadCpuUsage() };
  delay.enable();
  follower.start();
  ingest.start();
  await whole.promise;
  const seconds = (performance.now() - started) / 1000;
  const perTrack = ({ user, system }: NodeJS.CpuUsage) =>
    Math.round((user + system - making.user - making.system) / TRACKS);
  const all = perTrack(cpuUsage(before.all));
  const main = perTrack(threadCpuUsage(before.main));
  delay.disable();
  await ingest.stop();
  await follower.stop();

  const { tracks, albums, artists } = index.read(counts);
  console.log(
    `${tracks} tracks, ${albums} albums, ${artists} album artists, ${index.read(listGenres).length} genres`,
  );
  console.log(`stored and searchable: ${Math.round(tracks / seconds)} tracks/s`);
  console.log(`CPU a track: ${all} us in all threads, ${main} us of it in the main one`);
  console.log(
    `event loop delay: p99 ${(delay.percentile(99) / 1e6).toFixed(1)} ms, longest ${(delay.max / 1e6).toFixed(1)} ms`,
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
        ...rows.entries(listArtists({ main: true, limit: 4, offset: any(Math.floor(tracks / 40)) })).ids,
      );
      ids.albums.push(...rows.entries(listAlbums({ order: 'name', limit: 4, offset: any(albums - 4) })).ids);
      ids.tracks.push(...rows.entries(allTracks(20, any(tracks - 20))).ids);
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
    rows.entries(
      listAlbums({
        order,
        limit: 500,
        offset: any(albums),
        ...(order === 'year' ? { fromYear: 2030, toYear: 1950 } : {}),
      }),
    );
  const genres = index.read(listGenres).sort((a, b) => b.songCount - a.songCount);
  const queries: Record<string, (rows: IndexFile) => unknown> = {
    'albums 500 by name': page('name'),
    'albums 500 by artist': page('artist'),
    'albums 500 newest': page('added'),
    'albums 500 by year': page('year'),
    'albums 500 random': page('random'),
    'albums 500 of a genre': (rows) =>
      rows.entries(
        listAlbums({ order: 'name', genre: genres[any(genres.length)]!.name, limit: 500, offset: 0 }),
      ),
    'search 20+20+20, one word': (rows) => found(rows, { query: word(), ...three }),
    'search 20+20+20, two words': (rows) => found(rows, { query: `${word()} ${word()}`, ...three }),
    'search 20+20+20, 1 to 3 letters': (rows) =>
      found(rows, { query: word().slice(0, 1 + any(3)), ...three }),
    'search 20+20+20, a typo': (rows) => found(rows, { query: `${word()}x${any(9)}`, ...three }),
    artist: (rows) => rows.entries(artistPage(rows, ids.artists[any(ids.artists.length)]!)!.albums),
    album: (rows) => rows.entries(albumPage(rows, ids.albums[any(ids.albums.length)]!)!.tracks),
    'tracks 500 of a genre': (rows) =>
      rows.entries(
        listTracks(rows, {
          order: 'title',
          genre: genres[any(genres.length)]!.name,
          limit: 500,
          offset: any(1000),
        }),
      ),
    'tracks 500 of the largest genre': (rows) =>
      rows.entries(
        listTracks(rows, {
          order: 'title',
          genre: genres[0]!.name,
          limit: 500,
          offset: any(genres[0]!.songCount),
        }),
      ),
    'tracks 500 random': (rows) => rows.entries(listTracks(rows, { order: 'random', limit: 500, offset: 0 })),
    'tracks 500 random of a genre': (rows) =>
      rows.entries(
        listTracks(rows, { order: 'random', genre: genres[any(genres.length)]!.name, limit: 500, offset: 0 }),
      ),
    'empty search 500 tracks': (rows) =>
      found(rows, { query: '""', tracks: { limit: 500, offset: any(tracks) } }),
    'resolve 500': (rows) =>
      resolve(
        rows,
        Array.from({ length: 500 }, () => ids.tracks[any(ids.tracks.length)]!),
      ),
    'artists 500': (rows) => rows.entries(listArtists({ main: true, limit: 500, offset: 0 })),
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

function found(rows: IndexFile, params: SearchParams): Entries[] {
  const { artists, albums, tracks } = search(rows, params);
  return [artists, albums, tracks].flatMap((selection) => (selection ? [rows.entries(selection)] : []));
}

function mb(bytes: number): number {
  return Math.round(bytes / 1_000_000);
}
