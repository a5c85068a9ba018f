import type { Collection } from '../../mixins/store/types.ts';
import { type HoursDoc, hoursId } from './models/hours.ts';
import type { PlayedKind, PlaysDoc } from './models/plays.ts';
import { type Plays, playedBy } from './plays.ts';

/** How much was listened to. */
export interface Amount {
  /** Listens that count as played. */
  plays: number;
  /** Seconds, of all listens. */
  heard: number;
}

/** What a listener has listened to in a year, and when. */
export interface YearInMusic extends Amount {
  year: number;
  timeZone: string;
  /** January first. */
  months: Amount[];
  /** Monday first. */
  weekdays: Amount[];
  /** From midnight on. */
  hours: Amount[];
  /** Days on which something was heard. */
  days: number;
  /** What was played most; here the year is that of UTC. */
  top: Record<`${PlayedKind}s`, ({ id: string } & Plays)[]>;
}

const TOP = 20;
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Whether there is a time zone of that name. */
export function isTimeZone(name: string): boolean {
  try {
    localTime(name);
    return true;
  } catch {
    return false;
  }
}

/** @param timeZone an IANA name @throws {RangeError} for a time zone that there is not */
export async function yearOf(
  collections: { hours: Pick<Collection<HoursDoc>, 'getMany'>; plays: Pick<Collection<PlaysDoc>, 'query'> },
  user: string,
  year: number,
  timeZone: string,
): Promise<YearInMusic> {
  const local = localTime(timeZone);
  const amounts = (length: number) => Array.from({ length }, (): Amount => ({ plays: 0, heard: 0 }));
  const [months, weekdays, hours] = [amounts(12), amounts(7), amounts(24)];
  const [total, days] = [{ plays: 0, heard: 0 }, new Set<string>()];
  for (const { month, documents } of await monthsAround(collections.hours, user, year)) {
    for (const [key, [plays, heard]] of Object.entries(documents?.hours ?? {})) {
      const at = local(Date.parse(`${month}-${key.slice(0, 2)}T${key.slice(2)}:00:00Z`));
      if (at.year !== year) continue;
      days.add(`${at.month} ${at.day}`);
      for (const amount of [total, months[at.month - 1]!, weekdays[at.weekday]!, hours[at.hour]!]) {
        amount.plays += plays;
        amount.heard += heard;
      }
    }
  }
  const top = (kind: PlayedKind) =>
    playedBy(collections.plays, user, { kind, order: 'most', limit: TOP, period: String(year) });
  const [tracks, albums, artists] = await Promise.all([top('track'), top('album'), top('artist')]);
  return {
    ...{ year, timeZone, ...total, months, weekdays, hours, days: days.size },
    top: { tracks, albums, artists },
  };
}

/** A year is not over everywhere at once: the last month of the one before, and the first of the one after, belong to it too. */
async function monthsAround(collection: Pick<Collection<HoursDoc>, 'getMany'>, user: string, year: number) {
  const months = Array.from({ length: 14 }, (_, i) =>
    new Date(Date.UTC(year, i - 1)).toISOString().slice(0, 7),
  );
  const documents = await collection.getMany(months.map((month) => hoursId(user, month)));
  return months.map((month, i) => ({ month, documents: documents[i] }));
}

function localTime(timeZone: string) {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    ...({ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', weekday: 'short' } as const),
  });
  return (at: number) => {
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const number = (name: string) => Number(part[name]);
    return {
      ...{ year: number('year'), month: number('month'), day: number('day'), hour: number('hour') },
      weekday: WEEKDAYS.indexOf(part.weekday!),
    };
  };
}
