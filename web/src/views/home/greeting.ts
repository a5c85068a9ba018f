import type { MessageKey } from '../../i18n/messages.ts';

/** What one says at an hour of the day, 0 to 23. */
export function greeting(hour: number): MessageKey {
  if (hour < 5) return 'home.night';
  if (hour < 12) return 'home.morning';
  if (hour < 18) return 'home.afternoon';
  return 'home.evening';
}
