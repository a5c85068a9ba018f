import type { ArtistRef, ArtistWithAlbums } from '../../../../services/gateway/rest/resources.ts';
import { useResource } from '../../api/resource.ts';
import { AlbumCard } from '../../components/card.tsx';
import { Shelf } from '../../components/shelf.tsx';
import { t } from '../../i18n/locale.ts';
import { paths } from '../../path.ts';

const MOST = 20;

/** Other albums of the artist of one. */
export function MoreBy({ artist, except }: { artist: ArtistRef; except: string }) {
  const { data } = useResource<ArtistWithAlbums>(`/artists/${encodeURIComponent(artist.id)}`);
  const found = data.value;
  if (found === undefined || found.albumCount === 0) return null;
  const albums = found.albums
    .filter(({ id }) => id !== except)
    .slice(-MOST)
    .reverse();
  if (albums.length === 0) return null;
  return (
    <Shelf title={t('album.moreBy', { artist: artist.name })} href={paths.artist(artist.id)}>
      {albums.map((album) => (
        <li key={album.id}>
          <AlbumCard album={album} about="year" />
        </li>
      ))}
    </Shelf>
  );
}
