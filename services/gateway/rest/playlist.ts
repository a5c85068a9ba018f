import type { Playlist, PlaylistWithTracks as Stored } from '../../actions.ts';
import { BASE } from './base.ts';
import { jsonOf } from './json.ts';
import type { PlaylistResource, PlaylistWithTracks } from './resources.ts';
import { type Answer, type Exchange, signedIn } from './route.ts';

type Asking = Pick<Exchange, 'session'>;

/** A playlist as the listener who asks is shown it. */
export function playlistFor<P extends Playlist>(
  asking: Asking,
  { ownerId, ...playlist }: P,
): Omit<P, 'ownerId'> & Pick<PlaylistResource, 'editable'> {
  return { ...playlist, editable: ownerId === signedIn(asking).user.id };
}

/** The answer with a playlist and the ids of its tracks. */
export function whole(asking: Asking, playlist: Stored): Answer {
  const answer: PlaylistWithTracks = playlistFor(asking, playlist);
  return { kind: 'json', json: jsonOf(answer) };
}

/** The answer with a playlist that was made. */
export function made(asking: Asking, playlist: Stored): Answer {
  return { ...whole(asking, playlist), location: locationOf(playlist) } as Answer;
}

export function locationOf({ id }: Playlist): string {
  return `${BASE}/playlists/${id}`;
}
