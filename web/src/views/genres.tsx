import type { GenreResource, ListOf } from '../../../services/gateway/rest/resources.ts';
import { useResource } from '../api/resource.ts';
import { FilterField } from '../components/filter-field.tsx';
import { Page } from '../components/page.tsx';
import { Select } from '../components/select.tsx';
import { Empty, Failure, Loading, Skeleton } from '../components/states.tsx';
import { Tile } from '../components/tile.tsx';
import { t } from '../i18n/locale.ts';
import { paths } from '../path.ts';
import { query, setQuery } from '../router.ts';
import { fits } from '../text.ts';

const ORDERS = [
  { value: 'size', label: 'genres.bySize' },
  { value: 'name', label: 'genres.byName' },
] as const;

export function GenresView() {
  const genres = useResource<ListOf<GenreResource>>('/genres?limit=500');
  const filter = query.value.get('q') ?? '';
  const order = query.value.get('order') === 'name' ? 'name' : 'size';
  const all = genres.data.value?.items;
  const error = genres.error.value;
  const found = (all ?? []).filter(({ name }) => fits(name, filter));
  if (order === 'size') found.sort((a, b) => b.albumCount - a.albumCount || b.songCount - a.songCount);
  return (
    <Page
      title={t('genres.title')}
      about={all ? t('genres.count', { n: all.length }) : ' '}
      tools={
        all?.length !== 0 && (
          <>
            <FilterField label={t('genres.filter')} value={filter} onValue={(q) => setQuery({ q })} />
            <Select
              label={t('albums.sort')}
              value={order}
              options={ORDERS.map(({ value, label }) => ({ value, label: t(label) }))}
              onChange={(value) => setQuery({ order: value === 'size' ? undefined : value })}
            />
          </>
        )
      }
    >
      {error !== undefined && <Failure error={error} retry={() => genres.load()} />}
      {all === undefined && error === undefined && (
        <Loading>
          <div class="tiles">
            {Array.from({ length: 12 }, (_, i) => (
              <Skeleton key={i} height="7rem" />
            ))}
          </div>
        </Loading>
      )}
      {all?.length === 0 && (
        <Empty icon="genres" title={t('genres.emptyTitle')} text={t('genres.emptyText')} />
      )}
      {all !== undefined && all.length > 0 && found.length === 0 && (
        <Empty icon="genres" title={t('genres.noMatch', { query: filter })} />
      )}
      <ul class="tiles">
        {found.map(({ name, albumCount }) => (
          <li key={name}>
            <Tile href={paths.genre(name)} name={name} albums={albumCount} />
          </li>
        ))}
      </ul>
    </Page>
  );
}
