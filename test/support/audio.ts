import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Whether ffmpeg is there to make real files with. */
export const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;

export interface Sound {
  /** Hz of the tone. */
  tone?: number;
  seconds?: number;
  tags?: Record<string, string>;
  /** Further arguments for the output. */
  options?: string[];
}

/** Makes an audio file of a tone; the format follows from the extension. */
export function makeSound(
  file: string,
  { tone = 440, seconds = 1, tags = {}, options = [] }: Sound = {},
): string {
  mkdirSync(dirname(file), { recursive: true });
  const input = ['-f', 'lavfi', '-i', `sine=frequency=${tone}:sample_rate=44100:duration=${seconds}`];
  ffmpeg([...input, ...metadata(tags), '-bitexact', ...options, file]);
  return file;
}

/** Writes the same audio with other tags to another file. */
export function retag(
  from: string,
  to: string,
  tags: Record<string, string>,
  options: string[] = [],
): string {
  ffmpeg(['-i', from, '-map_metadata', '-1', '-c', 'copy', ...metadata(tags), ...options, to]);
  return to;
}

function metadata(tags: Record<string, string>): string[] {
  return Object.entries(tags).flatMap(([name, value]) => ['-metadata', `${name}=${value}`]);
}

function ffmpeg(args: string[]): void {
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** A folder for one test file and the function that removes it. */
export function temporaryFolder(name: string): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), `cantiga-${name}-`));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
