import { useComputed } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { LyricsResource } from '../../../../services/gateway/rest/resources.ts';
import { useResource } from '../../api/resource.ts';
import type { PlayerTrack } from '../../audio/player.ts';
import { Empty, Failure, Loading, Skeleton } from '../../components/states.tsx';
import { language, t } from '../../i18n/locale.ts';
import { player } from '../../state/player.ts';
import { bestLyrics, lineAt } from './follow.ts';
import '../../styles/lyrics.css';

/** Milliseconds for which somebody who scrolls by hand is left where they are. */
const HANDS_OFF = 4000;

/** The words of a track; those with times follow the song, and lead to their place in it. */
export function Lyrics({ track }: { track: PlayerTrack }) {
  const resource = useResource<LyricsResource[]>(`/tracks/${encodeURIComponent(track.id)}/lyrics`);
  const error = resource.error.value;
  const found = resource.data.value;
  if (error !== undefined) return <Failure error={error} retry={() => resource.load()} />;
  if (found === undefined) {
    return (
      <Loading>
        <div class="lyrics">
          {[70, 55, 80, 60, 45].map((width) => (
            <Skeleton key={width} width={`${width}%`} height="1.5rem" />
          ))}
        </div>
      </Loading>
    );
  }
  const lyrics = bestLyrics(found, language.value);
  if (lyrics === undefined || lyrics.lines.length === 0) {
    return <Empty icon="lyrics" title={t('lyrics.emptyTitle')} text={t('lyrics.emptyText')} />;
  }
  return lyrics.synced ? <Following lyrics={lyrics} /> : <Plain lyrics={lyrics} />;
}

const langOf = ({ lang }: LyricsResource) => (lang === 'xxx' ? undefined : lang);

function Plain({ lyrics }: { lyrics: LyricsResource }) {
  return (
    <div class="lyrics lyrics-plain" lang={langOf(lyrics)} dir="auto">
      {lyrics.lines.map(({ value }, i) => (
        <p key={i}>{value || ' '}</p>
      ))}
    </div>
  );
}

function Following({ lyrics }: { lyrics: LyricsResource }) {
  const list = useRef<HTMLOListElement>(null);
  const handledAt = useRef(Number.NEGATIVE_INFINITY);
  const current = useComputed(() => lineAt(lyrics, player.position.value * 1000)).value;
  useEffect(() => {
    const scroller = list.current!.closest('[data-scrolls]')!;
    const touch = () => {
      handledAt.current = performance.now();
    };
    scroller.addEventListener('wheel', touch, { passive: true });
    scroller.addEventListener('touchmove', touch, { passive: true });
    return () => {
      scroller.removeEventListener('wheel', touch);
      scroller.removeEventListener('touchmove', touch);
    };
  }, []);
  useEffect(() => {
    if (performance.now() - handledAt.current < HANDS_OFF) return;
    const scroller = list.current!.closest('[data-scrolls]')!;
    const line = list.current!.children[current] as HTMLElement | undefined;
    if (line === undefined) return;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const around = line.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    scroller.scrollTo({
      top: scroller.scrollTop + around - scroller.clientHeight * 0.38,
      behavior: calm ? 'auto' : 'smooth',
    });
  }, [current]);
  const offset = lyrics.offset ?? 0;
  return (
    <ol ref={list} class="lyrics" lang={langOf(lyrics)}>
      {lyrics.lines.map(({ start, value }, i) => (
        <li key={i}>
          <button
            type="button"
            class={i === current ? 'lyric lyric-now' : i < current ? 'lyric lyric-past' : 'lyric'}
            aria-current={i === current ? 'true' : undefined}
            dir="auto"
            onClick={() => player.seek(((start ?? 0) + offset) / 1000)}
          >
            {value || '♪'}
          </button>
        </li>
      ))}
    </ol>
  );
}
