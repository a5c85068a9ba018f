import type { RecordedEvent } from '../../../mixins/journal/types.ts';
import type { ModelDoc, ReadModel } from '../../../mixins/projection/types.ts';
import type { CollectionSpec } from '../../../mixins/store/types.ts';
import { bytesIn, union } from '../ranges.ts';
import type { ByteRange, DeliveryEnd, SessionEvent } from '../session/events.ts';
import { ownerOf } from '../stream.ts';

/** What was delivered of one file in one session. */
export interface LedgerDoc extends ModelDoc {
  user: string;
  session: string;
  track: string;
  /** Which representation of the track. */
  file: string;
  /** Of the file, in bytes. */
  size: number;
  /** What was delivered, as bytes of the file without what they have in common, and how many they are. */
  ranges: readonly ByteRange[];
  bytes: number;
  /** Deliveries that have ended, and the seconds that all of them took together. */
  deliveries: number;
  seconds: number;
  /** Why they ended, and how many did so. */
  ends: Readonly<Partial<Record<Exclude<DeliveryEnd, 'ongoing'>, number>>>;
  /** The first and the last of them, ms since 1970. */
  first: number;
  at: number;
}

export const LEDGER: ReadModel<LedgerDoc> = {
  name: 'ledger',
  version: 1,
  touched(event) {
    const { type, data } = event as RecordedEvent & SessionEvent;
    return type === 'delivered' ? [`${event.stream}/${data.track}/${data.file}`] : [];
  },
  apply(doc, event, _id) {
    const { type, data } = event as RecordedEvent & SessionEvent;
    if (type !== 'delivered') return doc;
    const { track, file, size, end, at } = data;
    const before = doc ?? {
      ranges: [],
      deliveries: 0,
      seconds: 0,
      ends: {} as LedgerDoc['ends'],
      first: at,
      at,
    };
    const isOver = end !== 'ongoing';
    const ranges = union([...before.ranges, ...data.ranges]);
    return {
      ...{ _id, ...ownerOf(event.stream), track, file, size, ranges, bytes: bytesIn(ranges) },
      deliveries: before.deliveries + (isOver ? 1 : 0),
      seconds: Math.round((before.seconds + data.seconds) * 1000) / 1000,
      ends: isOver ? { ...before.ends, [end]: (before.ends[end] ?? 0) + 1 } : before.ends,
      first: Math.min(before.first, at),
      at: Math.max(before.at, at),
    };
  },
};

export const LEDGER_SPEC: CollectionSpec = {
  fields: { user: 'string', session: 'string', track: 'string', at: 'number' },
  queries: {
    ofAll: { order: ['at'] },
    ofUser: { equal: ['user'], order: ['at'] },
    ofSession: { equal: ['user', 'session'], order: ['at'] },
    ofTrack: { equal: ['track'], order: ['at'] },
    ofUserTrack: { equal: ['user', 'track'], order: ['at'] },
  },
};
