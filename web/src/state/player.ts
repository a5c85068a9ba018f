import { computed } from '@preact/signals';
import type { AlbumWithTracks } from '../../../services/gateway/rest/resources.ts';
import { coverUrlOf, streamUrl } from '../api/covers.ts';
import { get } from '../api/http.ts';
import { renew } from '../api/session.ts';
import { createPlayer } from '../audio/create-player.ts';
import type { PlayerTrack } from '../audio/player.ts';
import { listeningSession } from '../listening/session.ts';
import { explain } from './explain.ts';
import { toast } from './toasts.ts';

/** The player of this page. */
export const player = createPlayer({
  streamUrl: (trackId) => streamUrl(trackId, listeningSession.peek()),
  coverUrl: (track, size) => coverUrlOf(track.id, size),
  renewSession: () => renew(),
});

export const currentTrack = computed(() => player.current.value?.track);
/** Whether music sounds, or will as soon as it is here. */
export const isPlaying = computed(() => ['playing', 'loading', 'waiting'].includes(player.state.value));
/** Whether the listener waits for music that is not here yet. */
export const isWaiting = computed(() => ['loading', 'waiting'].includes(player.state.value));

/** Plays tracks from one of them on: in their order, or shuffled when the listener has chosen that. */
export function playTracks(tracks: readonly PlayerTrack[], index = 0): void {
  if (tracks.length > 0) player.load(tracks, index);
}

/** Plays tracks in an order that nobody knows. */
export function shuffleTracks(tracks: readonly PlayerTrack[]): void {
  if (tracks.length === 0) return;
  player.load(tracks, Math.floor(Math.random() * tracks.length));
  player.setShuffled(true);
}

/** Plays an album of which only the id is known; what goes wrong is said. */
export async function playAlbum(id: string, how: 'in order' | 'shuffled' = 'in order'): Promise<void> {
  const tracks = await tracksOf(id);
  if (how === 'shuffled') shuffleTracks(tracks);
  else playTracks(tracks);
}

/** The tracks of an album that can be played; none, after saying so, when it cannot be had. */
export async function tracksOf(albumId: string): Promise<readonly PlayerTrack[]> {
  try {
    const { tracks } = await get<AlbumWithTracks>(`/albums/${encodeURIComponent(albumId)}`);
    return tracks.filter(({ missing }) => !missing);
  } catch (error) {
    toast(explain(error), { kind: 'failure' });
    return [];
  }
}

/** Whether that album is what is being heard. */
export function isCurrentAlbum(id: string): boolean {
  return currentTrack.value?.albumId === id;
}
