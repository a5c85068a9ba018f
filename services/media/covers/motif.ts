import { CantigaError } from '../../../errors.ts';
import type { Album, Artist, Item, Track } from '../../catalog/model.ts';

/** What a cover shows: the picture of a track, four of them in a square, or a drawing where there is none. */
export type Motif =
  | { kind: 'picture'; track: Track }
  | { kind: 'grid'; tracks: Track[] }
  | { kind: 'placeholder' };

/** What the listener who asks may see of the catalog and the playlists. */
export interface Ask {
  resolve(ids: string[]): Promise<(Item | null)[]>;
  /** The first tracks of a playlist. */
  playlist(id: string): Promise<string[]>;
}

const CELLS = 4;

/**
 * The motif of the cover of a track, an album, an artist or a playlist.
 * @throws NOT_FOUND when the listener has no such thing
 */
export async function motifOf(id: string, ask: Ask): Promise<Motif> {
  if (id.startsWith('pl-')) return ofPlaylist(await ask.playlist(id), ask);
  const [item] = await ask.resolve([id]);
  if (!item) throw new CantigaError('NOT_FOUND', 'There is no such cover.');
  return item.kind === 'track' ? ofTrack(item, ask) : ofCoverTrack(item, ask);
}

async function ofTrack(track: Track, ask: Ask): Promise<Motif> {
  if (track.cover !== undefined) return { kind: 'picture', track };
  const [album] = await ask.resolve([track.albumId]);
  return album?.kind === 'album' ? ofCoverTrack(album, ask) : { kind: 'placeholder' };
}

async function ofCoverTrack({ coverTrack }: Album | Artist, ask: Ask): Promise<Motif> {
  if (coverTrack === undefined) return { kind: 'placeholder' };
  const [track] = await ask.resolve([coverTrack]);
  return track?.kind === 'track' && track.cover !== undefined
    ? { kind: 'picture', track }
    : { kind: 'placeholder' };
}

async function ofPlaylist(ids: string[], ask: Ask): Promise<Motif> {
  const byAlbum = new Map<string, Track>();
  for (const item of await ask.resolve(ids)) {
    if (item?.kind !== 'track' || item.cover === undefined || byAlbum.has(item.albumId)) continue;
    byAlbum.set(item.albumId, item);
    if (byAlbum.size === CELLS) return { kind: 'grid', tracks: [...byAlbum.values()] };
  }
  const [track] = byAlbum.values();
  return track ? { kind: 'picture', track } : { kind: 'placeholder' };
}
