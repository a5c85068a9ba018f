import { useEffect, useRef } from 'preact/hooks';
import { IconButton } from '../components/button.tsx';
import { Cover } from '../components/cover.tsx';
import { ArtistNames } from '../components/names.tsx';
import { useTitle } from '../components/page.tsx';
import { QueueList } from '../components/queue-list.tsx';
import { StarButton } from '../components/star-button.tsx';
import { Empty } from '../components/states.tsx';
import { Seek, Transport, Volume } from '../components/transport.tsx';
import { t } from '../i18n/locale.ts';
import { paths } from '../path.ts';
import { goBack, query, setQuery } from '../router.ts';
import { PlayingElsewhere } from '../shell/notices.tsx';
import { colourSignal, tintOf } from '../state/colours.ts';
import { playedTrackMenu } from '../state/item-menus.ts';
import { listenMenu } from '../state/listen-menu.ts';
import { showMenu } from '../state/menu.ts';
import { currentTrack } from '../state/player.ts';
import { Lyrics } from './now-playing/lyrics.tsx';
import '../styles/now-playing.css';

/** Beside the cover: the words, what comes next, or nothing. */
type Side = 'lyrics' | 'queue' | undefined;

/** What is being heard, as large as the screen. */
export function NowPlayingView() {
  const track = currentTrack.value;
  const side: Side = query.value.has('lyrics') ? 'lyrics' : query.value.has('queue') ? 'queue' : undefined;
  const box = useRef<HTMLDivElement>(null);
  useTitle(track?.title ?? t('player.open'));
  const close = () => goBack(paths.home);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('dialog[open]'))
        close();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  const show = (wanted: Side) =>
    setQuery({
      lyrics: wanted === 'lyrics' && side !== 'lyrics' ? '1' : undefined,
      queue: wanted === 'queue' && side !== 'queue' ? '1' : undefined,
    });

  return (
    <div
      ref={box}
      class={side ? 'now tinted now-with-side' : 'now tinted'}
      style={tintOf(colourSignal(track?.albumId ?? '').value)}
    >
      <header class="now-head">
        <IconButton icon="down" size="large" label={t('player.close')} onClick={close} />
        <p class="now-album one-line" dir="auto">
          {track && <a href={paths.album(track.albumId)}>{track.album}</a>}
        </p>
        <IconButton
          icon="more"
          size="large"
          label={t('album.more')}
          disabled={track === undefined}
          aria-haspopup="menu"
          onClick={(event) => track && showMenu(track.title, playedTrackMenu(track), event.currentTarget)}
        />
      </header>
      {track === undefined ? (
        <>
          <h1 class="visually-hidden">{t('player.open')}</h1>
          <Empty icon="albums" title={t('player.nothing')} text={t('player.nothingText')} />
        </>
      ) : (
        <div class="now-body">
          <div class="now-stage">
            <div class="now-cover">
              <Cover
                key={track.albumId}
                id={track.albumId}
                size={560}
                alt={t('album.cover', { name: track.album })}
                eager
              />
            </div>
          </div>
          {side && (
            <section
              class="now-side"
              data-scrolls
              aria-label={t(side === 'lyrics' ? 'lyrics.title' : 'queue.title')}
            >
              {side === 'lyrics' ? <Lyrics key={track.id} track={track} /> : <QueueList />}
            </section>
          )}
          <div class="now-foot">
            <div class="now-words">
              <div class="now-names">
                <h1 class="now-title some-lines" dir="auto" title={track.title}>
                  {track.title}
                </h1>
                <p class="now-artist one-line" dir="auto">
                  <ArtistNames artists={track.artists} display={track.displayArtist} />
                </p>
              </div>
              <StarButton item={track} name={track.title} size="large" />
            </div>
            <div class="now-elsewhere" role="status">
              <PlayingElsewhere />
            </div>
            <Seek />
            <Transport large />
            <div class="now-tools">
              <IconButton
                icon="lyrics"
                label={t('lyrics.title')}
                pressed={side === 'lyrics'}
                onClick={() => show('lyrics')}
              />
              <Volume />
              <IconButton
                icon="moon"
                label={t('player.options')}
                aria-haspopup="menu"
                onClick={(event) => showMenu(t('player.options'), listenMenu(), event.currentTarget)}
              />
              <IconButton
                icon="queue"
                label={t('queue.title')}
                pressed={side === 'queue'}
                onClick={() => show('queue')}
              />
            </div>
          </div>
        </div>
      )}
    </div>
  );
}
