import type {
  ListOf,
  PlaylistResource,
  PlaylistWithTracks,
} from '../../../services/gateway/rest/resources.ts';
import { request } from '../api/http.ts';
import { resourceAt } from '../api/resource.ts';
import { t } from '../i18n/locale.ts';
import { paths } from '../path.ts';
import { navigate } from '../router.ts';
import { explain } from './explain.ts';
import { toast } from './toasts.ts';

/** Where the list of all playlists is. More than these nobody scrolls through. */
export const PLAYLISTS = '/playlists?limit=500';

/** Where a playlist is, with the ids of its tracks. */
export const playlistPath = (id: string) => `/playlists/${encodeURIComponent(id)}`;

/** What may be said of a playlist. */
export interface PlaylistChange {
  name?: string;
  comment?: string;
  public?: boolean;
}

/** Looks at the playlists anew, after one of them has changed. */
export function lookAtPlaylists(): Promise<void> {
  return resourceAt<ListOf<PlaylistResource>>(PLAYLISTS).load();
}

/** Makes a playlist. @throws {Refused} {Unreachable} */
export async function createPlaylist(
  name: string,
  tracks: readonly string[] = [],
): Promise<PlaylistWithTracks> {
  const body = { name, ...(tracks.length > 0 && { tracks }) };
  const headers = { 'Idempotency-Key': newKey() };
  const made = await request<PlaylistWithTracks>('POST', '/playlists', { body, headers });
  void lookAtPlaylists();
  return made;
}

/** @throws {Refused} {Unreachable} */
export async function changePlaylist(id: string, change: PlaylistChange): Promise<void> {
  await request('PATCH', playlistPath(id), { body: change });
  await Promise.all([resourceAt(playlistPath(id)).load(), lookAtPlaylists()]);
}

/** @throws {Refused} {Unreachable} */
export async function deletePlaylist(id: string): Promise<void> {
  await request('DELETE', playlistPath(id));
  void lookAtPlaylists();
}

/** Replaces the tracks, in that order. @throws {Refused} {Unreachable} */
export async function setPlaylistTracks(id: string, tracks: readonly string[]): Promise<void> {
  await request('PUT', `${playlistPath(id)}/tracks`, { body: { tracks } });
  void lookAtPlaylists();
}

/** Adds tracks at the end of a playlist; what has come of it is said. */
export async function addToPlaylist(playlist: PlaylistResource, tracks: readonly string[]): Promise<void> {
  if (tracks.length === 0) return;
  try {
    await request('POST', `${playlistPath(playlist.id)}/tracks`, { body: { tracks } });
    void resourceAt(playlistPath(playlist.id)).load();
    void lookAtPlaylists();
    toast(t('playlists.added', { n: tracks.length, name: playlist.name }), {
      action: { label: t('playlists.show'), run: () => navigate(paths.playlist(playlist.id)) },
    });
  } catch (error) {
    toast(explain(error), { kind: 'failure' });
  }
}

/** Says what went wrong with something that was done to a playlist; whether it worked. */
export async function attempted(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    toast(explain(error), { kind: 'failure' });
    return false;
  }
}

function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
