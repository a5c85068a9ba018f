import { timeOfDay } from '../../i18n/format.ts';
import { t } from '../../i18n/locale.ts';
import { ListenRow, type ShownListen } from '../listening/listen-row.tsx';
import type { TrackOf } from '../listening/tracks.ts';
import type { ListenStory } from './story.ts';

interface ListensProps {
  listens: readonly ListenStory[];
  trackOf: TrackOf;
}

/** What was listened to, one after the other: what the picture shows, to be read. */
export function Listens({ listens, trackOf }: ListensProps) {
  return (
    <ol class="listens" aria-label={t('session.listens')}>
      {listens.map((listen) => (
        <li key={listen.n}>
          <ListenRow listen={shown(listen, trackOf(listen.track))} details={detailsOf(listen)} />
        </li>
      ))}
    </ol>
  );
}

function shown(listen: ListenStory, track: ShownListen['track']): ShownListen {
  const { from, duration, counted, heard, ending } = listen;
  return {
    track,
    at: from,
    duration,
    played: counted !== undefined,
    heard,
    ...(ending && { ending }),
  };
}

function detailsOf({ stretches, seeks, from, to }: ListenStory): string[] {
  const count = (kind: string) => stretches.filter((stretch) => stretch.kind === kind).length;
  const [paused, stalled] = [count('paused'), count('stalled')];
  return [
    `${timeOfDay(from)} – ${timeOfDay(to)}`,
    ...(paused > 0 ? [t('session.pauses', { n: paused })] : []),
    ...(stalled > 0 ? [t('session.stalls', { n: stalled })] : []),
    ...(seeks.length > 0 ? [t('session.seeks', { n: seeks.length })] : []),
  ];
}
