import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type {
  ListeningAtVersion,
  ListenResource,
  SessionEventResource,
} from '../../../../services/gateway/rest/playback-resources.ts';
import type { TrackResource } from '../../../../services/gateway/rest/resources.ts';
import { get, withQuery } from '../../api/http.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Cover } from '../../components/cover.tsx';
import { Icon } from '../../components/icon.tsx';
import { Slider } from '../../components/slider.tsx';
import { clock, number, timeOfDay } from '../../i18n/format.ts';
import { t } from '../../i18n/locale.ts';
import { explain } from '../../state/explain.ts';
import { type TrackOf, titleOf } from '../listening/tracks.ts';
import { eventName } from './names.ts';

interface TimeTravelProps {
  /** Of the session, under the API. */
  path: string;
  user: string | undefined;
  /** From its first on. */
  events: readonly SessionEventResource[];
  /** The version that is looked at; undefined for the present. */
  version: Signal<number | undefined>;
  trackOf: TrackOf;
}

/** Milliseconds that a slider stays where it is until it is asked what was there. */
const CALM = 120;
const COVER = 56;

/** The session as it was after any of its events, as the engine knows it. */
export function TimeTravel({ path, user, events, version, trackOf }: TimeTravelProps) {
  const last = events.length;
  const at = Math.min(version.value ?? last, last);
  const { state, error } = useStateAt(path, user, at);
  const event = events[at - 1];
  if (event === undefined) return null;
  const go = (to: number) => {
    version.value = Math.max(1, Math.min(to, last));
  };
  const told = typeof event.data.at === 'number' ? event.data.at : event.at;
  const named = (index: number) => {
    const one = events[index];
    return `${t('travel.version', { version: number(index + 1), all: number(last) })}${one ? `, ${eventName(one.type)}` : ''}`;
  };
  return (
    <section class="travel" aria-label={t('travel.title')}>
      <div class="travel-controls">
        <IconButton icon="left" label={t('travel.before')} disabled={at <= 1} onClick={() => go(at - 1)} />
        <Slider
          label={t('travel.title')}
          value={at - 1}
          max={last - 1}
          step={1}
          textOf={named}
          onMove={(index) => go(index + 1)}
          onSet={(index) => go(index + 1)}
          disabled={last <= 1}
        />
        <IconButton icon="right" label={t('travel.after')} disabled={at >= last} onClick={() => go(at + 1)} />
        <Button
          look="quiet"
          disabled={version.value === undefined}
          onClick={() => {
            version.value = undefined;
          }}
        >
          {t('travel.now')}
        </Button>
      </div>
      <div class="travel-state">
        <div class="travel-event">
          <p class="travel-kicker numbers">
            {t('travel.version', { version: number(at), all: number(last) })} · {timeOfDay(told, true)}
          </p>
          <p class="travel-name">{eventName(event.type)}</p>
        </div>
        {error !== undefined ? (
          <p class="travel-listen row-about row-alert" role="alert">
            {explain(error)}
          </p>
        ) : (
          <StateAt state={state} trackOf={trackOf} />
        )}
      </div>
    </section>
  );
}

/** What the engine says of a version. The one before is shown until it is known. */
function useStateAt(path: string, user: string | undefined, version: number) {
  const state = useSignal<ListeningAtVersion | undefined>(undefined);
  const error = useSignal<unknown>(undefined);
  useEffect(() => {
    if (version === 0) return undefined;
    const given = new AbortController();
    const later = setTimeout(() => {
      get<ListeningAtVersion>(withQuery(path, { version, user }), given.signal).then(
        (found) => {
          state.value = found;
          error.value = undefined;
        },
        (reason: unknown) => {
          if (!given.signal.aborted) error.value = reason;
        },
      );
    }, CALM);
    return () => {
      clearTimeout(later);
      given.abort();
    };
  }, [path, user, version]);
  return { state: state.value, error: error.value };
}

interface StateAtProps extends Pick<TimeTravelProps, 'trackOf'> {
  state: ListeningAtVersion | undefined;
}

function StateAt({ state, trackOf }: StateAtProps) {
  if (state === undefined) return <div class="travel-listen" aria-busy="true" />;
  const { listen, listens, closed } = state;
  if (listen === null) {
    return (
      <div class="travel-listen">
        <span class="travel-nothing">
          <Icon name={closed === null ? 'pause' : 'check'} size={24} />
        </span>
        <div class="listen-words">
          <p class="listen-title">{t(closed === null ? 'travel.nothing' : `session.closed.${closed}`)}</p>
          <p class="listen-about">{t('sessions.listens', { n: listens })}</p>
        </div>
      </div>
    );
  }
  return <Present listen={listen} track={trackOf(listen.track)} />;
}

function Present({ listen, track }: { listen: ListenResource; track: TrackResource | null | undefined }) {
  const { position, duration, heard, playing, played } = listen;
  const where = duration > 0 ? `${clock(position)} / ${clock(duration)}` : clock(position);
  return (
    <div class="travel-listen">
      <div class="travel-cover">
        {track ? <Cover id={track.albumId} size={COVER} /> : <div class="cover" />}
      </div>
      <div class="listen-words">
        <p class="listen-title one-line" dir="auto">
          {titleOf(track)}
        </p>
        <p class="listen-about numbers">
          {[
            t(playing ? 'travel.sounding' : 'travel.silent'),
            where,
            t('listening.heard', { heard: clock(heard) }),
            ...(played ? [t('listening.played')] : []),
          ].join(' · ')}
        </p>
      </div>
    </div>
  );
}
