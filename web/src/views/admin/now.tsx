import { useEffect } from 'preact/hooks';
import type {
  NowPlayingList,
  NowPlayingResource,
} from '../../../../services/gateway/rest/playback-resources.ts';
import { useResource } from '../../api/resource.ts';
import { Cover } from '../../components/cover.tsx';
import { Equaliser } from '../../components/equaliser.tsx';
import { ArtistNames } from '../../components/names.tsx';
import { Empty, Failure, Loading, Skeleton } from '../../components/states.tsx';
import { clock, timeOfDay } from '../../i18n/format.ts';
import { t } from '../../i18n/locale.ts';
import { paths } from '../../path.ts';
import { ofSameListener } from '../listening/listener.tsx';
import { titleOf } from '../listening/tracks.ts';
import { AdminPage } from './page.tsx';
import '../../styles/listening.css';
import '../../styles/now.css';

const COVER = 64;
/** Milliseconds after which it is looked at again. */
const AGAIN = 5000;

export function NowView() {
  return <AdminPage title={t('now.title')}>{() => <Now />}</AdminPage>;
}

/** Who listens to what, on what, and how far they are. */
function Now() {
  const playing = useResource<NowPlayingList>('/playback/now');
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) void playing.load();
    }, AGAIN);
    return () => clearInterval(timer);
  }, [playing]);
  const items = playing.data.value?.items;
  const error = playing.error.value;
  if (error !== undefined) return <Failure error={error} retry={() => void playing.load()} />;
  if (items === undefined) {
    return (
      <Loading>
        <div class="now-list">
          <Skeleton height="6rem" />
        </div>
      </Loading>
    );
  }
  if (items.length === 0)
    return <Empty icon="volume" title={t('now.emptyTitle')} text={t('now.emptyText')} />;
  return (
    <ul class="now-list" aria-label={t('now.title')}>
      {items.map((one) => (
        <li key={one.session}>
          <Listener {...one} />
        </li>
      ))}
    </ul>
  );
}

function Listener(one: NowPlayingResource) {
  const { session, user, listener, device, client, track, duration, position, playing, started } = one;
  const program = client === device ? [] : [client];
  return (
    <article class="now-one">
      <div class="now-one-cover">
        {track ? <Cover id={track.albumId} size={COVER} /> : <div class="cover" />}
      </div>
      <div class="now-one-words">
        <p class="now-one-listener one-line">
          <Equaliser still={!playing} />
          <a class="whole-row" href={ofSameListener(paths.session(session), user)} dir="auto">
            {listener}
          </a>
          <span class="now-one-device"> · {[device, ...program].join(' · ')}</span>
        </p>
        <p class="listen-title one-line" dir="auto">
          {titleOf(track)}
        </p>
        <p class="listen-about one-line" dir="auto">
          {track ? <ArtistNames artists={track.artists} display={track.displayArtist} /> : ' '}
        </p>
      </div>
      <div class="now-one-where">
        <p class="numbers">
          {playing ? '' : `${t('travel.silent')} · `}
          {clock(position)}
          {duration > 0 && ` / ${clock(duration)}`}
        </p>
        <span class="listen-bar" aria-hidden="true">
          <span style={{ '--part': (duration > 0 ? Math.min(1, position / duration) : 0).toFixed(3) }} />
        </span>
        <p class="listen-about">{t('now.since', { time: timeOfDay(started) })}</p>
      </div>
    </article>
  );
}
