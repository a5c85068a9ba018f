import { IconButton } from '../components/button.tsx';
import { Cover } from '../components/cover.tsx';
import { Icon } from '../components/icon.tsx';
import { ArtistNames } from '../components/names.tsx';
import { StarButton } from '../components/star-button.tsx';
import { PlayButton, Seek, Transport, Volume } from '../components/transport.tsx';
import { t } from '../i18n/locale.ts';
import { paths } from '../path.ts';
import { navigate } from '../router.ts';
import { colourSignal, tintOf } from '../state/colours.ts';
import { playedTrackMenu } from '../state/item-menus.ts';
import { listenMenu } from '../state/listen-menu.ts';
import { showContextMenu, showMenu } from '../state/menu.ts';
import { currentTrack, player } from '../state/player.ts';
import { isQueueOpen } from '../state/queue-panel.ts';
import '../styles/player-bar.css';

/** What is being heard, over the end of every page. */
export function PlayerBar() {
  const track = currentTrack.value;
  if (track === undefined) return null;
  const progress = player.duration.value > 0 ? player.position.value / player.duration.value : 0;
  const menu = () => playedTrackMenu(track);
  return (
    <section
      class="player-bar"
      aria-label={t('player.label')}
      style={{ ...tintOf(colourSignal(track.albumId).value), '--progress': progress.toFixed(4) }}
    >
      <div class="player-track" onContextMenu={(event) => showContextMenu(event, track.title, menu)}>
        <a
          class="player-cover"
          href={paths.nowPlaying}
          aria-label={t('player.open')}
          title={t('player.open')}
        >
          <Cover key={track.albumId} id={track.albumId} size={56} eager />
          <span class="player-expand">
            <Icon name="up" size={22} />
          </span>
        </a>
        <div class="player-words">
          <p class="player-title one-line" dir="auto" title={track.title}>
            <a class="name-link" href={paths.album(track.albumId)}>
              {track.title}
            </a>
          </p>
          <p class="player-artists one-line" dir="auto">
            <ArtistNames artists={track.artists} display={track.displayArtist} />
          </p>
        </div>
        <StarButton item={track} name={track.title} size="small" />
        {/* On a phone, all of it opens what is playing. */}
        <a class="player-whole" href={paths.nowPlaying} tabIndex={-1} aria-hidden="true">
          {''}
        </a>
      </div>
      <div class="player-middle">
        <Transport />
        <Seek />
      </div>
      <div class="player-small">
        <PlayButton />
        <IconButton icon="next" label={t('player.next')} onClick={() => player.next()} />
      </div>
      <div class="player-end">
        <IconButton
          icon="lyrics"
          label={t('lyrics.title')}
          onClick={() => navigate(`${paths.nowPlaying}?lyrics=1`)}
        />
        <IconButton
          icon="queue"
          label={t('queue.title')}
          pressed={isQueueOpen.value}
          onClick={() => {
            isQueueOpen.value = !isQueueOpen.peek();
          }}
        />
        <IconButton
          icon="more"
          label={t('player.options')}
          aria-haspopup="menu"
          onClick={(event) => showMenu(t('player.options'), listenMenu(), event.currentTarget)}
        />
        <Volume />
      </div>
    </section>
  );
}
