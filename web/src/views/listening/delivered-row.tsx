import type { DeliveryResource } from '../../../../services/gateway/rest/playback-resources.ts';
import type { TrackResource } from '../../../../services/gateway/rest/resources.ts';
import type { DeliveryEnd } from '../../../../services/playback/session/events.ts';
import { Cover } from '../../components/cover.tsx';
import { Skeleton } from '../../components/states.tsx';
import { bytes, percent, span } from '../../i18n/format.ts';
import { t } from '../../i18n/locale.ts';
import { titleOf } from './tracks.ts';
import '../../styles/delivered.css';
import '../../styles/listening.css';

const COVER = 40;
const ENDS: readonly Exclude<DeliveryEnd, 'ongoing'>[] = ['complete', 'left', 'stalled', 'failed'];

interface DeliveredRowProps {
  entry: DeliveryResource;
  /** Null when nobody knows it any more, undefined while it is being asked for. */
  track: TrackResource | null | undefined;
  /** Told before how it was delivered. */
  about?: string;
  /** Where all of it is told. */
  href?: string;
  tabIndex?: number;
}

/** What was delivered of a file: how much of it, which parts, how often, and why that ended. */
export function DeliveredRow({ entry, track, about, href, tabIndex }: DeliveredRowProps) {
  const { size, bytes: delivered, deliveries, seconds, ends } = entry;
  const title = titleOf(track);
  const told = ENDS.flatMap((end) => {
    const n = ends[end] ?? 0;
    return n > 0 ? [t(`ledger.end.${end}`, { n })] : [];
  });
  return (
    <div class="delivered">
      <div class="delivered-cover">
        {track ? <Cover id={track.albumId} size={COVER} /> : <div class="cover" />}
      </div>
      <div class="delivered-words">
        <p class="listen-title one-line" dir="auto">
          {href ? (
            <a class="whole-row" data-main href={href} tabIndex={tabIndex}>
              {title}
            </a>
          ) : (
            title
          )}
        </p>
        {about && <p class="listen-about one-line">{about}</p>}
        <p class={about ? 'listen-about one-line' : 'listen-about'}>
          {[t('ledger.deliveries', { n: deliveries }), span(seconds), ...told].join(' · ')}
        </p>
      </div>
      <div class="delivered-amount">
        <p class="numbers">
          {size > 0 && <strong>{percent(delivered / size)}</strong>}{' '}
          {size > 0 ? t('ledger.of', { bytes: bytes(delivered), size: bytes(size) }) : bytes(delivered)}
        </p>
        <Ranges entry={entry} />
      </div>
    </div>
  );
}

/** Parts of a file, from its first byte on the left to its last. */
function Ranges({ entry: { ranges, size } }: { entry: DeliveryResource }) {
  const part = (amount: number) => `${((size > 0 ? amount / size : 0) * 100).toFixed(3)}%`;
  return (
    <svg class="delivered-ranges" width="100%" height="8" aria-hidden="true">
      {ranges.map(([from, to]) => (
        <rect key={from} x={part(from)} width={part(to - from)} height="8" />
      ))}
    </svg>
  );
}

export function DeliveredSkeleton() {
  return (
    <div class="delivered" aria-hidden="true">
      <div class="delivered-cover">
        <div class="cover" />
      </div>
      <div class="delivered-words">
        <Skeleton width="min(14rem, 70%)" height="0.875rem" />
        <Skeleton width="min(18rem, 80%)" height="0.75rem" />
      </div>
      <div class="delivered-amount">
        <Skeleton height="0.75rem" />
      </div>
    </div>
  );
}
