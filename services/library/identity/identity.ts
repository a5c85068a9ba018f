import { hash } from 'node:crypto';
import { type Container, formatOf } from '../formats.ts';
import { regionsOf } from './containers.ts';
import { flacMd5 } from './flac.ts';
import { oggIdentity } from './ogg.ts';
import type { ByteSource, Region } from './source.ts';

const WINDOW = 65_536;

/**
 * A name for the audio of a file that stays when its tags are edited and when it is moved or renamed: the MD5 of the
 * samples where a FLAC has one, else a hash of three windows of 64 KiB of the audio data (start, middle, end) and
 * of its length. Two files with one identity hold the same audio; different audio has a different one.
 */
export function audioIdentity(source: ByteSource, suffix: string): string {
  const { container } = formatOf(suffix);
  if (container === 'flac') {
    const md5 = flacMd5(source);
    if (md5 !== null) return `flac-${md5.toString('base64url')}`;
  }
  if (container === 'ogg') {
    const identity = oggIdentity(source, WINDOW);
    if (identity !== null) return `ogg-${identity}`;
  }
  return hashRegions(source, container);
}

function hashRegions(source: ByteSource, container: Container): string {
  const regions = regionsOf(source, container) ?? [];
  const length = regions.reduce((sum, region) => sum + region.length, 0);
  if (length === 0) return hashRegion(source, { offset: 0, length: source.size }, 'file');
  // Fragmented files have many pieces of audio; the largest stands for all of them, the sum of lengths beside it.
  const largest = regions.reduce((a, b) => (b.length > a.length ? b : a));
  return hashRegion(source, largest, `${container}-${length}`);
}

function hashRegion(source: ByteSource, { offset, length }: Region, kind: string): string {
  const windows =
    length <= 3 * WINDOW
      ? [source.read(offset, length)]
      : [0, Math.floor((length - WINDOW) / 2), length - WINDOW].map((at) => source.read(offset + at, WINDOW));
  const digest = hash('sha1', Buffer.concat([Buffer.from(`${kind} ${length} `), ...windows]), 'base64url');
  return `${kind.split('-')[0]}-${digest}`;
}
