import type { EngineResource } from '../../../services/gateway/rest/resources.ts';
import { usePages } from '../api/pages.ts';
import { useResource } from '../api/resource.ts';
import { ArtistCard, CARD_ARTIST, type CardArtist, CardSkeleton } from '../components/card.tsx';
import { FilterField } from '../components/filter-field.tsx';
import { NoMusic } from '../components/no-music.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failure } from '../components/states.tsx';
import { VirtualGrid } from '../components/virtual.tsx';
import { t } from '../i18n/locale.ts';
import { query, setQuery } from '../router.ts';
import { fits } from '../text.ts';

const keyOf = ({ id }: CardArtist) => id;
const renderCard = (artist: CardArtist, tabIndex: number) => (
  <ArtistCard artist={artist} tabIndex={tabIndex} />
);

export function ArtistsView() {
  const filter = query.value.get('q') ?? '';
  const engine = useResource<EngineResource>('/engine').data.value;
  const pages = usePages<CardArtist>('/artists', { fields: CARD_ARTIST });
  const all = pages.items.value;
  const isWhole = pages.isWhole.value;
  const error = pages.error.value;
  // To look for a name, all of them have to be here.
  if (filter !== '') pages.need(Number.MAX_SAFE_INTEGER);
  const items = filter === '' ? all : all.filter(({ name }) => fits(name, filter));
  const total = filter !== '' || isWhole ? items.length : (engine?.artists ?? 40);
  const isEmpty = isWhole && all.length === 0;
  return (
    <Page
      title={t('artists.title')}
      about={isWhole || engine ? t('artists.count', { n: total }) : ' '}
      tools={
        !isEmpty && (
          <FilterField label={t('artists.filter')} value={filter} onValue={(q) => setQuery({ q })} />
        )
      }
    >
      {error !== undefined && all.length === 0 && <Failure error={error} retry={() => pages.retry()} />}
      {isEmpty && <NoMusic />}
      {isWhole && items.length === 0 && !isEmpty && (
        <Empty icon="artists" title={t('artists.noMatch', { query: filter })} />
      )}
      {(items.length > 0 || (!isWhole && error === undefined)) && (
        <VirtualGrid
          items={items}
          total={total}
          label={t('artists.title')}
          keyOf={keyOf}
          render={renderCard}
          placeholder={<CardSkeleton round />}
          need={(count) => pages.need(count)}
        />
      )}
    </Page>
  );
}
