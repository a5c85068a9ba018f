import { localeTag } from './locale.ts';

/** A number with the separators of the listener's language. */
export function number(value: number): string {
  return new Intl.NumberFormat(localeTag.value).format(value);
}

/** A time of playing as clocks show it: `3:07`, `1:02:09`. @param seconds */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const pad = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  const rest = pad(whole % 60);
  return hours > 0 ? `${hours}:${pad(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** A time of playing in words, to the minute: `1 hr 12 min`; under a minute, to the second. @param seconds */
export function span(seconds: number): string {
  if (seconds < 60) return unit(Math.round(seconds), 'second');
  const minutes = Math.round(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const parts = [hours > 0 && unit(hours, 'hour'), minutes % 60 > 0 && unit(minutes % 60, 'minute')];
  return parts.filter(Boolean).join(' ');
}

/** A clock for those who hear it: `3 minutes 7 seconds`. @param seconds */
export function spokenClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [
    [Math.floor(whole / 3600), 'hour'],
    [Math.floor(whole / 60) % 60, 'minute'],
    [whole % 60, 'second'],
  ] as const;
  const told = parts.filter(([value], i) => value > 0 || (i === 2 && whole === 0));
  return told.map(([value, name]) => unit(value, name, 'long')).join(' ');
}

function unit(value: number, name: 'hour' | 'minute' | 'second', unitDisplay: 'short' | 'long' = 'short') {
  return new Intl.NumberFormat(localeTag.value, { style: 'unit', unit: name, unitDisplay }).format(value);
}

/** A point in time (RFC 3339) to the minute, for what may have been a moment ago. */
export function moment(text: string): string {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return text;
  return new Intl.DateTimeFormat(localeTag.value, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

/** A date as precise as it is known: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, or a point in time (RFC 3339). */
export function date(text: string): string {
  const [, year, month, day, time] = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(T.*)?$/.exec(text) ?? [];
  if (year === undefined || month === undefined) return text;
  const options: Intl.DateTimeFormatOptions =
    day === undefined
      ? { year: 'numeric', month: 'long' }
      : { year: 'numeric', month: 'long', day: 'numeric' };
  // A date without a time is that day wherever one is.
  const at = time === undefined ? new Date(`${year}-${month}-${day ?? '01'}T00:00:00Z`) : new Date(text);
  const zone = time === undefined ? { timeZone: 'UTC' } : {};
  if (Number.isNaN(at.getTime())) return text;
  return new Intl.DateTimeFormat(localeTag.value, { ...options, ...zone }).format(at);
}

/** The time of day, to the minute or to the second. @param at ms since 1970, or RFC 3339 */
export function timeOfDay(at: number | string, isFine = false): string {
  return new Intl.DateTimeFormat(localeTag.value, { timeStyle: isFine ? 'medium' : 'short' }).format(
    new Date(at),
  );
}

/** A day of the calendar: the last two by their names. */
export function day(at: Date): string {
  const today = new Date();
  const ago = Math.round((today.setHours(0, 0, 0, 0) - at.getTime()) / 86_400_000);
  const text =
    ago < 2 && ago >= 0
      ? new Intl.RelativeTimeFormat(localeTag.value, { numeric: 'auto' }).format(-ago, 'day')
      : new Intl.DateTimeFormat(localeTag.value, { dateStyle: 'full' }).format(at);
  return text.charAt(0).toLocaleUpperCase(localeTag.value) + text.slice(1);
}

/** An amount of data, such as `4.1 MB`. */
export function bytes(amount: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, amount)) / 3));
  const value = amount / 1000 ** power;
  return new Intl.NumberFormat(localeTag.value, {
    ...{ style: 'unit', unit: units[power]!, unitDisplay: power === 0 ? 'long' : 'short' },
    maximumFractionDigits: value < 10 && power > 0 ? 1 : 0,
  }).format(value);
}

/** A share of all, such as `78 %`. All of it is said only of all of it. @param part from 0 to 1 */
export function percent(part: number): string {
  const shown = part < 1 ? Math.min(part, 0.99) : 1;
  return new Intl.NumberFormat(localeTag.value, { style: 'percent' }).format(shown);
}
