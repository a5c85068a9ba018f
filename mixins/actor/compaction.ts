import type { RecordedEvent } from '../journal/types.ts';
import type { ActorEvent, ActorKind } from './types.ts';
import { COMPACTED, type Fact, happenings, schemaOf } from './upcast.ts';

/**
 * The fact that stands for a whole stream; undefined when it is not to be compacted, or is one fact already.
 * @param events all of the stream, or what is left of it where compacting it was not finished
 */
export function factOf(
  { schemas, compact }: Pick<ActorKind<never, never, ActorEvent>, 'schemas' | 'compact'>,
  events: readonly RecordedEvent[],
): RecordedEvent | undefined {
  const last = events.at(-1);
  if (compact === undefined || last === undefined || (events.length === 1 && last.type === COMPACTED))
    return undefined;
  const all = sinceFact(events).flatMap((event) => happenings(schemas, event));
  const kept: readonly ActorEvent[] | undefined = compact(all as never[]);
  if (kept === undefined) return undefined;
  const facts = kept.map(({ type, data }) => ({ type, schema: schemaOf(schemas, type), data }));
  return { ...last, type: COMPACTED, schema: 1, data: { events: facts } satisfies Fact };
}

/** The last fact of a stream and what came after it, so that nothing is told twice; everything when there is none. */
export function sinceFact<T extends { type: string }>(events: readonly T[]): readonly T[] {
  const fact = events.findLastIndex(({ type }) => type === COMPACTED);
  return fact === -1 ? events : events.slice(fact);
}
