import type { PlaysResource } from '../../../../services/gateway/rest/playback-resources.ts';
import type { AlbumResource, ListOf } from '../../../../services/gateway/rest/resources.ts';
import { withQuery } from '../../api/http.ts';
import { useResource } from '../../api/resource.ts';

type PlayedAlbum = PlaysResource<AlbumResource>;

/** Albums of a shelf. */
const SHELF = 20;
/** Plays from which on an album is one that is played often, and how many of them make a shelf. */
const OFTEN = 3;
const ENOUGH = 2;

/** Albums that the listener has played last and most; undefined while that is not known. */
export function useHeard(): { last: AlbumResource[]; often: AlbumResource[] } | undefined {
  const last = usePlayed('last');
  const most = usePlayed('most');
  if (last === undefined || most === undefined) return undefined;
  const often = most.filter(({ plays }) => plays >= OFTEN);
  return { last: albumsIn(last), often: often.length < ENOUGH ? [] : albumsIn(often) };
}

/** None when the engine cannot tell: home is more than what was played. */
function usePlayed(order: 'last' | 'most'): readonly PlayedAlbum[] | undefined {
  const path = withQuery('/playback/plays', { kind: 'album', order, limit: SHELF });
  const { data, error } = useResource<ListOf<PlayedAlbum>>(path);
  return error.value === undefined ? data.value?.items : [];
}

function albumsIn(played: readonly PlayedAlbum[]): AlbumResource[] {
  return played.flatMap(({ item }) => item ?? []);
}
