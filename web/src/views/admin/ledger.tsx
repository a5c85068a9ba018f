import { useCallback, useMemo } from 'preact/hooks';
import type { DeliveryResource } from '../../../../services/gateway/rest/playback-resources.ts';
import type { ListOf, UserResource } from '../../../../services/gateway/rest/resources.ts';
import { usePages } from '../../api/pages.ts';
import { useResource } from '../../api/resource.ts';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { Empty, Failure, Loading } from '../../components/states.tsx';
import { VirtualRows } from '../../components/virtual.tsx';
import { moment } from '../../i18n/format.ts';
import { t } from '../../i18n/locale.ts';
import { paths } from '../../path.ts';
import { query, setQuery } from '../../router.ts';
import { DeliveredRow, DeliveredSkeleton } from '../listening/delivered-row.tsx';
import { ListenerSelect, ofSameListener } from '../listening/listener.tsx';
import { titleOf, useTracks } from '../listening/tracks.ts';
import { ExportLinks } from './export-links.tsx';
import { AdminPage } from './page.tsx';
import { periodOf } from './period.ts';
import { chooseTrack } from './track-dialog.tsx';
import '../../styles/ledger.css';

/** Of a row, in rem. */
const ROW = 5;

const keyOf = ({ session, track, file }: DeliveryResource) => `${session} ${track} ${file}`;

export function LedgerView() {
  const given = query.value;
  const period = periodOf(given.get('from'), given.get('to'));
  const wanted = {
    ...period,
    user: given.get('user') ?? undefined,
    track: given.get('track') ?? undefined,
    everybody: given.has('user') ? undefined : true,
  };
  return (
    <AdminPage
      title={t('ledger.title')}
      about={t('ledger.text')}
      tools={<ExportLinks query={{ what: 'deliveries', ...wanted }} />}
    >
      {() => (
        <>
          <Filters track={wanted.track} />
          <Entries wanted={wanted} />
        </>
      )}
    </AdminPage>
  );
}

function Filters({ track }: { track: string | undefined }) {
  const given = query.value;
  const trackOf = useTracks(track === undefined ? [] : [track]);
  const title = track && titleOf(trackOf(track));
  return (
    <div class="filters">
      <ListenerSelect everybody={t('ledger.everybody')} />
      {title === undefined ? (
        <Button icon="search" onClick={() => chooseTrack((id) => setQuery({ track: id }))}>
          {t('ledger.anyTrack')}
        </Button>
      ) : (
        <button
          type="button"
          class="button button-plain"
          aria-label={t('ledger.allTracks', { title })}
          onClick={() => setQuery({ track: undefined })}
        >
          <span class="one-line" dir="auto">
            {title}
          </span>
          <Icon name="close" size={18} />
        </button>
      )}
      {(['from', 'to'] as const).map((side) => (
        <Field
          key={side}
          type="date"
          label={t(`ledger.${side}`)}
          value={given.get(side) ?? ''}
          onValue={(day) => setQuery({ [side]: day })}
        />
      ))}
    </div>
  );
}

interface Wanted {
  user: string | undefined;
  track: string | undefined;
  from?: string;
  to?: string;
  everybody: boolean | undefined;
}

function Entries({ wanted }: { wanted: Wanted }) {
  const pages = usePages<DeliveryResource>('/playback/ledger', { ...wanted });
  const items = pages.items.value;
  const isWhole = pages.isWhole.value;
  const error = pages.error.value;
  const trackOf = useTracks(items.map(({ track }) => track));
  const users = useResource<ListOf<UserResource>>('/users?limit=500').data.value?.items;
  const names = useMemo(() => new Map(users?.map(({ id, username }) => [id, username])), [users]);
  const render = useCallback(
    (entry: DeliveryResource, tabIndex: number) => (
      <DeliveredRow
        entry={entry}
        track={trackOf(entry.track)}
        href={ofSameListener(paths.session(entry.session), entry.user)}
        tabIndex={tabIndex}
        about={`${names.get(entry.user) ?? t('ledger.forgotten')} · ${moment(entry.last)}`}
      />
    ),
    [trackOf, names],
  );
  if (error !== undefined && items.length === 0) return <Failure error={error} retry={() => pages.retry()} />;
  if (isWhole && items.length === 0)
    return <Empty icon="download" title={t('ledger.emptyTitle')} text={t('ledger.emptyText')} />;
  if (items.length === 0) {
    return (
      <Loading>
        {Array.from({ length: 6 }, (_, i) => (
          <DeliveredSkeleton key={i} />
        ))}
      </Loading>
    );
  }
  return (
    <VirtualRows
      items={items}
      total={isWhole ? items.length : items.length + 20}
      label={t('ledger.title')}
      height={ROW}
      keyOf={keyOf}
      render={render}
      placeholder={<DeliveredSkeleton />}
      need={(count) => pages.need(count)}
    />
  );
}
