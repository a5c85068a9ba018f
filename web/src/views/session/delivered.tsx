import { useEffect } from 'preact/hooks';
import type { DeliveryResource } from '../../../../services/gateway/rest/playback-resources.ts';
import type { ListOf } from '../../../../services/gateway/rest/resources.ts';
import { withQuery } from '../../api/http.ts';
import { useResource } from '../../api/resource.ts';
import { Section } from '../../components/page.tsx';
import { Failure, Loading, Skeleton } from '../../components/states.tsx';
import { t } from '../../i18n/locale.ts';
import { DeliveredRow } from '../listening/delivered-row.tsx';
import { useTracks } from '../listening/tracks.ts';

/** Files of a session that are shown at most. */
const MOST = 500;

interface DeliveredProps {
  session: string;
  user: string | undefined;
  /** Of the session: with another one, there may be more. */
  version: number;
}

/** What was delivered of each track of a session: which parts of its file. */
export function Delivered({ session, user, version }: DeliveredProps) {
  const ledger = useResource<ListOf<DeliveryResource>>(
    withQuery('/playback/ledger', { session, user, limit: MOST }),
  );
  useEffect(() => void ledger.load(), [ledger, version]);
  const items = ledger.data.value?.items;
  const trackOf = useTracks((items ?? []).map(({ track }) => track));
  if (items?.length === 0) return null;
  const error = ledger.error.value;
  return (
    <Section title={t('session.delivered')}>
      <p class="section-about">{t('session.deliveredText')}</p>
      {error !== undefined && <Failure error={error} retry={() => void ledger.load()} />}
      {error === undefined && items === undefined && (
        <Loading>
          <Skeleton height="3.5rem" />
        </Loading>
      )}
      {items !== undefined && (
        <ul class="delivered-rows">
          {items.map((entry) => (
            <li key={`${entry.track} ${entry.file}`}>
              <DeliveredRow entry={entry} track={trackOf(entry.track)} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
