import type { StoredEvent } from '../journal/types.ts';
import type { ActorEvent, ActorKind } from './types.ts';

/** Of an event about a command that was taken and changed nothing. No kind of actor has an event of this name. */
export const NOTED = 'noted';

/**
 * Of an event that stands for all of its stream up to its version: a fact. It may follow any version of its stream, since
 * those before it go one by one. No kind of actor has an event of this name.
 */
export const COMPACTED = 'compacted';

/** What a fact says has happened. */
export interface Fact {
  events: Pick<StoredEvent, 'type' | 'schema' | 'data'>[];
}

export type Schemas = ActorKind<never, never, ActorEvent>['schemas'];

/** The version of the data of such events that is written today. */
export function schemaOf(schemas: Schemas, type: string): number {
  return (schemas[type]?.length ?? 0) + 1;
}

type Typed = Pick<StoredEvent, 'type' | 'schema' | 'data'>;

/** Whether this version of the engine knows such an event. */
export function isKnown(schemas: Schemas, { type, schema, data }: Typed): boolean {
  if (type === NOTED) return true;
  if (type === COMPACTED) return (data as Fact).events.every((event) => isKnown(schemas, event));
  return Object.hasOwn(schemas, type) && schema >= 1 && schema <= schemaOf(schemas, type);
}

/**
 * An event as it is understood today, whenever it was written.
 * @throws {TypeError} for one that a newer version of the engine has written
 */
export function upcast(
  schemas: Schemas,
  { type, schema, data, stream, v }: Omit<StoredEvent, 'cmd'>,
): ActorEvent {
  const steps = schemas[type];
  if (steps === undefined || schema > steps.length + 1)
    throw new TypeError(
      `${stream} has an event ${v} that this version does not know: ${type}, schema ${schema}`,
    );
  return {
    type,
    data: steps.slice(schema - 1).reduce((older, step) => step(older as never), data as object),
  };
}

/** What an event says has happened, as it is understood today. */
export function happenings(schemas: Schemas, event: Omit<StoredEvent, 'cmd'>): ActorEvent[] {
  if (event.type === NOTED) return [];
  if (event.type !== COMPACTED) return [upcast(schemas, event)];
  const { stream, v, data } = event;
  return (data as Fact).events.map((each) => upcast(schemas, { stream, v, ...each }));
}

/** Events as read models take them: what each says has happened, all of it in the place of that event. */
export function understood<T extends StoredEvent>(schemas: Schemas, events: readonly T[]): T[] {
  const all: T[] = [];
  for (const event of events) {
    // Nearly all: many events go through here in a second.
    if (Object.hasOwn(schemas, event.type) && event.schema === schemas[event.type]!.length + 1)
      all.push(event);
    else
      for (const happened of happenings(schemas, event))
        all.push({ ...event, ...happened, schema: schemaOf(schemas, happened.type) });
  }
  return all;
}
