import type { ListOf } from '../../../services/gateway/rest/resources.ts';
import { get, withQuery } from '../api/http.ts';
import type { PlayerTrack } from '../audio/player.ts';

const AT_ONCE = 500;
const FIELDS = 'id,title,album,albumId,artists,displayArtist,disc,track,replayGain,format,hasLyrics';

/**
 * The tracks of those ids, and the index among them; what the engine does not know is left out.
 * @param known tracks that need not be asked for
 * @throws {Refused} {Unreachable}
 */
export async function tracksOf(
  ids: readonly string[],
  index: number,
  known: Iterable<PlayerTrack>,
): Promise<{ tracks: PlayerTrack[]; index: number }> {
  const found = new Map<string, PlayerTrack>();
  for (const track of known) found.set(track.id, track);
  const wanted = [...new Set(ids)].filter((id) => !found.has(id));
  for (let from = 0; from < wanted.length; from += AT_ONCE) {
    const query = { ids: wanted.slice(from, from + AT_ONCE).join(','), fields: FIELDS };
    const { items } = await get<ListOf<PlayerTrack>>(withQuery('/items', query));
    for (const track of items) found.set(track.id, track);
  }
  const there = (list: readonly string[]) => list.flatMap((id) => found.get(id) ?? []);
  return { tracks: there(ids), index: there(ids.slice(0, index)).length };
}
