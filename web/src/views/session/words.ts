import { bytes, moment, span, timeOfDay } from '../../i18n/format.ts';
import { t } from '../../i18n/locale.ts';
import { type TrackOf, titleOf } from '../listening/tracks.ts';
import type { ListenStory, Story } from './story.ts';

/** Listens that are named one by one in the description of a picture: the list below it names all of them. */
const NAMED = 6;

/** What the picture of a session shows, in words. */
export function summaryOf({ from, to, listens, deliveries, closed }: Story, trackOf: TrackOf): string {
  const titles = listens.slice(0, NAMED).map((listen) => {
    const title = titleOf(trackOf(listen.track));
    return `${timeOfDay(listen.from)} ${title}: ${endingOf(listen)}`;
  });
  const heard = listens.reduce((sum, listen) => sum + listen.heard, 0);
  const sent = deliveries.reduce((sum, delivery) => sum + delivery.bytes, 0);
  return [
    t('session.summary', { from: moment(new Date(from).toISOString()), to: timeOfDay(to) }),
    t('session.heardIn', { time: span(heard), n: listens.length }),
    ...titles,
    t('session.sent', { amount: bytes(sent) }),
    t(`session.closed.${closed?.by ?? 'open'}`),
  ].join('. ');
}

/** Why a listen ended, in words. */
export function endingOf({ ending }: Pick<ListenStory, 'ending'>): string {
  return t(`listening.ending.${ending ?? 'ongoing'}`);
}
