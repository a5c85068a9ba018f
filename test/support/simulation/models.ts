import type { RecordedEvent } from '../../../mixins/journal/types.ts';
import type { ModelDoc, ReadModel } from '../../../mixins/projection/types.ts';

interface Sum extends ModelDoc {
  sum: number;
  events: number;
}

const added = ({ type, data }: RecordedEvent) => (type === 'added' ? (data as { n: number }).n : 0);
const plus = (sum: Omit<Sum, 'rev' | 'ck'> | undefined, event: RecordedEvent, _id: string) => ({
  _id,
  sum: (sum?.sum ?? 0) + added(event),
  events: (sum?.events ?? 0) + 1,
});

/** A document of each stream, and those of all partitions together; empty again when a stream is halved. */
export const SUMS: ReadModel<Sum> = {
  name: 'sums',
  version: 1,
  touched: ({ stream, data }) => [stream, 'all', `n-${((data as { n?: number }).n ?? 0) % 5}`],
  apply: (sum, event, id) =>
    event.type === 'halved' && id === event.stream ? { _id: id, sum: 0, events: 0 } : plus(sum, event, id),
};
