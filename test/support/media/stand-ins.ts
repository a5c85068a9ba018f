import { createHash } from 'node:crypto';
import { open, readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Context, ServiceSchema } from 'moleculer';
import { CantigaError } from '../../../errors.ts';
import type { Actions, FileInfo, PictureSlice } from '../../../services/actions.ts';
import type { Item, Track } from '../../../services/catalog/model.ts';
import type { DeliveryReport } from '../../../services/playback/answers.ts';

/** What the stand-ins for library, catalog and playlists know. Tests change it as they go. */
export interface Shelf {
  /** Path of the file of a track. */
  files: Map<string, string>;
  /** Path of the picture of a track. */
  pictures: Map<string, string>;
  items: Map<string, Item>;
  playlists: Map<string, string[]>;
  /** Called before each read of a piece of a file; may throw. */
  onRead?: () => void;
  /** Called for each slice of a picture. */
  onPicture?: () => void;
}

export function emptyShelf(): Shelf {
  return { files: new Map(), pictures: new Map(), items: new Map(), playlists: new Map() };
}

const SLICE = 262_144;
const TYPES: Record<string, string> = { '.mp3': 'audio/mpeg', '.flac': 'audio/flac' };

/** A library that answers from the shelf and reads the disk, as the real one does for the media room. */
export function standInLibrary(shelf: Shelf): ServiceSchema {
  const find = async (track: string): Promise<FileInfo & { path: string }> => {
    const path = shelf.files.get(track);
    if (path === undefined) throw new CantigaError('NOT_FOUND', 'There is no such track.');
    const file = await stat(path).catch(() => {
      throw new CantigaError('FILE_CHANGED', 'The file has vanished.');
    });
    const suffix = extname(path);
    return {
      track,
      path,
      size: file.size,
      etag: createHash('sha1').update(`${file.ino} ${file.size} ${file.mtimeMs}`).digest('hex'),
      mtime: Math.floor(file.mtimeMs),
      contentType: TYPES[suffix] ?? 'application/octet-stream',
      suffix: suffix.slice(1),
    };
  };
  return {
    name: 'library',
    actions: {
      file: {
        permissions: ['service'],
        handler: async (ctx) => {
          const { path: _path, ...info } = await find((ctx.params as { track: string }).track);
          return info;
        },
      },
      path: {
        permissions: ['service'],
        visibility: 'protected',
        handler: (ctx) => find((ctx.params as { track: string }).track),
      },
      read: {
        permissions: ['service'],
        handler: async (ctx) => {
          const { track, etag, offset, length } = ctx.params as Actions['library.read']['params'];
          shelf.onRead?.();
          const info = await find(track);
          if (info.etag !== etag) throw new CantigaError('FILE_CHANGED', 'The file has changed.');
          const file = await open(info.path);
          try {
            const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, offset);
            return buffer.subarray(0, bytesRead);
          } finally {
            await file.close();
          }
        },
      },
      picture: {
        permissions: ['service'],
        handler: async (ctx): Promise<PictureSlice> => {
          const { track, offset = 0 } = ctx.params as Actions['library.picture']['params'];
          shelf.onPicture?.();
          const path = shelf.pictures.get(track);
          if (path === undefined) throw new CantigaError('NOT_FOUND', 'There is no such picture.');
          const bytes = await readFile(path);
          const etag = createHash('sha1').update(bytes).digest('hex');
          const data = bytes.subarray(offset, offset + SLICE);
          return { contentType: 'text/html', size: bytes.length, etag, data };
        },
      },
    },
  };
}

export function standInCatalog(shelf: Shelf): ServiceSchema {
  return {
    name: 'catalog',
    actions: {
      resolve: {
        permissions: ['listener'],
        handler: (ctx) => (ctx.params as { ids: string[] }).ids.map((id) => shelf.items.get(id) ?? null),
      },
    },
  };
}

export function standInPlaylists(shelf: Shelf): ServiceSchema {
  return {
    name: 'playlists',
    actions: {
      sample: {
        permissions: ['listener'],
        handler: (ctx) => {
          const tracks = shelf.playlists.get((ctx.params as { id: string }).id);
          if (!tracks) throw new CantigaError('NOT_FOUND', 'There is no such playlist.');
          return tracks;
        },
      },
    },
  };
}

/** A track of the catalog, with as much in it as the media room looks at. */
export function trackOf(id: string, more: Partial<Track> = {}): Track {
  return {
    kind: 'track',
    id,
    title: 'Title',
    album: 'Album',
    albumId: 'al-1',
    artists: [],
    displayArtist: 'Artist',
    albumArtists: [],
    displayAlbumArtist: 'Artist',
    contributors: [],
    genres: [],
    moods: [],
    isrc: [],
    groupings: [],
    format: { suffix: 'mp3', contentType: 'audio/mpeg', duration: 1, bitRate: 320, lossless: false },
    size: 1,
    etag: id,
    path: 'Artist/Album/Title.mp3',
    folder: 1,
    created: '2024-01-01T00:00:00Z',
    hasLyrics: false,
    ...more,
  };
}

/** Keeps what it is told of deliveries. */
export function standInPlayback(taken: DeliveryReport[]): ServiceSchema {
  return {
    name: 'playback',
    actions: {
      deliver: {
        permissions: ['service'],
        handler(ctx: Context<Actions['playback.deliver']['params']>) {
          taken.push(...ctx.params.deliveries);
          return null;
        },
      },
    },
  };
}
