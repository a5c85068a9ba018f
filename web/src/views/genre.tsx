import type { ListOf, TrackResource } from '../../../services/gateway/rest/resources.ts';
import { get, withQuery } from '../api/http.ts';
import { usePages } from '../api/pages.ts';
import { Button } from '../components/button.tsx';
import { AlbumCard, CARD_ALBUM, type CardAlbum, CardSkeleton } from '../components/card.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failure } from '../components/states.tsx';
import { VirtualGrid } from '../components/virtual.tsx';
import { t } from '../i18n/locale.ts';
import { paths } from '../path.ts';
import type { ViewProps } from '../routes.ts';
import { explain } from '../state/explain.ts';
import { playTracks } from '../state/player.ts';
import { toast } from '../state/toasts.ts';

const keyOf = ({ id }: CardAlbum) => id;
const renderCard = (album: CardAlbum, tabIndex: number) => <AlbumCard album={album} tabIndex={tabIndex} />;
const SHUFFLED = 200;

export function GenreView({ params: { name = '' } }: ViewProps) {
  const pages = usePages<CardAlbum>('/albums', { order: 'name', genre: name, fields: CARD_ALBUM });
  const items = pages.items.value;
  const isWhole = pages.isWhole.value;
  const error = pages.error.value;
  const play = async () => {
    const query = { order: 'random', genre: name, limit: SHUFFLED };
    try {
      playTracks((await get<ListOf<TrackResource>>(withQuery('/tracks', query))).items);
    } catch (reason) {
      toast(explain(reason), { kind: 'failure' });
    }
  };
  return (
    <Page
      title={name}
      about={isWhole ? `${t('genre.kind')} · ${t('albums.count', { n: items.length })}` : t('genre.kind')}
      tools={
        items.length > 0 && (
          <Button look="primary" icon="shuffle" onClick={() => void play()}>
            {t('album.shuffle')}
          </Button>
        )
      }
    >
      {error !== undefined && items.length === 0 && <Failure error={error} retry={() => pages.retry()} />}
      {isWhole && items.length === 0 && (
        <Empty icon="genres" title={t('albums.emptyTitle')}>
          <a class="button button-plain" href={paths.genres}>
            {t('genres.title')}
          </a>
        </Empty>
      )}
      {(items.length > 0 || (!isWhole && error === undefined)) && (
        <VirtualGrid
          items={items}
          total={isWhole ? items.length : Math.max(24, items.length + 12)}
          label={t('albums.title')}
          keyOf={keyOf}
          render={renderCard}
          placeholder={<CardSkeleton />}
          need={(count) => pages.need(count)}
        />
      )}
    </Page>
  );
}
