import { useEffect, useMemo } from 'preact/hooks';
import type { HistoryEntry } from '../../../services/gateway/rest/playback-resources.ts';
import { usePages } from '../api/pages.ts';
import { Page } from '../components/page.tsx';
import { Empty, Failure, Loading } from '../components/states.tsx';
import { VirtualRows } from '../components/virtual.tsx';
import { day } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { paths } from '../path.ts';
import { currentTrack } from '../state/player.ts';
import { byDays, type DayRow } from './history/days.ts';
import { ListenRow, ListenSkeleton } from './listening/listen-row.tsx';
import { chosenListener, ListenerSelect, ListeningTabs, ofSameListener } from './listening/listener.tsx';

/** Of a row, in rem. */
const ROW = 3.5;
/** Milliseconds after which the engine knows of a track that has begun here. */
const SOON = 1500;

type Row = DayRow<HistoryEntry>;

const keyOf = (row: Row) =>
  'day' in row ? row.day.toDateString() : `${row.item.session} ${row.item.listen}`;
const renderRow = (row: Row, tabIndex: number) =>
  'day' in row ? (
    <h2 class="listen-day">{day(row.day)}</h2>
  ) : (
    <ListenRow listen={row.item} href={ofSameListener(paths.session(row.item.session))} tabIndex={tabIndex} />
  );

/** All that a listener has listened to, the latest first. */
export function HistoryView() {
  const user = chosenListener();
  const pages = usePages<HistoryEntry>('/playback/history', { user });
  // The list that is kept for who comes back does not know of what was listened to since.
  useEffect(() => pages.refresh(), [pages]);
  const playing = currentTrack.value?.id;
  useEffect(() => {
    const later = setTimeout(() => pages.refresh(), SOON);
    return () => clearTimeout(later);
  }, [pages, playing]);
  const items = pages.items.value;
  const isWhole = pages.isWhole.value;
  const error = pages.error.value;
  const rows = useMemo(() => byDays(items), [items]);
  return (
    <Page title={t('nav.history')} tools={<ListenerSelect />}>
      <ListeningTabs />
      {error !== undefined && items.length === 0 && <Failure error={error} retry={() => pages.retry()} />}
      {items.length === 0 && !isWhole && error === undefined && <Places />}
      {isWhole && items.length === 0 && (
        <Empty icon="history" title={t('history.emptyTitle')} text={t('history.emptyText')}>
          <a class="button button-plain" href={paths.home}>
            {t('error.home')}
          </a>
        </Empty>
      )}
      {rows.length > 0 && (
        <div class="listens listens-by-day">
          <VirtualRows
            items={rows}
            total={isWhole ? rows.length : rows.length + 20}
            label={t('nav.history')}
            height={ROW}
            keyOf={keyOf}
            render={renderRow}
            placeholder={<ListenSkeleton />}
            need={(count) => pages.need(count)}
          />
        </div>
      )}
    </Page>
  );
}

function Places() {
  return (
    <Loading>
      {Array.from({ length: 8 }, (_, i) => (
        <div key={i} class="track-place">
          <ListenSkeleton />
        </div>
      ))}
    </Loading>
  );
}
