import { CantigaError } from '../../errors.ts';
import type { Commit, RecordedEvent, StoredEvent } from './types.ts';

/** A commit when one event stands for all of its stream up to its version. */
export function compacted(commit: Commit, { p: _, pos: __, at: ___, ...fact }: RecordedEvent): Commit {
  const events: StoredEvent[] = [];
  for (const event of commit.events) {
    if (event.stream !== fact.stream || event.v > fact.v) events.push(event);
    else if (event.v === fact.v) events.push(fact);
  }
  return { ...commit, events };
}

export function nothingToCompact({ stream, v }: RecordedEvent): CantigaError {
  return new CantigaError('NOT_FOUND', `There is no version ${v} of ${stream} at that place.`);
}
