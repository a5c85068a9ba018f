import { join } from 'node:path';
import sharp from 'sharp';
import type { DemoAlbum, DemoTrack } from './album.ts';
import { drawCover } from './covers.ts';
import { seeded } from './numbers.ts';
import { render } from './render.ts';
import { lyricsOf, type Position, tagOf } from './tags.ts';
import { encodeWav } from './wav.ts';

/** A file of the demo and how to make it. */
export interface DemoFile {
  /** Inside the demo's folder. */
  path: string;
  make: () => Promise<Buffer>;
}

/** The files of some albums in the order to write them: what belongs to a track comes before the track. */
export function filesOf(albums: readonly DemoAlbum[]): DemoFile[] {
  return albums.flatMap((album) => {
    const folder = join(album.artist, album.title);
    const cover = once(() => coverOf(album));
    const tracks = album.discs.flatMap(({ tracks }, disc) =>
      tracks.flatMap((track, index): DemoFile[] => {
        const position = { disc: disc + 1, track: index + 1 };
        const name = join(folder, nameOf(album, track, position));
        const wav = {
          path: `${name}.wav`,
          make: async () => trackFile(album, track, position, await cover()),
        };
        if (track.lyrics === undefined) return [wav];
        return [{ path: `${name}.lrc`, make: async () => Buffer.from(lyricsOf(track)) }, wav];
      }),
    );
    return [{ path: join(folder, 'cover.jpg'), make: cover }, ...tracks];
  });
}

/** A whole track: composed, played, measured, tagged. */
export function trackFile(album: DemoAlbum, track: DemoTrack, position: Position, cover: Buffer): Buffer {
  const seed = `${album.title}/${track.title}`;
  const rendered = render(track.piece, seed);
  return encodeWav(rendered.sound, tagOf(album, track, position, rendered, cover), seeded(seed));
}

function coverOf(album: DemoAlbum): Promise<Buffer> {
  return sharp(Buffer.from(drawCover(album.cover)))
    .jpeg({ quality: 88 })
    .toBuffer();
}

/** `NN - Title`, on an album of several discs `D-NN - Title`. */
function nameOf(album: DemoAlbum, track: DemoTrack, position: Position): string {
  const number = String(position.track).padStart(2, '0');
  return `${album.discs.length > 1 ? `${position.disc}-` : ''}${number} - ${track.title}`;
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
