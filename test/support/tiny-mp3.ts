import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import id3 from 'node-id3';
import { noise } from './rare-formats.ts';

const FRAMES = 8;

/**
 * A small MP3 of silence. Its side information claims no main data, so the rest of each frame may hold bytes that make
 * the audio of one `sound` another than that of the next.
 */
export function tinyMp3(sound: number, tags: id3.Tags = {}): Buffer {
  const bytes = noise(FRAMES * 417, sound).map((byte) => byte & 0x7f);
  for (let at = 0; at < bytes.length; at += 417) {
    bytes.fill(0, at, at + 36);
    bytes.set([0xff, 0xfb, 0x90, 0x64], at);
  }
  return Buffer.concat([id3.create(tags), bytes]);
}

let writes = 0;

/**
 * Writes {@link tinyMp3} to a file; its folders are made. Each write gets another time, long ago: the library waits to
 * see whether somebody is still writing a file that has just changed.
 */
export function writeMp3(folder: string, path: string, sound: number, tags: id3.Tags = {}): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, tinyMp3(sound, { title: path, ...tags }));
  const written = 1_600_000_000 + writes++;
  utimesSync(file, written, written);
}
