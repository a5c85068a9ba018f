import { number } from '../i18n/format.ts';
import { t } from '../i18n/locale.ts';
import type { MenuGroups } from './menu.ts';
import { player } from './player.ts';

const SPEEDS = [0.75, 1, 1.25, 1.5, 2];
const MINUTES = [15, 30, 60];

/** How it is listened: until when, and how fast. */
export function listenMenu(): MenuGroups {
  const timer = player.sleepTimer.peek();
  return [
    [
      {
        label: t('sleep.off'),
        checked: timer === null,
        run: () => player.setSleepTimer(null),
      },
      ...MINUTES.map((minutes) => ({
        label: t('sleep.minutes', { n: minutes }),
        checked: timer !== null && timer !== 'end of track' && isAbout(timer.endsAt, minutes),
        run: () => player.setSleepTimer(minutes),
      })),
      {
        label: t('sleep.track'),
        checked: timer === 'end of track',
        run: () => player.setSleepTimer('end of track'),
      },
    ],
    SPEEDS.map((speed) => ({
      label: speed === 1 ? t('speed.normal') : t('speed.value', { value: number(speed) }),
      checked: player.speed.peek() === speed,
      run: () => player.setSpeed(speed),
    })),
  ];
}

/** Whether a timer is the one of those that could be chosen for as long. */
function isAbout(endsAt: number, minutes: number): boolean {
  const left = (endsAt - performance.now()) / 60_000;
  return MINUTES.find((one) => left <= one) === minutes;
}
