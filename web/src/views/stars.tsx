import type {
  AlbumResource,
  ArtistResource,
  ListOf,
  TrackResource,
} from '../../../services/gateway/rest/resources.ts';
import { useResource } from '../api/resource.ts';
import { Button } from '../components/button.tsx';
import { AlbumCard, ArtistCard } from '../components/card.tsx';
import { Page, Section } from '../components/page.tsx';
import { Shelf } from '../components/shelf.tsx';
import { Empty, Failure, Loading } from '../components/states.tsx';
import { TrackList, TrackSkeleton } from '../components/track-list.tsx';
import { t } from '../i18n/locale.ts';
import { paths } from '../path.ts';
import { isStarred } from '../state/marks.ts';
import { playTracks } from '../state/player.ts';

export function StarsView() {
  const lists = {
    tracks: useResource<ListOf<TrackResource>>('/stars?kind=track&limit=500'),
    albums: useResource<ListOf<AlbumResource>>('/stars?kind=album&limit=100'),
    artists: useResource<ListOf<ArtistResource>>('/stars?kind=artist&limit=100'),
  };
  const all = Object.values(lists);
  const failed = all.find(({ error }) => error.value !== undefined);
  const isHere = all.every(({ data }) => data.value !== undefined);
  const tracks = lists.tracks.data.value?.items.filter(isStarred) ?? [];
  const albums = lists.albums.data.value?.items.filter(isStarred) ?? [];
  const artists = lists.artists.data.value?.items.filter(isStarred) ?? [];
  const isEmpty = isHere && tracks.length + albums.length + artists.length === 0;
  return (
    <Page
      title={t('nav.stars')}
      tools={
        tracks.length > 0 && (
          <Button look="primary" icon="play" onClick={() => playTracks(tracks)}>
            {t('stars.play')}
          </Button>
        )
      }
    >
      {failed && (
        <Failure
          error={failed.error.value}
          retry={() => {
            for (const list of all) void list.load();
          }}
        />
      )}
      {!failed && !isHere && (
        <Loading>
          {Array.from({ length: 6 }, (_, i) => (
            <div key={i} class="track-place">
              <TrackSkeleton />
            </div>
          ))}
        </Loading>
      )}
      {isEmpty && (
        <Empty icon="star" title={t('stars.emptyTitle')} text={t('stars.emptyText')}>
          <a class="button button-plain" href={paths.albums}>
            {t('albums.title')}
          </a>
        </Empty>
      )}
      {albums.length > 0 && (
        <Shelf title={t('albums.title')}>
          {albums.map((album) => (
            <li key={album.id}>
              <AlbumCard album={album} />
            </li>
          ))}
        </Shelf>
      )}
      {artists.length > 0 && (
        <Shelf title={t('artists.title')}>
          {artists.map((artist) => (
            <li key={artist.id}>
              <ArtistCard artist={artist} />
            </li>
          ))}
        </Shelf>
      )}
      {tracks.length > 0 && (
        <Section title={t('track.list')}>
          <TrackList tracks={tracks} label={t('track.list')} lead="cover" showsAlbum />
        </Section>
      )}
    </Page>
  );
}
