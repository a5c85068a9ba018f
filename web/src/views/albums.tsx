import type {
  DecadeResource,
  EngineResource,
  GenreResource,
  ListOf,
} from '../../../services/gateway/rest/resources.ts';
import { usePages } from '../api/pages.ts';
import { useResource } from '../api/resource.ts';
import { Button } from '../components/button.tsx';
import { AlbumCard, CARD_ALBUM, type CardAlbum, CardSkeleton } from '../components/card.tsx';
import { NoMusic } from '../components/no-music.tsx';
import { Page } from '../components/page.tsx';
import { Select } from '../components/select.tsx';
import { Empty, Failure } from '../components/states.tsx';
import { VirtualGrid } from '../components/virtual.tsx';
import { t } from '../i18n/locale.ts';
import { paths } from '../path.ts';
import { navigate, query, setQuery } from '../router.ts';
import { type AlbumChoice, choiceIn, filtersOf, ORDERS } from './albums/choice.ts';

const keyOf = ({ id }: CardAlbum) => id;
const renderCard = (album: CardAlbum, tabIndex: number) => <AlbumCard album={album} tabIndex={tabIndex} />;

export function AlbumsView() {
  const choice = choiceIn(query.value);
  const engine = useResource<EngineResource>('/engine').data.value;
  const isAll = choice.genre === undefined && choice.decade === undefined;
  const pages = usePages<CardAlbum>('/albums', { ...filtersOf(choice), fields: CARD_ALBUM });
  const items = pages.items.value;
  const isWhole = pages.isWhole.value;
  const error = pages.error.value;
  // Until the number is known, a screen of places where albums will be.
  const total = isWhole ? items.length : isAll ? (engine?.albums ?? 40) : Math.max(40, items.length + 20);
  const isEmpty = isWhole && items.length === 0 && isAll;
  return (
    <Page
      title={t('albums.title')}
      about={isWhole || (isAll && engine) ? t('albums.count', { n: total }) : ' '}
      tools={!isEmpty && <Tools choice={choice} />}
    >
      {error !== undefined && items.length === 0 && <Failure error={error} retry={() => pages.retry()} />}
      {isEmpty && <NoMusic />}
      {isWhole && items.length === 0 && !isAll && <NoMatch />}
      {(items.length > 0 || (!isWhole && error === undefined)) && (
        <VirtualGrid
          items={items}
          total={total}
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

function NoMatch() {
  return (
    <Empty icon="albums" title={t('albums.emptyTitle')} text={t('albums.emptyText')}>
      <Button onClick={() => navigate(paths.albums)}>{t('albums.showAll')}</Button>
    </Empty>
  );
}

function Tools({ choice }: { choice: AlbumChoice }) {
  const genres = useResource<ListOf<GenreResource>>('/genres?limit=500').data.value?.items ?? [];
  const decades = useResource<ListOf<DecadeResource>>('/decades?limit=500').data.value?.items ?? [];
  return (
    <>
      {decades.length > 1 && (
        <Select
          label={t('albums.decade')}
          value={choice.decade}
          options={[
            { value: undefined, label: t('albums.anyDecade') },
            ...decades
              .map(({ decade }) => ({ value: decade, label: t('albums.decadeOf', { year: String(decade) }) }))
              .reverse(),
          ]}
          onChange={(decade) => setQuery({ decade: decade === undefined ? undefined : String(decade) })}
        />
      )}
      {genres.length > 1 && (
        <Select
          label={t('albums.genre')}
          value={choice.genre}
          options={[
            { value: undefined, label: t('albums.anyGenre') },
            ...genres.map(({ name }) => ({ value: name, label: name })),
          ]}
          onChange={(genre) => setQuery({ genre })}
        />
      )}
      <Select
        label={t('albums.sort')}
        value={choice.order}
        options={ORDERS.map(({ order, label }) => ({ value: order, label: t(label) }))}
        onChange={(order) => setQuery({ order: order === 'name' ? undefined : order })}
      />
    </>
  );
}
