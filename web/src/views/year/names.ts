import { localeTag } from '../../i18n/locale.ts';

/** What a bar stands for: in full, and as short as there is room for. */
export interface BarName {
  name: string;
  short: string;
}

/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY = 86_400_000;

/** From January on. */
export function monthNames(year: number): BarName[] {
  return named(12, (i) => Date.UTC(year, i), { month: 'long' }, { month: 'short' });
}

/** From Monday on. */
export function weekdayNames(): BarName[] {
  return named(7, (i) => MONDAY + i * DAY, { weekday: 'long' }, { weekday: 'short' });
}

/** From midnight on. */
export function hourNames(): BarName[] {
  const full = { hour: 'numeric', minute: '2-digit' } as const;
  const names = named(24, (i) => MONDAY + (i * DAY) / 24, full, full);
  // Every third is written: there is no room for all.
  return names.map(({ name }, i) => ({ name, short: i % 3 === 0 ? String(i) : '' }));
}

function named(
  count: number,
  at: (index: number) => number,
  full: Intl.DateTimeFormatOptions,
  short: Intl.DateTimeFormatOptions,
): BarName[] {
  const [long, brief] = [full, short].map(
    (options) => new Intl.DateTimeFormat(localeTag.value, { ...options, timeZone: 'UTC' }),
  );
  return Array.from({ length: count }, (_, i) => ({
    name: long!.format(at(i)),
    short: brief!.format(at(i)).replace(/\.$/, ''),
  }));
}
