import type { StoredEvent } from '../journal/types.ts';
import type { ActorEvent, ActorKind } from './types.ts';

/** Of an event about a command that was taken and changed nothing. No kind of actor has an event of this name. */
export const NOTED = 'noted';

export type Schemas = ActorKind<never, never, ActorEvent>['schemas'];

/** The version of the data of such events that is written today. */
export function schemaOf(schemas: Schemas, type: string): number {
  return (schemas[type]?.length ?? 0) + 1;
}

/** Whether this version of the engine knows such an event. */
export function isKnown(schemas: Schemas, { type, schema }: Pick<StoredEvent, 'type' | 'schema'>): boolean {
  return type === NOTED || (Object.hasOwn(schemas, type) && schema >= 1 && schema <= schemaOf(schemas, type));
}

/**
 * An event as it is understood today, whenever it was written.
 * @throws {TypeError} for one that a newer version of the engine has written
 */
export function upcast(schemas: Schemas, { type, schema, data, stream, v }: StoredEvent): ActorEvent {
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

/** Events as read models take them: understood as today, without those that say nothing. */
export function understood<T extends StoredEvent>(schemas: Schemas, events: readonly T[]): T[] {
  return events
    .filter(({ type }) => type !== NOTED)
    .map((event) => ({ ...event, schema: schemaOf(schemas, event.type), ...upcast(schemas, event) }));
}
