import { useEffect } from 'preact/hooks';
import type { ListeningResource } from '../../../services/gateway/rest/playback-resources.ts';
import { usePages } from '../api/pages.ts';
import { Icon } from '../components/icon.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failure, Loading, Skeleton } from '../components/states.tsx';
import { VirtualRows } from '../components/virtual.tsx';
import { moment, timeOfDay } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { paths } from '../path.ts';
import { chosenListener, ListenerSelect, ListeningTabs, ofSameListener } from './listening/listener.tsx';
import '../styles/listening.css';
import '../styles/session.css';

/** Of a row, in rem. */
const ROW = 4.25;

const keyOf = ({ id }: ListeningResource) => id;
const renderRow = (session: ListeningResource, tabIndex: number) => (
  <SessionRow session={session} tabIndex={tabIndex} />
);

/** On what a listener has listened, and when: the sessions that are open, and those before. */
export function SessionsView() {
  const user = chosenListener();
  const pages = usePages<ListeningResource>('/playback/sessions', { user });
  useEffect(() => pages.refresh(), [pages]);
  const items = pages.items.value;
  const isWhole = pages.isWhole.value;
  const error = pages.error.value;
  return (
    <Page title={t('sessions.title')} tools={<ListenerSelect />}>
      <ListeningTabs />
      {error !== undefined && items.length === 0 && <Failure error={error} retry={() => pages.retry()} />}
      {items.length === 0 && !isWhole && error === undefined && <Places />}
      {isWhole && items.length === 0 && (
        <Empty icon="history" title={t('sessions.emptyTitle')} text={t('sessions.emptyText')}>
          <a class="button button-plain" href={paths.home}>
            {t('error.home')}
          </a>
        </Empty>
      )}
      {items.length > 0 && (
        <div class="listens">
          <VirtualRows
            items={items}
            total={isWhole ? items.length : items.length + 20}
            label={t('sessions.title')}
            height={ROW}
            keyOf={keyOf}
            render={renderRow}
            placeholder={<SessionSkeleton />}
            need={(count) => pages.need(count)}
          />
        </div>
      )}
    </Page>
  );
}

function SessionRow({ session, tabIndex }: { session: ListeningResource; tabIndex: number }) {
  const { id, device, opened, at, listens, listen, closed } = session;
  const name = device?.name ?? t('session.unknownDevice');
  const isOpen = closed === null;
  const isSameDay = new Date(opened).toDateString() === new Date(at).toDateString();
  return (
    <div class="session">
      <span class={`session-icon${isOpen ? ' session-open' : ''}`}>
        <Icon name={listen?.playing ? 'volume' : 'history'} size={22} />
      </span>
      <div class="listen-words">
        <p class="listen-title one-line" dir="auto">
          <a class="whole-row" data-main href={ofSameListener(paths.session(id))} tabIndex={tabIndex}>
            {name}
          </a>
          {device && device.client !== name && <span class="session-client"> {device.client}</span>}
        </p>
        <p class="listen-about one-line">
          {moment(opened)} – {isSameDay ? timeOfDay(at) : moment(at)}
        </p>
      </div>
      <p class="session-listens numbers">{t('sessions.listens', { n: listens })}</p>
      <p class={`session-state one-line${isOpen ? ' session-open' : ''}`}>
        {t(listen?.playing ? 'sessions.sounding' : `session.closed.${closed ?? 'open'}`)}
      </p>
    </div>
  );
}

function SessionSkeleton() {
  return (
    <div class="session" aria-hidden="true">
      <span class="session-icon" />
      <div class="listen-words">
        <Skeleton width="min(10rem, 60%)" height="0.875rem" />
        <Skeleton width="min(14rem, 80%)" height="0.75rem" />
      </div>
    </div>
  );
}

function Places() {
  return (
    <Loading>
      {Array.from({ length: 6 }, (_, i) => (
        <div key={i} class="session-place">
          <SessionSkeleton />
        </div>
      ))}
    </Loading>
  );
}
