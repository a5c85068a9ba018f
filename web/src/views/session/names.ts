import type { SessionEvent } from '../../../../services/playback/session/events.ts';
import { t } from '../../i18n/locale.ts';

const NAMES: Record<SessionEvent['type'] | 'compacted', Parameters<typeof t>[0]> = {
  opened: 'session.event.opened',
  started: 'session.event.started',
  paused: 'session.event.paused',
  resumed: 'session.event.resumed',
  seeked: 'session.event.seeked',
  stalled: 'session.event.stalled',
  progressed: 'session.event.progressed',
  qualified: 'session.event.qualified',
  finished: 'session.event.finished',
  skipped: 'session.event.skipped',
  delivered: 'session.event.delivered',
  closed: 'session.event.closed',
  compacted: 'session.event.compacted',
};

/** What an event is called; that of a type which is not known, by its type. */
export function eventName(type: string): string {
  return Object.hasOwn(NAMES, type) ? t(NAMES[type as keyof typeof NAMES]) : type;
}
