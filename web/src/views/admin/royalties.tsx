import { useCallback } from 'preact/hooks';
import type { RoyaltyResource } from '../../../../services/gateway/rest/playback-resources.ts';
import { usePages } from '../../api/pages.ts';
import { Cover } from '../../components/cover.tsx';
import { Choice } from '../../components/field.tsx';
import { Select } from '../../components/select.tsx';
import { Empty, Failure, Loading, Skeleton } from '../../components/states.tsx';
import { VirtualRows } from '../../components/virtual.tsx';
import { date, span } from '../../i18n/format.ts';
import { t } from '../../i18n/locale.ts';
import { paths } from '../../path.ts';
import { query, setQuery } from '../../router.ts';
import { ExportLinks } from './export-links.tsx';
import { AdminPage } from './page.tsx';
import { monthsUntil } from './period.ts';
import '../../styles/ledger.css';
import '../../styles/listening.css';

type Kind = 'track' | 'artist';

/** Months that can be chosen. */
const MONTHS = 36;
/** Of a row, in rem. */
const ROW = 3.5;
const COVER = 40;

export function RoyaltiesView() {
  const months = monthsUntil(new Date(), MONTHS);
  const given = query.value;
  const month = /^\d{4}-\d\d$/.test(given.get('month') ?? '') ? given.get('month')! : months[0]!;
  const kind: Kind = given.get('kind') === 'artist' ? 'artist' : 'track';
  return (
    <AdminPage
      title={t('royalties.title')}
      about={t('royalties.text')}
      tools={<ExportLinks query={{ what: 'royalties', month, kind }} />}
    >
      {() => (
        <>
          <div class="filters">
            <Select
              label={t('royalties.month')}
              value={month}
              options={months.map((one) => ({ value: one, label: date(one) }))}
              onChange={(one) => setQuery({ month: one })}
            />
            <Choice
              label={t('royalties.kind')}
              hidesLabel
              value={kind}
              options={[
                { value: 'track', label: t('royalties.byTrack') },
                { value: 'artist', label: t('royalties.byArtist') },
              ]}
              onChange={(one) => setQuery({ kind: one === 'artist' ? one : undefined })}
            />
          </div>
          <Royalties month={month} kind={kind} />
        </>
      )}
    </AdminPage>
  );
}

const keyOf = ({ id }: RoyaltyResource) => id;

function Royalties({ month, kind }: { month: string; kind: Kind }) {
  const pages = usePages<RoyaltyResource>(`/playback/royalties/${month}`, { kind });
  const items = pages.items.value;
  const isWhole = pages.isWhole.value;
  const error = pages.error.value;
  const most = items[0]?.plays ?? 0;
  const render = useCallback(
    (royalty: RoyaltyResource, tabIndex: number) => (
      <Royalty royalty={royalty} most={most} tabIndex={tabIndex} />
    ),
    [most],
  );
  if (error !== undefined && items.length === 0) return <Failure error={error} retry={() => pages.retry()} />;
  if (isWhole && items.length === 0) {
    return (
      <Empty
        icon="history"
        title={t('royalties.emptyTitle', { month: date(month) })}
        text={t('royalties.emptyText')}
      />
    );
  }
  if (items.length === 0) {
    return (
      <Loading>
        {Array.from({ length: 6 }, (_, i) => (
          <RoyaltySkeleton key={i} />
        ))}
      </Loading>
    );
  }
  return (
    <VirtualRows
      items={items}
      total={isWhole ? items.length : items.length + 20}
      label={t('royalties.title')}
      height={ROW}
      keyOf={keyOf}
      render={render}
      placeholder={<RoyaltySkeleton />}
      need={(count) => pages.need(count)}
    />
  );
}

interface RoyaltyProps {
  royalty: RoyaltyResource;
  /** Plays of the one that was played most. */
  most: number;
  tabIndex: number;
}

function Royalty({ royalty: { id, item, plays, heard }, most, tabIndex }: RoyaltyProps) {
  const isTrack = item?.kind === 'track';
  const name = item === null ? t('royalties.unknown', { id }) : isTrack ? item.title : item.name;
  const href = item === null ? undefined : isTrack ? paths.album(item.albumId) : paths.artist(item.id);
  return (
    <div class="royalty">
      <div class="listen-cover">
        {item ? (
          <Cover id={isTrack ? item.albumId : item.id} size={COVER} round={!isTrack} />
        ) : (
          <div class="cover" />
        )}
      </div>
      <div class="listen-words">
        <p class="listen-title one-line" dir="auto">
          <a class="whole-row" data-main href={href} tabIndex={tabIndex}>
            {name}
          </a>
        </p>
        {isTrack && (
          <p class="listen-about one-line" dir="auto">
            {item.displayArtist}
          </p>
        )}
      </div>
      <p class="royalty-heard numbers">{span(heard)}</p>
      <div class="royalty-plays">
        <p class="numbers">{t('year.plays', { n: plays })}</p>
        <span class="listen-bar" aria-hidden="true">
          <span style={{ '--part': (most > 0 ? plays / most : 0).toFixed(3) }} />
        </span>
      </div>
    </div>
  );
}

function RoyaltySkeleton() {
  return (
    <div class="royalty" aria-hidden="true">
      <div class="listen-cover">
        <div class="cover" />
      </div>
      <div class="listen-words">
        <Skeleton width="min(14rem, 70%)" height="0.875rem" />
      </div>
      <Skeleton width="4rem" height="0.75rem" />
    </div>
  );
}
