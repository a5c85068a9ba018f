import type { RecordedEvent } from '../../../mixins/journal/types.ts';
import type { ModelDoc, ReadModel } from '../../../mixins/projection/types.ts';
import type { CollectionSpec } from '../../../mixins/store/types.ts';
import type { SessionEvent } from '../session/events.ts';
import { isSession } from '../stream.ts';
import { secondsOf } from './hours.ts';

/** How much of a track, or of an artist, all listeners together have heard in a month of UTC. Of nobody in particular. */
export interface RoyaltyDoc extends ModelDoc {
  /** `2026-11` */
  month: string;
  kind: 'track' | 'artist';
  item: string;
  /** Listens that count as played. */
  plays: number;
  /** Seconds, of all listens. */
  heard: number;
}

const KINDS = ['track', 'artist'] as const;

/** Adds up over all partitions, in any order. */
export const ROYALTIES: ReadModel<RoyaltyDoc> = {
  name: 'royalties',
  version: 1,
  touched(event) {
    const { type, data } = event as RecordedEvent & SessionEvent;
    if ((type !== 'qualified' && type !== 'finished' && type !== 'skipped') || !isSession(event.stream))
      return [];
    const month = new Date(data.at).toISOString().slice(0, 7);
    return KINDS.flatMap((kind) => (data[kind] === undefined ? [] : [`${month}/${kind}/${data[kind]}`]));
  },
  apply(doc, event, _id) {
    const { type, data } = event as RecordedEvent & SessionEvent;
    const [month, kind, item] = _id.split('/') as [string, 'track' | 'artist', string];
    const { plays, heard } = doc ?? { plays: 0, heard: 0 };
    const more =
      type === 'qualified' ? { plays: plays + 1, heard } : { plays, heard: heard + secondsOf(data) };
    return { _id, month, kind, item, ...more };
  },
};

export const ROYALTIES_SPEC: CollectionSpec = {
  fields: { month: 'string', kind: 'string', plays: 'number' },
  queries: { most: { equal: ['month', 'kind'], order: ['plays'] } },
};
