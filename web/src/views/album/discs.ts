import type { AlbumWithTracks, TrackResource } from '../../../../services/gateway/rest/resources.ts';
import type { MessageKey } from '../../i18n/messages.ts';

export interface Disc {
  disc: number;
  title?: string;
  tracks: TrackResource[];
}

/** The tracks of an album by disc; those that name none are on the first. */
export function discsOf({ tracks, discTitles }: Pick<AlbumWithTracks, 'tracks' | 'discTitles'>): Disc[] {
  const discs = new Map<number, Disc>();
  for (const track of tracks) {
    const number = track.disc ?? 1;
    let disc = discs.get(number);
    if (disc === undefined) {
      const title = discTitles.find((one) => one.disc === number)?.title;
      disc = { disc: number, tracks: [], ...(title !== undefined && { title }) };
      discs.set(number, disc);
    }
    disc.tracks.push(track);
  }
  return [...discs.values()].sort((a, b) => a.disc - b.disc);
}

const KINDS: Readonly<Record<string, MessageKey>> = {
  single: 'album.single',
  ep: 'album.ep',
  live: 'album.live',
  soundtrack: 'album.soundtrack',
  compilation: 'album.compilation',
};

/** What kind of release it is. */
export function kindOf({
  compilation,
  releaseTypes,
}: Pick<AlbumWithTracks, 'compilation' | 'releaseTypes'>): MessageKey {
  const types = releaseTypes.map((type) => type.toLowerCase());
  const known = Object.keys(KINDS).find((type) => types.includes(type));
  if (known !== undefined) return KINDS[known]!;
  return compilation ? 'album.compilation' : 'search.kind.album';
}
