import type { RecordedEvent } from '../../../mixins/journal/types.ts';
import type { ModelDoc, ReadModel } from '../../../mixins/projection/types.ts';
import type { CollectionSpec } from '../../../mixins/store/types.ts';
import type { Ending, Music, SessionEvent, Source } from '../session/events.ts';
import { ownerOf } from '../stream.ts';

/** One listen, as a listener's history shows it. */
export interface ListenDoc extends ModelDoc, Music {
  user: string;
  session: string;
  /** Counts from 1 in its session. */
  n: number;
  /** When it began, ms since 1970. */
  at: number;
  /** Seconds; 0 when it is not known. */
  duration: number;
  source: Source;
  /** Whether it counts as played. */
  played: boolean;
  /** Seconds that were heard, and why it ended; while it goes on, neither is known. */
  heard?: number;
  ending?: Ending;
}

export const LISTENS: ReadModel<ListenDoc> = {
  name: 'listens',
  version: 1,
  touched({ type, stream, data }) {
    if (!['started', 'qualified', 'finished', 'skipped'].includes(type)) return [];
    return [`${stream}/${(data as { listen: number }).listen}`];
  },
  apply(doc, event, _id) {
    const { type, data } = event as RecordedEvent & SessionEvent;
    if (type === 'started') {
      const { listen: n, position: _, past: __, ...began } = data;
      return { _id, ...ownerOf(event.stream), n, ...began, played: false };
    }
    if (doc === undefined) return undefined;
    if (type === 'qualified') return { ...doc, played: true };
    if (type !== 'finished' && type !== 'skipped') return doc;
    return { ...doc, heard: data.heard, ending: data.reason };
  },
};

export const LISTENS_SPEC: CollectionSpec = {
  fields: { user: 'string', at: 'number' },
  queries: { byTime: { equal: ['user'], order: ['at'] } },
};
