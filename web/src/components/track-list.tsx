import type { ComponentChildren } from 'preact';
import { useCallback } from 'preact/hooks';
import type { TrackResource } from '../../../services/gateway/rest/resources.ts';
import { clock } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import { paths } from '../path.ts';
import { trackMenu } from '../state/item-menus.ts';
import { showContextMenu, showMenu } from '../state/menu.ts';
import { currentTrack, isPlaying, player, playTracks } from '../state/player.ts';
import { IconButton } from './button.tsx';
import { Cover } from './cover.tsx';
import { Equaliser } from './equaliser.tsx';
import { Icon } from './icon.tsx';
import { ArtistNames } from './names.tsx';
import { StarButton } from './star-button.tsx';
import { Skeleton } from './states.tsx';
import { VirtualRows } from './virtual.tsx';
import '../styles/track-list.css';

/** Height of a row of two lines and of one, in rem. */
const ROW = 3.5;
const LOW_ROW = 2.75;
const COVER = 40;

interface TrackListProps {
  tracks: readonly TrackResource[];
  /** What is played when one of them is: itself and what stands around it. The tracks of the list, if nothing else. */
  queue?: readonly TrackResource[];
  label: string;
  /** Their numbers on the album, or their covers. */
  lead?: 'number' | 'cover';
  /** Whether the artists of the tracks need not be told, as those of the album are theirs. */
  hidesArtists?: boolean;
  showsAlbum?: boolean;
  /** How many there will be, and who is told how far one looks, where not all of them are here. */
  total?: number;
  need?(count: number): void;
  /** The title, where it is not to be shown as it is. */
  titleOf?(track: TrackResource): ComponentChildren;
}

/** Tracks in rows. A click on a row plays it, and then what follows. */
export function TrackList(props: TrackListProps) {
  const {
    tracks,
    queue = tracks,
    label,
    lead = 'number',
    hidesArtists = false,
    showsAlbum = false,
    titleOf,
  } = props;
  const { total, need } = props;
  const render = useCallback(
    (track: TrackResource, tabIndex: number) => (
      <TrackRow
        {...{ track, queue, lead, showsAlbum, tabIndex }}
        artists={!hidesArtists}
        title={titleOf?.(track) ?? track.title}
      />
    ),
    [queue, lead, showsAlbum, hidesArtists, titleOf],
  );
  return (
    <div class={showsAlbum ? 'tracks tracks-with-album' : 'tracks'}>
      <VirtualRows
        items={tracks}
        total={total}
        need={need}
        label={label}
        height={hidesArtists ? LOW_ROW : ROW}
        keyOf={({ id }) => id}
        render={render}
        placeholder={<TrackSkeleton />}
      />
    </div>
  );
}

interface TrackRowProps {
  track: TrackResource;
  queue: readonly TrackResource[];
  title: ComponentChildren;
  lead: 'number' | 'cover';
  artists: boolean;
  showsAlbum: boolean;
  tabIndex: number;
}

function TrackRow({ track, queue, title, lead, artists, showsAlbum, tabIndex }: TrackRowProps) {
  const isCurrent = currentTrack.value?.id === track.id;
  const sounds = isCurrent && isPlaying.value;
  const menu = () => trackMenu(track, { onAlbum: !showsAlbum && lead === 'number' });
  const play = () => {
    if (isCurrent) player.toggle();
    else playTracks(...playable(queue, track));
  };
  return (
    <div
      class={`track${isCurrent ? ' track-current' : ''}${track.missing ? ' track-missing' : ''}`}
      onContextMenu={(event) => showContextMenu(event, track.title, menu)}
    >
      <button
        type="button"
        class="track-play whole-row"
        data-main
        aria-label={t(sounds ? 'track.pause' : 'track.play', { title: track.title })}
        tabIndex={tabIndex}
        disabled={track.missing}
        onClick={play}
      >
        {lead === 'cover' && <Cover id={track.albumId} size={COVER} />}
        <span class="track-lead numbers">
          <span class="track-number" data-number={lead === 'number' ? (track.track ?? '–') : ''} />
          <span class="track-state">
            {isCurrent && <Equaliser still={!sounds} />}
            <span class="track-icon">
              <Icon name={sounds ? 'pause' : 'play'} size={18} />
            </span>
          </span>
        </span>
      </button>
      <div class="track-words">
        <p class="track-title one-line" dir="auto" title={track.title}>
          {title}
          {track.explicit === 'explicit' && <Explicit />}
        </p>
        {track.missing ? (
          <p class="track-artists one-line">{t('track.missing')}</p>
        ) : (
          artists && (
            <p class="track-artists one-line" dir="auto">
              <ArtistNames artists={track.artists} display={track.displayArtist} tabIndex={tabIndex} />
            </p>
          )
        )}
      </div>
      {showsAlbum && (
        <p class="track-album one-line" dir="auto">
          <a class="name-link" href={paths.album(track.albumId)} tabIndex={tabIndex}>
            {track.album}
          </a>
        </p>
      )}
      <div class="track-star">
        <StarButton item={track} name={track.title} size="small" tabIndex={tabIndex} />
      </div>
      <span class="track-time numbers">{clock(track.format.duration)}</span>
      <IconButton
        icon="more"
        label={t('album.moreNamed', { name: track.title })}
        size="small"
        tabIndex={tabIndex}
        aria-haspopup="menu"
        onClick={(event) => showMenu(track.title, menu(), event.currentTarget)}
      />
    </div>
  );
}

/** The tracks that can be played, and where the chosen one is among them. */
function playable(queue: readonly TrackResource[], track: TrackResource): [readonly TrackResource[], number] {
  const tracks = queue.filter(({ missing }) => !missing);
  return [tracks, Math.max(0, tracks.indexOf(track))];
}

export function Explicit() {
  return (
    <span class="explicit" title={t('album.explicit')} role="img" aria-label={t('album.explicit')}>
      E
    </span>
  );
}

export function TrackSkeleton() {
  return (
    <div class="track" aria-hidden="true">
      <span class="track-play" />
      <div class="track-words">
        <Skeleton width="min(16rem, 60%)" height="0.875rem" />
      </div>
      <Skeleton width="2rem" height="0.75rem" />
    </div>
  );
}
