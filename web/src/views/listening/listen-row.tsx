import type { TrackResource } from '../../../../services/gateway/rest/resources.ts';
import type { Ending } from '../../../../services/playback/session/events.ts';
import { IconButton } from '../../components/button.tsx';
import { Cover } from '../../components/cover.tsx';
import { Icon } from '../../components/icon.tsx';
import { ArtistNames } from '../../components/names.tsx';
import { Skeleton } from '../../components/states.tsx';
import { clock, spokenClock, timeOfDay } from '../../i18n/format.ts';
import { t } from '../../i18n/locale.ts';
import { trackMenu } from '../../state/item-menus.ts';
import { showContextMenu, showMenu } from '../../state/menu.ts';
import { titleOf } from './tracks.ts';
import '../../styles/listen-row.css';
import '../../styles/listening.css';

const COVER = 40;

/** The playing of one track, as it is shown. */
export interface ShownListen {
  /** Null when nobody knows it any more, undefined while it is being asked for. */
  track: TrackResource | null | undefined;
  at: number | string;
  /** Seconds; 0 when it is not known. */
  duration: number;
  played: boolean;
  /** Seconds; undefined while it goes on and that is not known. */
  heard?: number;
  ending?: Ending;
}

interface ListenRowProps {
  listen: ShownListen;
  /** Where all of it is told. */
  href?: string;
  /** Told instead of the artists. */
  details?: readonly string[];
  tabIndex?: number;
}

/** What was listened to, when, how much of it, and why it ended. */
export function ListenRow({ listen, href, details, tabIndex }: ListenRowProps) {
  const { track, at, played, ending } = listen;
  const title = titleOf(track);
  const menu = track ? () => trackMenu(track) : undefined;
  return (
    <div
      class={`listen${track === null ? ' listen-unknown' : ''}`}
      onContextMenu={(event) => menu && showContextMenu(event, title, menu)}
    >
      <div class="listen-cover">
        {track ? <Cover id={track.albumId} size={COVER} /> : <div class="cover" />}
      </div>
      <div class="listen-words">
        <p class="listen-title one-line" dir="auto">
          {href ? (
            <a class="whole-row" data-main href={href} tabIndex={tabIndex} title={title}>
              {title}
            </a>
          ) : (
            title
          )}
        </p>
        <p class="listen-about one-line" dir="auto">
          {details ? (
            details.join(' · ')
          ) : track ? (
            <ArtistNames artists={track.artists} display={track.displayArtist} tabIndex={tabIndex} />
          ) : (
            ' '
          )}
          {ending !== 'completed' && (
            <span class="listen-ending-here" aria-hidden="true">
              {' '}
              · {t(`listening.ending.${ending ?? 'ongoing'}`)}
            </span>
          )}
        </p>
      </div>
      <p class="listen-ending one-line">
        <span class="listen-played">
          {played && (
            <>
              <Icon name="check" size={16} />
              <span class="visually-hidden">{t('listening.played')}. </span>
            </>
          )}
        </span>
        <span class="one-line">{t(`listening.ending.${ending ?? 'ongoing'}`)}</span>
      </p>
      <Heard listen={listen} />
      {href && <time class="listen-time numbers">{timeOfDay(at)}</time>}
      {menu ? (
        <IconButton
          icon="more"
          label={t('album.moreNamed', { name: title })}
          size="small"
          tabIndex={tabIndex}
          aria-haspopup="menu"
          onClick={(event) => showMenu(title, menu(), event.currentTarget)}
        />
      ) : (
        <span class="listen-no-menu" />
      )}
    </div>
  );
}

function Heard({ listen: { heard, duration } }: { listen: ShownListen }) {
  if (heard === undefined) return <div class="listen-heard" />;
  const part = duration > 0 ? Math.min(1, heard / duration) : 0;
  return (
    <div class="listen-heard">
      <p class="numbers" aria-hidden="true">
        {clock(heard)}
        {duration > 0 && <span class="listen-duration"> / {clock(duration)}</span>}
      </p>
      <p class="visually-hidden">
        {duration > 0
          ? t('listening.heardOf', { heard: spokenClock(heard), duration: spokenClock(duration) })
          : t('listening.heard', { heard: spokenClock(heard) })}
      </p>
      <span class="listen-bar" aria-hidden="true">
        <span style={{ '--part': part.toFixed(3) }} />
      </span>
    </div>
  );
}

export function ListenSkeleton() {
  return (
    <div class="listen" aria-hidden="true">
      <div class="listen-cover">
        <div class="cover" />
      </div>
      <div class="listen-words">
        <Skeleton width="min(14rem, 70%)" height="0.875rem" />
        <Skeleton width="min(8rem, 40%)" height="0.75rem" />
      </div>
      <Skeleton width="4rem" height="0.75rem" />
    </div>
  );
}
