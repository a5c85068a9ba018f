import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { AlbumResource, TrackResource } from '../../../services/gateway/rest/resources.ts';
import { AlbumCard } from '../components/card.tsx';
import { Page, Section } from '../components/page.tsx';
import { Shelf } from '../components/shelf.tsx';
import { Empty, Failure, Loading } from '../components/states.tsx';
import { TrackList, TrackSkeleton } from '../components/track-list.tsx';
import { t } from '../i18n/locale.ts';
import { paths } from '../path.ts';
import { listened } from '../state/listened.ts';
import { player } from '../state/player.ts';
import { itemsOf } from './playlist/items.ts';

const ALBUMS = 30;

export function HistoryView() {
  const albums = useSignal<readonly AlbumResource[]>([]);
  const tracks = useSignal<readonly TrackResource[] | undefined>(undefined);
  const error = useSignal<unknown>(undefined);
  const heard = player.history.value.map(({ id }) => id);
  const load = () => {
    error.value = undefined;
    const wanted = listened.peek().slice(0, ALBUMS);
    Promise.all([itemsOf<AlbumResource>(wanted.map(({ id }) => id)), itemsOf<TrackResource>(heard)]).then(
      ([foundAlbums, foundTracks]) => {
        albums.value = foundAlbums;
        tracks.value = foundTracks;
      },
      (reason: unknown) => {
        error.value = reason;
      },
    );
  };
  useEffect(load, [heard.join(',')]);
  const isEmpty = tracks.value !== undefined && tracks.value.length + albums.value.length === 0;
  return (
    <Page title={t('nav.history')} about={t('home.heardHere')}>
      {error.value !== undefined && <Failure error={error.value} retry={load} />}
      {tracks.value === undefined && error.value === undefined && (
        <Loading>
          {Array.from({ length: 6 }, (_, i) => (
            <div key={i} class="track-place">
              <TrackSkeleton />
            </div>
          ))}
        </Loading>
      )}
      {isEmpty && (
        <Empty icon="history" title={t('history.emptyTitle')} text={t('history.emptyText')}>
          <a class="button button-plain" href={paths.home}>
            {t('error.home')}
          </a>
        </Empty>
      )}
      {albums.value.length > 0 && (
        <Shelf title={t('albums.title')}>
          {albums.value.map((album) => (
            <li key={album.id}>
              <AlbumCard album={album} />
            </li>
          ))}
        </Shelf>
      )}
      {tracks.value && tracks.value.length > 0 && (
        <Section title={t('track.list')}>
          <TrackList tracks={tracks.value} label={t('track.list')} lead="cover" showsAlbum />
        </Section>
      )}
    </Page>
  );
}
