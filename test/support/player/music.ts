import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Hz of the tone that goes through an album of {@link makeAlbum} without a break. */
export const TONE = 441;
/** Seconds of each of its tracks: a whole number of periods. */
export const TRACK = 2;

const RATE = 44_100;

/** How the tracks of an album are encoded. */
export interface Encoding {
  suffix: string;
  options?: string[];
}

/** Makes an album that is one tone, cut into tracks named `${name} 1`, `${name} 2`, … each encoded on its own. */
export function makeAlbum(
  folder: string,
  name: string,
  { suffix, options = [] }: Encoding,
  tracks = 3,
): void {
  for (let number = 1; number <= tracks; number++) {
    const title = `${name} ${number}`;
    const start = (number - 1) * TRACK;
    // The tone begins where that of the track before ends.
    const source = `aevalsrc=0.5*sin(2*PI*${TONE}*(t+${start})):s=${RATE}:d=${TRACK}`;
    sound(
      join(folder, name, `${title}.${suffix}`),
      source,
      { title, album: name, track: `${number}` },
      options,
    );
  }
}

/** Makes one file. @param source of ffmpeg's lavfi */
export function sound(
  file: string,
  source: string,
  tags: Record<string, string>,
  options: string[] = [],
): void {
  mkdirSync(dirname(file), { recursive: true });
  const metadata = Object.entries({ artist: 'Somebody', ...tags }).flatMap(([name, value]) => [
    '-metadata',
    `${name}=${value}`,
  ]);
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', source, ...metadata, ...options, file], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** A folder of its own in the temporary one. */
export function musicFolder(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'cantiga-player-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
