import type { AlbumResource, ArtistWithAlbums } from '../../../../services/gateway/rest/resources.ts';
import type { MessageKey } from '../../i18n/messages.ts';

export interface AlbumGroup {
  title: MessageKey;
  /** Newest first. */
  albums: AlbumResource[];
}

const ORDER = [
  'artist.albums',
  'artist.live',
  'artist.singles',
  'artist.compilations',
  'artist.appearsOn',
] as const;

/** The albums of an artist by kind; of one who has none, those on which they appear. */
export function groupsOf(artist: Pick<ArtistWithAlbums, 'albumCount' | 'albums'>): AlbumGroup[] {
  const groups = new Map<MessageKey, AlbumResource[]>();
  for (const album of [...artist.albums].reverse()) {
    const title = artist.albumCount === 0 ? 'artist.appearsOn' : groupOf(album);
    groups.set(title, [...(groups.get(title) ?? []), album]);
  }
  return ORDER.flatMap((title) => {
    const albums = groups.get(title);
    return albums ? [{ title, albums }] : [];
  });
}

function groupOf({ releaseTypes, compilation }: AlbumResource): (typeof ORDER)[number] {
  const types = releaseTypes.map((type) => type.toLowerCase());
  if (types.includes('live')) return 'artist.live';
  if (types.includes('single') || types.includes('ep')) return 'artist.singles';
  return compilation || types.includes('compilation') ? 'artist.compilations' : 'artist.albums';
}
