import type { PlaysResource } from '../../../../services/gateway/rest/playback-resources.ts';
import type { TrackResource } from '../../../../services/gateway/rest/resources.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Cover } from '../../components/cover.tsx';
import { Icon } from '../../components/icon.tsx';
import { ArtistNames } from '../../components/names.tsx';
import { Section } from '../../components/page.tsx';
import { number } from '../../i18n/format.ts';
import { t } from '../../i18n/locale.ts';
import { trackMenu } from '../../state/item-menus.ts';
import { showContextMenu, showMenu } from '../../state/menu.ts';
import { playTracks } from '../../state/player.ts';
import { titleOf } from '../listening/tracks.ts';

const COVER = 40;

/** What was played most, with how often. A click plays it, and then what follows. */
export function TopTracks({ tracks }: { tracks: readonly PlaysResource<TrackResource>[] }) {
  const known = tracks.flatMap(({ item }) => (item && !item.missing ? [item] : []));
  const most = tracks[0]?.plays ?? 0;
  if (tracks.length === 0) return null;
  return (
    <Section
      title={t('year.tracks')}
      link={
        known.length > 0 && (
          <Button icon="play" onClick={() => playTracks(known)}>
            {t('stars.play')}
          </Button>
        )
      }
    >
      <ol class="top-tracks">
        {tracks.map(({ id, item, plays }, i) => (
          <li key={id}>
            <TopTrack track={item} place={i + 1} {...{ plays, most, known }} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

interface TopTrackProps {
  track: TrackResource | null;
  place: number;
  plays: number;
  most: number;
  known: readonly TrackResource[];
}

function TopTrack({ track, place, plays, most, known }: TopTrackProps) {
  const title = titleOf(track);
  const index = track ? known.indexOf(track) : -1;
  const menu = track ? () => trackMenu(track) : undefined;
  return (
    <div class="top-track" onContextMenu={(event) => menu && showContextMenu(event, title, menu)}>
      <span class="top-place numbers" aria-hidden="true">
        {place}
      </span>
      <button
        type="button"
        class="top-play whole-row"
        aria-label={t('track.play', { title })}
        disabled={index < 0}
        onClick={() => playTracks(known, index)}
      >
        {track ? <Cover id={track.albumId} size={COVER} /> : <span class="cover" />}
        <span class="top-icon">
          <Icon name="play" size={18} />
        </span>
      </button>
      <div class="listen-words">
        <p class="listen-title one-line" dir="auto">
          {title}
        </p>
        <p class="listen-about one-line" dir="auto">
          {track ? <ArtistNames artists={track.artists} display={track.displayArtist} /> : ' '}
        </p>
      </div>
      <p class="top-plays numbers">
        <span aria-hidden="true">{number(plays)}</span>
        <span class="visually-hidden">{t('year.plays', { n: plays })}</span>
        <span class="listen-bar" aria-hidden="true">
          <span style={{ '--part': (plays / most).toFixed(3) }} />
        </span>
      </p>
      {menu && (
        <IconButton
          icon="more"
          label={t('album.moreNamed', { name: title })}
          size="small"
          aria-haspopup="menu"
          onClick={(event) => showMenu(title, menu(), event.currentTarget)}
        />
      )}
    </div>
  );
}
