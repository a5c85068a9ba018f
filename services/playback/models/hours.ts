import type { RecordedEvent } from '../../../mixins/journal/types.ts';
import type { ModelDoc, ReadModel } from '../../../mixins/projection/types.ts';
import type { CollectionSpec } from '../../../mixins/store/types.ts';
import type { SessionEvent } from '../session/events.ts';
import { ownerOf } from '../stream.ts';

/** When a listener has listened, in a month of UTC. */
export interface HoursDoc extends ModelDoc {
  /** By day and hour of UTC (`0813`: on the 8th, from 13:00 on): what counted as played, and the seconds that were heard. */
  hours: Readonly<Record<string, readonly [plays: number, heard: number]>>;
}

/** Of the document of a month, such as `2026-11`. */
export function hoursId(user: string, month: string): string {
  return `${user}/${month}`;
}

export const HOURS: ReadModel<HoursDoc> = {
  name: 'hours',
  version: 1,
  touched(event) {
    const { type, data } = event as RecordedEvent & SessionEvent;
    if (type !== 'qualified' && type !== 'finished' && type !== 'skipped') return [];
    return [hoursId(ownerOf(event.stream).user, timeOf(data.at).month)];
  },
  apply(doc, event, _id) {
    const { type, data } = event as RecordedEvent & SessionEvent;
    const { hour } = timeOf(data.at);
    const [plays, heard] = doc?.hours[hour] ?? [0, 0];
    const more = type === 'qualified' ? [plays + 1, heard] : [plays, heard + secondsOf(data)];
    return { _id, hours: { ...doc?.hours, [hour]: more as [number, number] } };
  },
};

export const HOURS_SPEC: CollectionSpec = {};

/** Whole seconds add up to the same sum in any order. */
export function secondsOf(data: SessionEvent['data']): number {
  return 'heard' in data ? Math.round(data.heard) : 0;
}

function timeOf(at: number): { month: string; hour: string } {
  const text = new Date(at).toISOString();
  return { month: text.slice(0, 7), hour: text.slice(8, 10) + text.slice(11, 13) };
}
