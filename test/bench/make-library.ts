import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { argv } from 'node:process';
import id3 from 'node-id3';
import { type PlannedTrack, planLibrary, random } from './library-plan.ts';

/** Counts up whenever the same call would write other files, so that an older folder is made anew. */
const VERSION = 1;
const FRAMES = 18;

/** Where the library of that many tracks lies when no folder is named. */
export function libraryFolder(tracks: number): string {
  return join(tmpdir(), `cantiga-library-${tracks}`);
}

/**
 * Makes a library of tagged MP3 files of about 8 KB, the same ones each time; one that is complete is left as it is.
 * @returns the tracks in it
 */
export function makeLibrary(tracks: number, folder = libraryFolder(tracks)): PlannedTrack[] {
  const plan = planLibrary(tracks);
  const mark = join(folder, 'library.json');
  const wanted = JSON.stringify({ version: VERSION, tracks });
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return plan;
  rmSync(folder, { recursive: true, force: true });
  writeTracks(plan, folder);
  writeFileSync(mark, wanted);
  return plan;
}

/** Writes the files of a part of the plan, which begins at the track of that number. */
export function writeTracks(plan: readonly PlannedTrack[], folder: string, first = 0): void {
  let made = '';
  for (const [index, track] of plan.entries()) {
    const parent = join(folder, track.folder);
    if (parent !== made) mkdirSync(parent, { recursive: true });
    made = parent;
    writeFileSync(join(parent, track.file), Buffer.concat([tags(track), silence(first + index)]));
  }
}

function tags(track: PlannedTrack): Buffer {
  return id3.create({
    title: track.title,
    artist: track.artist,
    performerInfo: track.albumArtist,
    album: track.album,
    trackNumber: `${track.track}/${track.tracks}`,
    partOfSet: `${track.disc}/${track.discs}`,
    year: String(track.year),
    genre: track.genre,
  });
}

/**
 * Valid MPEG-1 layer III frames (128 kbit/s, 44.1 kHz, joint stereo) of 26 ms each that decode to silence: the side
 * information claims no main data, so the rest of a frame is ancillary and may hold bytes that tell tracks apart.
 */
function silence(seed: number): Buffer {
  const next = random(seed + 1);
  return Buffer.concat(
    Array.from({ length: FRAMES }, () => {
      const frame = Buffer.alloc(417);
      frame.set([0xff, 0xfb, 0x90, 0x64]);
      // Below 0x80, so that nothing in it looks like the start of a frame.
      for (let at = 36; at < frame.length; at++) frame[at] = next() * 0x80;
      return frame;
    }),
  );
}

if (import.meta.main) {
  const tracks = Number(argv[2] ?? 100_000);
  const folder = resolve(argv[3] ?? libraryFolder(tracks));
  const started = performance.now();
  makeLibrary(tracks, folder);
  console.log(`${tracks} tracks in ${folder}, ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
