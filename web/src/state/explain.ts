import { Refused, Unreachable } from '../api/problem.ts';
import { t } from '../i18n/locale.ts';

/** What went wrong, in the listener's language; what has no words of its own is told in those of the server. */
export function explain(error: unknown): string {
  if (error instanceof Unreachable) return t('error.unreachable');
  if (!(error instanceof Refused)) return t('error.title');
  switch (error.type) {
    case 'not-found':
      return t('error.notFoundTitle');
    case 'forbidden':
      return t('error.forbidden');
    case 'internal':
      return t('error.internal');
    case 'throttled':
      return t('error.throttled');
    case 'unavailable':
      return t('error.unavailable');
    case 'disk-full':
      return t('error.diskFull');
    default:
      return error.message || t('error.title');
  }
}
